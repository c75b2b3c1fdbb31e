"""An answer says how many outlets report its event, and where the articles of an event disagree."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from answering.export.report import footer_text
from answering.quoting.disagreements import find_disagreements
from assembly import Services
from domain.errors import UnknownArticle, UnknownEvent
from domain.protocols import Embedder
from tests.asking import PHRASES, open_program
from tests.test_events import ALONE, LOCK, STRIKE

QUESTION = "How long may the river stay closed to barges?"


@pytest.fixture
def program(tmp_path: Path, embedder: Embedder) -> Iterator[Services]:
    with closing(open_program(tmp_path, embedder, *LOCK, *STRIKE, *ALONE)) as opened:
        yield opened


def test_an_answer_says_how_many_outlets_report_its_event(program: Services) -> None:
    before = program.ask.quote(QUESTION)
    assert before.footer is not None
    assert before.footer.reported is None  # not grouped yet, and an answer does not wait for that
    program.events.events()

    answer = program.ask.quote(QUESTION)

    assert answer.kind == "answer"
    assert "reported by 4 outlets, first on 5 May 2026, order not known" in footer_text(PHRASES, answer.footer)


def test_finds_the_numbers_that_articles_of_an_event_do_not_agree_on(program: Services, embedder: Embedder) -> None:
    (event, *_) = (one for one in program.events.events() if len(one.articles) == len(LOCK))

    found = find_disagreements(program.parts.store(), embedder, event)

    quotes = {quote.quote for one in found for quote in (one.one, one.other)}
    assert any("Forty-one barges" in quote for quote in quotes)
    assert any("thirty-five barges" in quote for quote in quotes)
    for quote in (quote for one in found for quote in (one.one, one.other)):
        article = program.library.article(quote.article_id)
        assert article.text[quote.start : quote.end] == quote.quote


def test_the_digest_names_events_and_the_rest_by_outlet(program: Services) -> None:
    digest = program.digests.digest()

    assert sorted(len(event.articles) for event in digest.events) == [len(STRIKE), len(LOCK)]
    assert {one.title for one in digest.articles} == {one.name.removesuffix(".md") for one in ALONE}
    assert "4 outlets, first on 5 May 2026, order not known" in program.digests.as_text(digest)
    feed = program.digests.as_atom(digest)
    assert b"4 outlets" in feed
    assert program.digests.as_atom(program.digests.digest()) == feed  # nothing that a feed reader would show again
    assert all(event.when.startswith(digest.made[:4]) for event in digest.events)
    assert "4 outlets" in program.digests.as_html(digest)
    (event, *_) = (one for one in program.digests.as_json(digest)["events"] if len(one["articles"]) == len(LOCK))
    assert event["first"] is None
    assert len(event["outlets"]) == len(LOCK)


def test_an_article_alone_is_of_no_event(program: Services) -> None:
    alone = next(one for one in program.library.entries() if one.source.title == "New telescope on Mount Verrin")

    with pytest.raises(UnknownEvent):
        program.events.event_of(alone.id)
    with pytest.raises(UnknownArticle):
        program.events.event_of("nothing")
