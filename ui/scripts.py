"""The page's JavaScript: ES modules that the browser loads from this server, each once for all components of a page."""

from hashlib import sha256
from pathlib import Path

import streamlit as st

from ui.streamlit_internals import selectors_module

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(ASSETS.glob("*.js"))}
SCRIPTS["streamlit.js"] = selectors_module()
_HASH = sha256("".join(SCRIPTS.values()).encode()).hexdigest()[:16]


def scripts_path(name: str) -> str:
    """Return the path under which the module ``name`` is served; it changes whenever any module does."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"{f'/{base}' if base else ''}/scripts/{_HASH}/{name}"


def loader(name: str) -> str:
    """Return the script that Streamlit is given for a component: it loads the module ``name`` by its address.

    Streamlit runs a script from a ``blob:`` address, from which a module cannot be imported by a relative one. And of
    the functions that end a drawing (its timers, its listeners) it calls only the last, when the component is taken
    down: here each ends before the next drawing begins.
    """
    return f"""
const module = await import(new URL("{scripts_path(name)}", location.origin));
const ends = new WeakMap();
export default function (component) {{
  ends.get(component.parentElement)?.();
  const end = module.default(component);
  ends.set(component.parentElement, end);
  return end;
}}
"""
