"""Standing questions, asked of new articles only, and the digest of what is new since last time."""

import json
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from answering.__main__ import main
from answering.export.digest import NOTHING, POLICY, as_atom, as_html, as_text
from assembly import Services
from domain.digest import Digest, DigestArticle, DigestFailure
from domain.errors import QuestionTooLong
from domain.schedule import ARTICLE, Look
from store.conversations import UNREADABLE
from tests.asking import material
from tests.server.serving import BRIDGE, LANTERN, open_program

QUESTION = "How many crowns will the town pay for the street lanterns?"
FERRY = "The ferry Sirrane sank off Corran Head on Monday; all of the forty passengers were saved by a trawler."
LATER = LANTERN.replace("41,000", "43,500")
BEFORE = "2020-01-01T00:00:00+00:00"


@pytest.fixture
def program(over: object) -> Services:
    """The real program over an article that answers nothing here."""
    return over(material(FERRY, title="Ferry sinks", outlet="Coast Herald"))  # type: ignore[operator, no-any-return]


def take_in(program: Services, words: str, **fields: str) -> str:
    [outcome] = program.ingest.take_in([material(words, **fields)])
    return str(outcome.id)


def test_a_standing_question_is_asked_of_new_articles_only_and_once(program: Services) -> None:
    take_in(program, LANTERN, title="Marrowby buys lanterns", outlet="The Crier", url="https://crier.example/lanterns")
    program.digests.keep_asking(QUESTION)

    assert program.digests.ask_new() == 0  # what was there before is no news

    new = take_in(program, LATER, title="Lanterns dearer", outlet="The Crier", url="https://crier.example/dearer")
    digest = program.digests.digest(since=BEFORE)

    assert program.digests.ask_new() == 0
    [answer] = digest.answers
    assert (answer.question, {quote.article_id for quote in answer.quotes}) == (QUESTION, {new})
    quote = answer.quotes[0]
    text = program.library.article(new).text
    assert text[quote.start : quote.end] == quote.quote
    assert "43,500 crowns" in quote.quote
    assert str(quote.link).startswith("https://crier.example/dearer#:~:text=")


def test_an_article_that_does_not_answer_gives_no_answer_and_is_not_asked_again(program: Services) -> None:
    program.digests.keep_asking(QUESTION)
    take_in(program, BRIDGE, title="Footbridge closed")

    assert program.digests.digest(since=BEFORE).answers == ()
    [question] = program.digests.questions().questions()
    assert program.digests.questions().new_articles(question.id) == {}


def test_an_answer_that_another_version_has_stored_says_that_it_cannot_be_read(program: Services) -> None:
    number = program.digests.keep_asking(QUESTION)
    with program.parts.store().connections.writing() as connection:
        connection.execute(
            "INSERT INTO standing_answers (question, asked, answer) VALUES (?, ?, '{}')", (number, "2030-01-01")
        )

    [answer] = program.digests.digest(since=BEFORE).answers

    assert (answer.question, answer.lead, answer.quotes) == (QUESTION, UNREADABLE, ())


def test_the_same_question_is_stored_once_and_can_be_stopped(program: Services) -> None:
    number = program.digests.keep_asking(QUESTION)

    assert program.digests.keep_asking(f"  {QUESTION} ") == number
    assert program.digests.questions("ben").questions() == []
    assert not program.digests.questions("ben").remove(number)
    assert program.digests.questions().remove(number)
    assert program.digests.questions().questions() == []
    with pytest.raises(QuestionTooLong):
        program.digests.keep_asking("x" * 5_000)


def test_quotes_of_an_article_that_was_removed_say_so(program: Services) -> None:
    program.digests.keep_asking(QUESTION)
    new = take_in(program, LANTERN, title="Marrowby buys lanterns")
    program.digests.ask_new()
    program.ingest.remove([new])

    digest = program.digests.digest(since=BEFORE)

    assert [quote.removed for answer in digest.answers for quote in answer.quotes] == [True]
    assert "removed since from the library" in as_text(digest)
    assert "removed since from the library" in as_html(digest)


def test_what_has_been_seen_is_not_new_again_for_that_user(program: Services) -> None:
    first = program.digests.digest()
    later = replace(first, made="2999-01-01T00:00:00+00:00")

    program.digests.mark_seen(later)

    assert [one.title for one in first.articles] == ["Ferry sinks"]
    assert program.digests.digest().articles == ()
    assert len(program.digests.digest(reader="ben").articles) == 1


