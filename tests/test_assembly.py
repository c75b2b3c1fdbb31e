"""What the whole program knows that no single part does."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import settings
from assembly import Services, build
from domain.errors import SourceError
from domain.jobs import Order, order_of
from domain.values import Material
from retriever.fakes import HashingEmbedder
from services.parts import open_model, open_web
from tests.web import Site

PAGE = Material(name="quay.html", data=b"<article><h1>Quay</h1><p>The quay is shut.</p></article>", media="html")
ARTICLE = Material(name="quay.txt", data=b"The quay is shut.", media="text", identity="upload:quay.txt")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Services]:
    """A program over an empty library, in which nobody works off what is ordered."""
    made = build(settings.load(library=tmp_path / "library"))
    yield made
    made.close()


def test_a_first_article_is_expected_from_its_order_until_nothing_brings_it_any_more(program: Services) -> None:
    before = program.background.expecting
    number = program.background.order([order_of(ARTICLE)])
    ordered = program.background.expecting
    program.background.jobs.stop(number)

    assert (before, ordered, program.background.expecting) == (False, True, False)


def test_no_article_is_expected_from_work_that_brings_none(program: Services) -> None:
    program.background.order([Order(kind="remove", name="The quay", fields={"id": "a"})])

    assert not program.background.expecting


def test_the_language_of_a_text_is_named_unless_it_is_english_or_cannot_be_told(program: Services) -> None:
    texts = ("Der Hafen bleibt wegen des Eises geschlossen.", "由于结冰，港口于星期五关闭。", "The quay is shut.", "7")

    assert [program.library.language(text) for text in texts] == ["de", "zh", "", ""]


def test_where_there_is_an_article_a_question_need_not_wait_for_another(program: Services) -> None:
    program.ingest.take_in([ARTICLE])
    program.background.order([order_of(ARTICLE)])

    assert not program.background.expecting


def test_the_server_that_is_set_provides_the_model_that_is_set_and_no_other(tmp_path: Path) -> None:
    """Its key, and what is asked, would go to the wrong place."""
    chosen = settings.load(library=tmp_path, model="served", model_url="http://127.0.0.1:9/v1", model_key="k")

    made = {name: type(open_model(chosen, name)._model).__name__ for name in ("served", "ollama:small")}  # type: ignore[attr-defined]

    assert made == {"served": "ChatOpenAI", "ollama:small": "ChatOllama"}


def test_pages_are_fetched_from_the_networks_that_the_settings_allow(site: Site) -> None:
    url = site.serves("/a", "words").replace("paper.example", "127.0.0.1")

    assert open_web(settings.load(allow_addresses="127.0.0.0/8")).fetch(url).data == b"words"
    with pytest.raises(SourceError, match="not on the public web"):
        open_web(settings.load()).fetch(url)


def test_services_that_are_closed_hold_no_file_and_no_process_and_can_be_asked_again(tmp_path: Path) -> None:
    """A leak of one test is an error of another: warnings about it come when Python collects the garbage."""
    made = build(settings.load(library=tmp_path / "library"), embedder=HashingEmbedder())

    def children() -> set[str]:
        return {
            number
            for task in Path("/proc/self/task").iterdir()
            for number in (task / "children").read_text("ascii").split()
        }

    def held() -> list[str]:
        return [
            name
            for name in map(os.readlink, filter(os.path.lexists, Path("/proc/self/fd").iterdir()))
            if name.startswith(str(tmp_path))
        ]

    before = children()
    made.ingest.take_in([PAGE])
    made.ask.search("What is shut?", limit=1)
    made.parts.conversations().entries()
    while_open, parsers = held(), children() - before
    made.close()
    afterwards, parsers_left = held(), children() - before
    entries = made.library.entries()
    made.close()

    assert while_open
    assert parsers
    assert afterwards == []
    assert parsers_left == set()
    assert len(entries) == 1
