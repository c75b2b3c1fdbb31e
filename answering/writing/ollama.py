"""Whether an Ollama runs on this machine, and what models it has."""

import json
import urllib.request
from ipaddress import ip_address
from urllib.parse import urlsplit

from domain.values import ModelOffer

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""What runs on this machine is not asked for through a proxy."""
PREFIX = "ollama:"
LOOK_S = 0.3  # an Ollama on this machine answers in a few milliseconds


def found_models(url: str) -> list[ModelOffer]:
    """Return the models of the Ollama at ``url``; none if there is no address, or nobody answers there at once."""
    if not url:
        return []
    try:
        with _DIRECT.open(f"{url.rstrip('/')}/api/tags", timeout=LOOK_S) as answer:
            listed = json.load(answer)["models"]
            return [ModelOffer(name=f"{PREFIX}{one['name']}", here=is_here(url)) for one in listed]
    except Exception:  # whatever answers there, or does not, is no Ollama
        return []


def is_here(url: str) -> bool:
    """Whether an address leads to this very machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