def test_an_answer_that_has_been_seen_is_not_new_in_the_same_second(program: Services) -> None:
    program.digests.keep_asking(QUESTION)
    take_in(program, LANTERN, title="Marrowby buys lanterns")
    digest = program.digests.digest()

    program.digests.mark_seen(digest)

    assert len(digest.answers) == 1
    assert program.digests.digest().answers == ()


def test_what_cannot_be_looked_at_is_named(program: Services) -> None:
    article = program.library.entries()[0].id
    look = Look(place=f"{ARTICLE}{article}", due=0, failures=2, failing_since="2025-11-01T08:00:00+00:00", reason="No.")
    program.parts.store().looks.put([look])

    [failure] = program.digests.digest().failures

    assert (failure.name, failure.since, failure.reason) == ("Ferry sinks", look.failing_since, "No.")


DIGEST = Digest(
    since="2025-11-02T06:30:00+00:00",
    made="2025-11-03T06:30:00+00:00",
    articles=tuple(
        DigestArticle(
            id=str(number),
            digest="d" * 64,
            title=title,
            outlet=outlet,
            published=None,
            link="https://a.example/?x=<1>&y",
            when="2025-11-03T05:00:00+00:00",
            changed=number == 2,
        )
        for number, (title, outlet) in enumerate(
            [("<script>alert(1)</script>", "Herald"), ("B & C", None), ("D", None)]
        )
    ),
    failures=(DigestFailure(name="<b>Feed</b>", since="2025-11-01", reason="Gone.", stopped=True),),
)


def test_the_html_file_escapes_what_articles_say_and_loads_nothing() -> None:
    page = as_html(DIGEST)

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert f'content="{POLICY}"' in page
    assert "<b>Feed" not in page
    assert "What is new since 2 November 2025, 06:30 UTC" in page
    assert "What is new since 1 November 2025, 20:30 HST" in as_html(DIGEST, ZoneInfo("Pacific/Honolulu"))
    assert "It is not looked at again." in page
    assert page.index("Herald") < page.index("Without an outlet")


def test_the_atom_feed_is_well_formed_and_each_entry_has_a_name_of_its_own() -> None:
    names = {"a": "http://www.w3.org/2005/Atom"}

    feed = ElementTree.fromstring(as_atom(DIGEST))

    entries = feed.findall("a:entry", names)
    assert feed.findtext("a:updated", "", names) == DIGEST.articles[0].when
    assert [one.findtext("a:title", "", names) for one in entries] == [
        "<script>alert(1)</script>",
        "B & C",
        "D",
        "Could not be looked at",
    ]
    assert len({one.findtext("a:id", "", names) for one in entries}) == 4
    content = unescape(entries[0].findtext("a:content", "", names))
    assert content.startswith('<a href="https://a.example/?x=<1>&y">')


def test_nothing_new_says_so() -> None:
    empty = Digest(since=DIGEST.since, made=DIGEST.made)

    assert NOTHING in as_html(empty)
    assert NOTHING in as_text(empty)
    assert ElementTree.fromstring(as_atom(empty)).findall("{http://www.w3.org/2005/Atom}entry") == []


def test_the_command_keeps_asking_lists_stops_and_writes_the_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "library"
    made = open_program(folder)
    made.digests.keep_asking(QUESTION)
    made.close()

    def run(*arguments: object) -> tuple[int, str]:
        code = main([*map(str, arguments), "--library", str(folder)])
        return code, capsys.readouterr().out

    [question] = json.loads(run("--standing", "--json")[1])["questions"]
    assert question["question"] == QUESTION
    assert run("--stop-asking", question["id"]) == (0, "There are no standing questions.\n")
    assert run("--stop-asking", question["id"])[0] == 1
    assert run("--digest", tmp_path / "new.html")[0] == 0
    assert "Marrowby buys lanterns" in (tmp_path / "new.html").read_text(encoding="utf-8")
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
    assert run("--digest", tmp_path / "mine.html")[0] == 1
    assert (tmp_path / "mine.html").read_text(encoding="utf-8") == "mine"
    assert run("--digest", tmp_path / "new.html")[0] == 0
    assert run("--digest", tmp_path / "new.xml")[0] == 0
    assert ElementTree.parse(tmp_path / "new.xml").getroot().tag.endswith("feed")
    for wrong in (["Why?", "--standing"], [], ["--digest", "x.pdf"], ["--digest", "new-"]):
        with pytest.raises(SystemExit):
            run(*wrong)
