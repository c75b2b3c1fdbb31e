"""Text from outside costs time in proportion to its length: each pattern, pumped with what it is made of."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spelling import _GLUED, _UNIT
from tests.growth import MOST_GROWTH, TIMES, growth, pumped
from ui.view_models.article import BLANK_LINE, LINE_END

PACKAGES = ("domain", "ingest", "store", "ui", "retriever", "drafts", "answering", "text")
ROOT = Path(__file__).parent.parent


def compiled(value: object, depth: int = 4) -> "Iterator[re.Pattern[str] | re.Pattern[bytes]]":
    """Yield each pattern in a value of a module, also inside its tables."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth:
        yield from compiled(tuple(value.values()), depth)
    elif isinstance(value, tuple | list | set | frozenset) and depth:
        for one in value:
            yield from compiled(one, depth - 1)


def patterns() -> "Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]":
    seen = set()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("[a-z]*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for name, value in vars(importlib.import_module(module)).items():
                for number, pattern in enumerate(compiled(value)):
                    if pattern not in seen:
                        seen.add(pattern)
                        yield f"{module}.{name}.{number}", pattern


FOUND = list(patterns())


def slow(pattern: "re.Pattern[str] | re.Pattern[bytes]") -> str | None:
    """Return a pumped text for which a search takes more than in proportion to its length; None if there is none."""
    if isinstance(pattern.pattern, bytes):
        source, flags = pattern.pattern.decode("latin-1"), pattern.flags
    else:
        source, flags = pattern.pattern, pattern.flags & ~re.UNICODE

    def call(text: str) -> None:
        data = text.encode("utf-8", "surrogatepass") if isinstance(pattern.pattern, bytes) else text
        for _ in pattern.finditer(data):  # type: ignore[arg-type]
            pass

    for prefix, piece, suffix in pumped(source, flags):

        def made(length: int, prefix: str = prefix, piece: str = piece, suffix: str = suffix) -> str:
            return prefix + piece * (length // len(piece)) + suffix

        times = growth(call, made)
        if times > MOST_GROWTH:
            return f"{prefix!r} + n * {piece!r}: {times:.1f} times as long for {TIMES} times as much"
    return None


@pytest.mark.parametrize(("name", "pattern"), FOUND, ids=[name for name, _ in FOUND])
def test_h1_h2_a_pattern_takes_time_in_proportion_to_the_text(
    name: str, pattern: "re.Pattern[str] | re.Pattern[bytes]"
) -> None:
    assert slow(pattern) is None


@pytest.mark.parametrize("pattern", [r"^\s*x", r"-{3,}\s*end", r"(?:[ \t]*\n){2,}", r"a.*?b[ ]*$"])
def test_h1_h2_a_pattern_that_does_not_is_found_out(pattern: str) -> None:
    assert slow(re.compile(pattern, re.MULTILINE))


def test_h1_h2_there_are_patterns_to_look_at() -> None:
    assert set(PACKAGES) == {name.partition(".")[0] for name, _ in FOUND}
    assert len(FOUND) > 50


@pytest.mark.parametrize("package", PACKAGES)
def test_h1_h2_every_pattern_has_a_name_so_that_it_is_looked_at(package: str) -> None:
    inside = []
    for path in sorted((ROOT / package).rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                inside += [path.name for call in ast.walk(function) if is_unnamed_pattern(call)]

    assert set(inside) <= OF_KNOWN_WORDS


OF_KNOWN_WORDS = set(
    "fakes.py linked_data.py metadata.py pdf.py phrase_search.py quote_attribution.py split.py".split()
)
"""One class of characters, repeated, or words that are looked for as they stand."""


def is_unnamed_pattern(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name)):
            return name != "escape"
    return False


WORDS = st.text(st.sampled_from("0123.,:kmv ½٣a\n"), max_size=30)


@given(WORDS)
def test_h2_numbers_with_units_are_spelled_as_before(text: str) -> None:
    former = re.compile(rf"(?<!\w)(\d+(?:[.,:]\d+)*)({_UNIT})\b")

    assert _GLUED.sub(r"\1 \2", text) == former.sub(r"\1 \2", text)
    assert [found and found[1] for found in (_GLUED.fullmatch(text),)] == [
        found and found[1] for found in (former.fullmatch(text),)
    ]


@given(st.text(st.sampled_from("ab \t\r\n"), max_size=30))
def test_h2_an_article_has_the_paragraphs_that_it_had(text: str) -> None:
    for pattern, former in [(BLANK_LINE, r"(?:[ \t]*\r?\n){2,}"), (LINE_END, r"[ \t]*(?:\r?\n)+")]:
        assert [one.span() for one in pattern.finditer(text)] == [one.span() for one in re.finditer(former, text)]
