"""What the page sends to the browser: text is set as text, and nothing comes from anywhere else."""

import re
import tomllib
from pathlib import Path

import pytest

ASSETS = sorted(Path("ui/assets").glob("*.*"))
READS_HTML = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|document\.write|eval\("
)
ELSEWHERE = re.compile(r"https?:|@import|url\(|import\(")
SVG = "http://www.w3.org/2000/svg"


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_no_asset_reads_data_as_html_or_loads_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(SVG, "")

    assert not READS_HTML.search(text)
    assert not ELSEWHERE.search(text)


def test_the_page_is_for_this_machine_and_tells_nobody() -> None:
    config = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))

    assert config["server"]["address"] == "localhost"
    assert config["browser"]["gatherUsageStats"] is False
    assert "light" in config["theme"]
    assert "dark" in config["theme"]


def test_no_redraw_waits_until_all_garbage_is_collected() -> None:
    config = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))

    assert config["runner"]["postScriptGC"] is False


def test_python_never_hands_html_to_the_page() -> None:
    sources = [path.read_text(encoding="utf-8") for path in [Path("app.py"), *Path("ui").rglob("*.py")]]

    assert not any("unsafe_allow" in source or "st.markdown" in source or "st.write(" in source for source in sources)
