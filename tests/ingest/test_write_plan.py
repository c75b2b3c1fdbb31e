"""What one draft, correction or removal means for the library, before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import UnknownArticle
from domain.keys import embedded_string, vector_key
from domain.values import Article, Outcome, PassageChange, Source
from domain.writing import Change, Version
from ingest.identity import digest_of, id_of
from ingest.write_plan import (
    NOTICE_CHARS,
    Draft,
    Plan,
    corrected,
    count_change,
    plan_anew,
    plan_correction,
    plan_draft,
    plan_removal,
    version_of,
)
from tests.making import Desk, long_text, rewritten, text

NAME = "hashing-64"
"""Of the desk's embedder."""
FOX = long_text("fox")
NOTICE = "This report has been withdrawn by the editors of the paper."
UPDATED = f"{FOX}\n\nA last sentence about the fox was added on Friday."
OTHERS = [long_text(topic) for topic in ("owl", "eel", "bat")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "library")
    yield made
    made.close()


def draft(words: str, identity: str = "upload:a.txt", *, title: str = "Fox", **more: object) -> Draft:
    return Draft(identity=identity, source=Source(title=title), text=words, digest=digest_of(words), **more)  # type: ignore[arg-type]


def stored(desk: Desk, words: str, identity: str = "upload:a.txt", *, title: str = "Fox") -> str:
    """Take an article in; return its id."""
    [outcome] = desk.ingest.take_in([replace(text(words, title=title), identity=identity)])
    assert outcome.id is not None
    return outcome.id


def plan(desk: Desk, made: Draft) -> Plan:
    return plan_draft(desk.library, made, NAME)


def versions(made: Plan) -> tuple[Version, ...]:
    assert made.change is not None
    assert made.change.removed == ()
    return made.change.versions


def test_a_new_article_is_planned_whole(desk: Desk) -> None:
    made = plan(desk, draft(FOX))

    [version] = versions(made)
    identifier = id_of("upload:a.txt")
    assert version.article == Article(id=identifier, source=Source(title="Fox"), text=FOX, digest=digest_of(FOX))
    assert version.identity == "upload:a.txt"
    assert "".join(passage.text for passage in version.passages) == FOX
    assert version.keys == tuple(vector_key(NAME, embedded_string("Fox", one.text)) for one in version.passages)
    assert made.strings == {
        key: embedded_string("Fox", one.text) for key, one in zip(version.keys, version.passages, strict=True)
    }
    assert (version.story, version.duplicate_of, version.displaces) == (
        f"{identifier}:{digest_of(FOX)[:12]}",
        None,
        None,
    )
    assert version.bands
    assert version.found
    assert version.same_place
    assert made.outcome == Outcome(
        status="new", id=identifier, title="Fox", passages=PassageChange(added=len(version.passages))
    )


def test_a_refresh_of_an_article_that_was_removed_meanwhile_writes_nothing(desk: Desk) -> None:
    made = plan(desk, draft(FOX, refreshes="gone"))

    assert made == Plan(outcome=Outcome(status="removed", id="gone", title="Fox"))


def test_a_refresh_of_an_article_that_is_there_is_a_version_of_it(desk: Desk) -> None:
    identifier = stored(desk, FOX)

    made = plan(desk, draft(UPDATED, refreshes=identifier))

    assert (made.outcome.status, made.outcome.id) == ("updated", identifier)


@pytest.mark.parametrize(
    ("identity", "source"),
    [("file:/news/fox.txt", "/news/fox.txt"), ("url:https://paper.example/fox", "url:https://paper.example/fox")],
)
def test_a_notice_in_an_articles_place_is_noted_and_changes_no_text(desk: Desk, identity: str, source: str) -> None:
    identifier = stored(desk, FOX, identity)
    passages = len(desk.library.vector_keys(identifier))

    made = plan(desk, draft(f"Sorry\n{NOTICE}", identity, title="Sorry", in_place=True))

    assert made.change == Change(notices={identifier: NOTICE})
    assert made.strings == {}
    assert made.outcome == Outcome(
        status="gone",
        id=identifier,
        title="Fox",
        passages=PassageChange(kept=passages),
        source=source,
        note=f"There it says: “{NOTICE}”",
    )


def test_of_a_long_notice_the_first_words_are_kept(desk: Desk) -> None:
    identifier = stored(desk, FOX, "file:/news/fox.txt")
    notice = "Withdrawn: " + "incomprehensibilities " * 20

    made = plan(desk, draft(notice, "file:/news/fox.txt", in_place=True))

    assert made.change is not None
    assert NOTICE_CHARS / 2 < len(made.change.notices[identifier]) <= NOTICE_CHARS


def test_another_text_under_a_known_name_takes_the_name_and_says_whose_it_was(desk: Desk) -> None:
    former = stored(desk, FOX)

    made = plan(desk, draft(NOTICE, title="Sorry"))

    [version] = versions(made)
    assert (version.article.id, version.displaces) == (id_of("upload:a.txt", attempt=1), former)
    assert made.outcome.status == "new"
    assert made.outcome.note == f"Until now “Fox” [{former}] was known by this name; it is kept."


