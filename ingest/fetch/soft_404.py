"""Dead articles whose address still answers, with the section's page or the front page."""

import re
from urllib.parse import urlsplit

from ingest.fetch.addresses import is_front_page, plain_address, same_site

_YEAR = re.compile(r"(19|20)\d\d")


def is_section(asked: str, found: str) -> bool:
    """Whether a redirect leads up from an article to the page of its section, or to the front page of its site.

    Also the shorter address of an article stands above the longer one ("/news/4711/storm-hits-coast", "/news/4711"),
    so the last part of what was found must look like the name of a section: no number, not more than two words.
    """
    if is_front_page(found):
        return not is_front_page(asked)
    above, below = _parts(found), _parts(asked)
    name = above[-1] if above else ""
    is_list = _is_plain(name) or _is_archive(above)
    return same_site(asked, found) and len(above) < len(below) and below[: len(above)] == above and is_list


def _is_plain(name: str) -> bool:
    return not any(letter.isdigit() for letter in name) and name.count("-") + name.count("_") <= 1


def _is_archive(parts: list[str]) -> bool:
    """Whether a path ends with a year, or a year and a month, under which a site lists articles."""
    year = next((at for at, part in enumerate(parts) if _YEAR.fullmatch(part)), None)
    return year is not None and all(part.isdigit() and len(part) < 3 for part in parts[year + 1 :])


def _parts(url: str) -> list[str]:
    return [part for part in urlsplit(plain_address(url)).path.split("/") if part]
