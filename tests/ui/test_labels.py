"""Every sentence of the page stands in ui/labels.py, and every one there is said somewhere; titles stand as printed."""

import ast
from pathlib import Path

import pytest

from ui import labels
from ui.markdown import as_printed

FOR_THE_BROWSER = {"scripts.py", "streamlit_internals.py"}
FILES = sorted(path for path in Path("ui").rglob("*.py") if path.name not in FOR_THE_BROWSER | {"labels.py"})
NOT_SHOWN = {"Unexpected error"}
"""For the log."""


def literals(tree: ast.Module) -> set[str]:
    """The strings of a module, docstrings and patterns left out."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compile":
            silent |= {id(argument) for argument in node.args}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {node.value for node in strings if id(node) not in silent}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_other_file_says_anything_to_the_reader(path: Path) -> None:
    said = {text for text in literals(ast.parse(path.read_text(encoding="utf-8"))) if " " in text.strip()}

    assert {text for text in said if "<" not in text} <= NOT_SHOWN


@pytest.mark.parametrize("name", [name for name in vars(labels) if name.isupper()])
def test_every_sentence_is_used(name: str) -> None:
    assert any(f"labels.{name}" in path.read_text(encoding="utf-8") for path in [*FILES, Path("app.py")])


def test_a_title_in_a_label_is_shown_as_it_is_printed() -> None:
    title = "![x](https://evil.example/p.png) $5 *News*, since: <b>"

    assert as_printed(title) == r"!\[x\](https://evil.example/p.png) \$5 \*News\*, since: \<b\>"


def test_no_label_is_written_twice() -> None:
    written = [
        target.id
        for node in ast.parse(Path(labels.__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]

    assert len(written) == len(set(written))