def test_each_text_that_takes_a_name_has_an_id_of_its_own(desk: Desk) -> None:
    ids = [stored(desk, words, title=words[:3]) for words in (FOX, *OTHERS)]

    assert ids == [id_of("upload:a.txt", attempt=number) for number in range(4)]


def test_an_article_that_was_removed_has_its_former_id_again_unless_another_has_it_now(desk: Desk) -> None:
    free = plan(desk, draft(FOX, id="0123456789abcdef"))
    taken = stored(desk, OTHERS[0], "upload:b.txt")

    assert free.outcome.id == "0123456789abcdef"
    assert plan(desk, draft(FOX, id=taken)).outcome.id == id_of("upload:a.txt")


@pytest.mark.parametrize("topic", range(3))
def test_a_text_that_comes_back_under_its_name_is_the_article_that_it_was(desk: Desk, topic: int) -> None:
    ids = [stored(desk, words) for words in (*OTHERS, FOX)]

    exact = plan(desk, draft(OTHERS[topic]))
    edited = plan(desk, draft(f"{OTHERS[topic]}\n\nA last sentence was added on Friday."))

    assert (exact.outcome.id, edited.outcome.id) == (ids[topic], ids[topic])
    assert (exact.outcome.status, edited.outcome.status) == ("unchanged", "updated")
    assert exact.outcome.note is edited.outcome.note is None
    for made in (exact, edited):
        assert versions(made)[0].displaces == ids[-1]


def test_a_page_that_names_another_articles_address_is_known_by_where_it_was_found(desk: Desk) -> None:
    stored(desk, FOX, "url:https://paper.example/fox")
    found = "url:https://paper.example/owl"

    other = plan(desk, draft(OTHERS[0], "url:https://paper.example/fox", own=found))
    version = plan(desk, draft(UPDATED, "url:https://paper.example/fox", own=found))
    free = plan(desk, draft(OTHERS[0], "url:https://paper.example/free", own=found))

    assert (other.outcome.id, versions(other)[0].identity, versions(other)[0].displaces) == (id_of(found), found, None)
    assert (version.outcome.status, versions(version)[0].identity) == ("updated", "url:https://paper.example/fox")
    assert [versions(made)[0].same_place for made in (other, version, free)] == [True, False, False]


def test_the_same_text_under_another_name_repeats_the_first(desk: Desk) -> None:
    original = stored(desk, FOX)
    copy = draft(FOX, "upload:b.txt", title="Copy")

    made = plan(desk, copy)

    [version] = versions(made)
    assert (version.duplicate_of, version.passages, version.keys, version.story) == (original, (), (), None)
    assert made.outcome == Outcome(status="duplicate", id=id_of("upload:b.txt"), title="Copy", of=original)
    assert made.strings == {}
    stored(desk, FOX, "upload:b.txt", title="Copy")
    again = plan(desk, replace(copy, source=desk.entries()[1].source))
    assert (again.outcome.status, again.outcome.of, again.change) == ("duplicate", original, None)


def test_an_article_that_is_repeated_hands_its_text_on_only_when_it_loses_it(desk: Desk) -> None:
    ids = [stored(desk, FOX, f"upload:{name}") for name in "abc"]
    listed = desk.entries()[0].source

    changed = plan(desk, draft(UPDATED, "upload:a"))
    dated = plan(desk, replace(draft(FOX, "upload:a"), source=replace(listed, published="2025-01-01")))
    copy_changed = plan(desk, draft(UPDATED, "upload:b"))

    assert [(one.article.id, one.duplicate_of) for one in versions(changed)] == [
        (ids[0], None),
        (ids[1], None),
        (ids[2], ids[1]),
    ]
    assert [one.article.text for one in versions(changed)] == [UPDATED, FOX, FOX]
    assert versions(changed)[1].passages
    assert versions(changed)[1].story == f"{ids[0]}:{digest_of(FOX)[:12]}"
    assert [one.article.id for one in versions(dated)] == [ids[0]]
    assert [(one.article.id, one.duplicate_of) for one in versions(copy_changed)] == [(ids[1], None)]


def test_a_story_is_labelled_when_the_words_change_and_not_else(desk: Desk) -> None:
    first = stored(desk, FOX)
    label = f"{first}:{digest_of(FOX)[:12]}"
    listed = desk.entries()[0].source

    dated = plan(desk, replace(draft(FOX), source=replace(listed, published="2025-01-01")))
    edited = plan(desk, draft(UPDATED))
    copied = plan(desk, draft(UPDATED, "upload:b.txt"))

    assert (versions(dated)[0].story, versions(dated)[0].bands) == (None, ())
    assert versions(edited)[0].story == f"{first}:{digest_of(UPDATED)[:12]}"
    assert versions(copied)[0].story == label
    assert dated.outcome.status == edited.outcome.status == "updated"


def test_fields_that_a_user_has_set_outlast_a_new_text(desk: Desk) -> None:
    identifier = stored(desk, FOX)
    desk.ingest.correct(identifier, {"title": "The fox", "author": "Ann Roe"})

    made = plan(desk, draft(UPDATED))

    source = versions(made)[0].article.source
    assert (source.title, source.author) == ("The fox", "Ann Roe")
    assert all(string.startswith("The fox") for string in made.strings.values())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, ("Fox", "Ann")), ({"author": ""}, ("Fox", None)), ({"title": "Owl", "author": "Bo"}, ("Owl", "Bo"))],
)
def test_an_empty_field_is_taken_away(fields: Mapping[str, str], expected: tuple[str, str | None]) -> None:
    source = corrected(Source(title="Fox", author="Ann"), fields)

    assert (source.title, source.author) == expected


def test_a_correction_keeps_the_text_and_embeds_what_the_title_is_part_of(desk: Desk) -> None:
    identifier = stored(desk, FOX)
    count = len(desk.library.vector_keys(identifier))

    titled = plan_correction(desk.library, identifier, {"title": "Owl"}, NAME)
    signed = plan_correction(desk.library, identifier, {"author": "Ann"}, NAME)

    assert titled.outcome == Outcome(
        status="updated", id=identifier, title="Owl", passages=PassageChange(added=count, removed=count)
    )
    assert len(titled.strings) == count
    assert signed.outcome.passages == PassageChange(kept=count)
    for made, fields in ((titled, {"title": "Owl"}), (signed, {"author": "Ann"})):
        [version] = versions(made)
        assert (version.corrected, version.identity, version.article.text) == (fields, "upload:a.txt", FOX)
        assert version.duplicate_of is None


def test_a_copy_that_is_corrected_stays_one(desk: Desk) -> None:
    original, copy = stored(desk, FOX), stored(desk, FOX, "upload:b.txt")

    made = plan_correction(desk.library, copy, {"title": "Owl"}, NAME)

    [version] = versions(made)
    assert (version.duplicate_of, version.passages, version.keys) == (original, (), ())
    assert (version.article.id, version.article.text, version.article.source.title) == (copy, FOX, "Owl")
    assert (version.corrected, version.identity) == ({"title": "Owl"}, "upload:b.txt")


def test_a_removal_names_what_goes_with_the_article(desk: Desk) -> None:
    identifier = stored(desk, FOX)
    notes = [plan_removal(desk.library, identifier, NAME).outcome.note]
    for words in (UPDATED, rewritten("fox", "owl")):
        stored(desk, words)
        notes.append(plan_removal(desk.library, identifier, NAME).outcome.note)

    assert notes == [None, "Removed with it: 1 earlier version.", "Removed with it: 2 earlier versions."]
    desk.library.notes().add(identifier, "Sly.")
    assert plan_removal(desk.library, identifier, NAME).outcome.note == ("Removed with it: 1 note, 2 earlier versions.")


def test_a_removal_takes_the_article_away_and_hands_its_text_on(desk: Desk) -> None:
    ids = [stored(desk, FOX, f"upload:{name}") for name in "abc"]
    keys = tuple(desk.library.vector_keys(ids[0]))

    made = plan_removal(desk.library, ids[0], NAME)

    assert made.outcome == Outcome(status="removed", id=ids[0], title="Fox", passages=PassageChange(removed=len(keys)))
    assert made.change is not None
    assert made.change.versions[0].keys == keys
    assert made.change.removed == (ids[0],)
    assert [(one.article.id, one.duplicate_of) for one in made.change.versions] == [(ids[1], None), (ids[2], ids[1])]
    assert [one.identity for one in made.change.versions] == ["upload:b", "upload:c"]


def test_what_is_not_there_cannot_be_changed(desk: Desk) -> None:
    for work in (
        lambda: plan_removal(desk.library, "nobody", NAME),
        lambda: plan_correction(desk.library, "nobody", {"title": "Owl"}, NAME),
        lambda: version_of(desk.library, "nobody", NAME),
    ):
        with pytest.raises(UnknownArticle, match=r"There is no article nobody\. See the ids with: .* --list$"):
            work()


def test_an_article_is_written_anew_only_for_another_embedder(desk: Desk) -> None:
    stored(desk, FOX)
    [entry] = desk.entries()

    assert plan_anew(desk.library, entry, NAME) is None
    anew = plan_anew(desk.library, entry, "another")
    assert anew == version_of(desk.library, entry.id, "another")
    assert anew is not None
    assert (anew.identity, anew.article.text) == ("upload:a.txt", FOX)
    assert len(set(anew.keys) - {*desk.library.vector_keys(entry.id)}) == len(anew.keys)


def test_passages_are_counted_by_their_keys() -> None:
    assert count_change(["a", "a", "b"], ["a", "c", "d"]) == PassageChange(kept=1, added=2, removed=2)
    assert count_change([], ["a", "a"]) == PassageChange(added=2)
