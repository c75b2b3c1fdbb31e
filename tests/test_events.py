"""Events: articles on one happening in different words, in whatever order they come in."""

from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import Disagreement, Event, EventArticle, EventQuote, first_published
from domain.values import Material
from ingest.events import events
from ingest.grouping import EventGrouper
from retriever.fakes import HashingEmbedder
from tests.asking import material
from tests.making import Desk
from tests.stores import Stores

LOCK = (
    material(
        "A gate of the lock at Tarn Weir broke early on Tuesday. Forty-one barges wait above the lock, the office of"
        " waterways said.",
        title="Gate of a lock breaks, 41 barges wait",
        outlet="Northern Dispatch",
        published="2026-05-05",
    ),
    material(
        "No boat has passed the lock at Tarn Weir since one of its gates gave way on Tuesday morning; some thirty-five"
        " barges are held up.",
        title="Boats held up at Tarn Weir",
        outlet="Daily Ledger",
        published="2026-05-05",
    ),
    material(
        "The river may stay closed to barges until Saturday after a gate of the lock at Tarn Weir broke on Tuesday, the"
        " office of waterways warned. Barges wait above and below the lock.",
        title="River closed to barges for days",
        outlet="The Lantern",
        published="2026-05-06",
    ),
    material(
        "Crews of the barges held up above the lock at Tarn Weir, whose gate broke on Tuesday, sleep on deck and cook"
        " together.",
        title="Barge crews sleep on deck",
        outlet="Bargee",
        published="2026-05-06",
    ),
)
STRIKE = (
    material(
        "Bread is short in Marlow as the bakers went on strike on Monday. Their union asks for five per cent more.",
        title="Bakers of Marlow strike",
        outlet="Daily Ledger",
        published="2026-05-05",
    ),
    material(
        "The ovens of Marlow are cold: since Monday its bakers have been on strike for better pay, their union says.",
        title="Marlow without bread as bakers strike",
        outlet="The Lantern",
        published="2026-05-06",
    ),
)
ALONE = (
    material(
        "Astronomers on Mount Verrin took the first picture with the new telescope, of a galaxy far away.",
        title="New telescope on Mount Verrin",
        outlet="The Lantern",
        published="2026-05-06",
    ),
    material(
        "A gate of the lock at Tarn Weir broke early on Tuesday. Nineteen barges wait above the lock.",
        title="Gate of the lock at Tarn Weir breaks",
        outlet="Northern Dispatch",
        published="2021-05-04",
    ),
)
ALL = (*LOCK, *STRIKE, *ALONE)
WEEKLY = [
    material(
        f"In week {week} the office counted {cases} cases of river fever in Marlow, {what} than in the week before."
        " Whoever has a fever is asked to stay at home and to call a doctor.",
        title=f"River fever: week {week}",
        outlet="Office of Health",
        published=f"2026-05-{day}",
    )
    for week, day, cases, what in (
        ("18", "06", "112", "more"),
        ("19", "12", "97", "fewer"),
        ("20", "19", "45", "fewer"),
    )
]
"""One is published a day early."""


def group(desk: Desk) -> None:
    grouper(desk).group_all()


def grouper(desk: Desk) -> EventGrouper:
    def generation() -> int:
        with desk.library.snapshot() as snapshot:
            return snapshot.generation

    return EventGrouper(book=desk.library.events, generation=generation, find_disagreements=lambda event: [])


def titles(desk: Desk) -> set[frozenset[str]]:
    return {frozenset(one.title for one in event.articles) for event in desk.library.events.events()}


def titles_of(*materials: Material) -> frozenset[str]:
    return frozenset(one.name.removesuffix(".md") for one in materials)


@pytest.fixture
def desk(tmp_path: Path, embedder: HashingEmbedder, stores: Stores) -> Desk:
    return Desk(tmp_path, embedder=embedder)


def test_groups_articles_on_one_event_in_other_words(desk: Desk) -> None:
    desk.take_in(*ALL)
    group(desk)

    assert titles(desk) == {titles_of(*LOCK), titles_of(*STRIKE)}
    event = desk.library.events.events()[0]
    assert event.name in titles_of(*LOCK) | titles_of(*STRIKE)


def test_says_how_many_outlets_and_since_when(desk: Desk) -> None:
    desk.take_in(*ALL)
    group(desk)
    article = next(entry for entry in desk.entries() if entry.source.title == "Barge crews sleep on deck")

    event = desk.library.events.event_of(article.id)

    assert event is not None
    assert set(event.outlets) == {"Northern Dispatch", "Daily Ledger", "The Lantern", "Bargee"}
    assert (event.first_day, event.last_day) == ("2026-05-05", "2026-05-06")
    assert event.first is None  # two on one day, without a time
    assert [one.published for one in event.articles] == ["2026-05-05", "2026-05-05", "2026-05-06", "2026-05-06"]


def page(one: Material, published: str) -> Material:
    """A web page of an article that states its time of publication for machines."""
    text = one.data.decode().rpartition("---\n")[2]
    title = one.name.removesuffix(".md")
    data = (
        f'<html lang="en"><head><title>{title}</title><meta property="article:published_time" content="{published}">'
        f"</head><body><article><h1>{title}</h1><p>{text}</p><p>The office of waterways will say on Wednesday when the"
        " lock opens again, and whether the other gate has to be replaced as well.</p></article></body></html>"
    )
    return Material(name=f"{title}.html", data=data.encode(), media="html", identity=f"upload:{title}")


def test_the_first_report_is_known_by_the_times_that_pages_state(desk: Desk) -> None:
    desk.take_in(page(LOCK[1], "2026-05-05T07:05:00+02:00"), page(LOCK[0], "2026-05-05T06:40:00+02:00"))
    group(desk)

    [event] = desk.library.events.events()
    assert [one.title for one in event.articles] == [one.name.removesuffix(".md") for one in LOCK[:2]]
    assert event.first == event.articles[0]
    assert event.first_day == "2026-05-05"
    assert {entry.source.published for entry in desk.entries()} == {"2026-05-05"}

    desk.ingest.correct(event.articles[0].id, {"published": "2026-05-07"})
    group(desk)

    [corrected] = desk.library.events.events()
    assert corrected.first == corrected.articles[0]
    assert corrected.articles[0].title == "Boats held up at Tarn Weir"


def test_does_not_merge_weekly_reports_of_one_template(desk: Desk) -> None:
    desk.take_in(*WEEKLY)
    group(desk)

    assert titles(desk) == set()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_taking_in_does_not_matter(desk: Desk, tmp_path: Path, seed: int) -> None:
    for one in Random(seed).sample(ALL, len(ALL)):
        desk.take_in(one)
        group(desk)
    with_one_more = desk.library.events.events()

    assert titles(desk) == {titles_of(*LOCK), titles_of(*STRIKE)}
    whole = Desk(tmp_path / "at-once", embedder=desk.embedder)
    whole.take_in(*ALL)
    group(whole)
    assert whole.library.events.events() == with_one_more
    whole.close()


def test_an_article_that_is_removed_leaves_its_event(desk: Desk, tmp_path: Path) -> None:
    desk.take_in(*ALL)
    group(desk)
    gone = {entry.source.title: entry.id for entry in desk.entries()}

    desk.ingest.remove([gone["Boats held up at Tarn Weir"], gone["Bakers of Marlow strike"]])

    assert titles(desk) == {titles_of(LOCK[0], *LOCK[2:])}  # also before they are grouped again
    group(desk)
    left = Desk(tmp_path / "without", embedder=desk.embedder)
    left.take_in(LOCK[0], *LOCK[2:], STRIKE[1], *ALONE)
    group(left)
    assert desk.library.events.events() == left.library.events.events()
    left.close()


def test_an_article_that_changes_is_grouped_again(desk: Desk) -> None:
    desk.take_in(*LOCK)
    group(desk)
    (event,) = desk.library.events.events()
    desk.library.events.note_disagreements(event, [])
    edited = LOCK[1].data.replace(b"some thirty-five barges", b"some thirty-seven barges")

    assert desk.take_in(Material(name="b.md", data=edited, media="markdown", identity=LOCK[1].identity)) == ["updated"]

    assert len(desk.library.events.ungrouped(10)) == len(LOCK)
    group(desk)
    (again,) = desk.library.events.events()
    assert {one.id for one in again.articles} == {one.id for one in event.articles}
    assert again.disagreements is None


def test_an_article_of_another_day_is_of_another_event(desk: Desk) -> None:
    desk.take_in(*LOCK)
    group(desk)
    article = next(entry for entry in desk.entries() if entry.source.title == "River closed to barges for days")

    desk.ingest.correct(article.id, {"published": "2024-05-06"})
    group(desk)

    assert titles(desk) == {titles_of(*LOCK) - {"River closed to barges for days"}}


def test_nothing_is_grouped_twice(desk: Desk) -> None:
    desk.take_in(*ALL)
    group(desk)

    assert desk.library.events.ungrouped(10) == []


def test_a_copy_of_an_article_counts_as_an_outlet(desk: Desk) -> None:
    copy = LOCK[0].data.replace(b"Northern Dispatch", b"Evening Echo")
    desk.take_in(*LOCK, Material(name="copy.md", data=copy, media="markdown", identity="upload:copy"))
    group(desk)

    (event,) = desk.library.events.events()
    assert "Evening Echo" in event.outlets
    assert len(event.outlets) == len(LOCK) + 1


def test_disagreements_are_kept_until_an_article_joins(desk: Desk) -> None:
    desk.take_in(*LOCK[:3])
    group(desk)
    (event,) = desk.library.events.unexamined(5)

    desk.library.events.note_disagreements(event, [])

    assert desk.library.events.unexamined(5) == []
    desk.take_in(LOCK[3])
    group(desk)
    assert len(desk.library.events.unexamined(5)) == 1
    desk.library.events.note_disagreements(event, [])  # found among fewer articles than there are by now
    assert len(desk.library.events.unexamined(5)) == 1


def test_a_disagreement_goes_with_its_article(desk: Desk) -> None:
    desk.take_in(*LOCK)
    group(desk)
    (event,) = desk.library.events.events()
    one, other = (
        EventQuote(article_id=article.id, digest=article.digest, start=0, end=1, quote="A")
        for article in event.articles[:2]
    )
    desk.library.events.note_disagreements(event, [Disagreement(one=one, other=other)])
    (noted,) = desk.library.events.events()
    assert noted.disagreements == (Disagreement(one=one, other=other),)

    desk.ingest.remove([one.article_id])

    (left,) = desk.library.events.events()
    assert left.disagreements == ()


def article(published: str | None, name: str = "a") -> EventArticle:
    return EventArticle(id=name, digest="", title=name, outlet=name, published=published)


@pytest.mark.parametrize(
    ("times", "first"),
    [
        (["2026-05-05T07:12:00+02:00", "2026-05-05T05:30:00+00:00"], "0"),  # 5.12 and 5.30 in UTC
        (["2026-05-05T07:12:00Z", "2026-05-05"], None),
        (["2026-05-05", "2026-05-05"], None),
        (["2026-05-05T07:12:00Z", "2026-05-07"], "0"),
        (["2026-05-05", "2026-05-07"], None),
        (["2026-05-05T07:12:00Z", "2026-05-05T07:13:00"], None),  # in which zone?
        (["2026-05-05T07:12:00Z", None], None),
        (["2026-05-05T07:12:00Z", "2026-05-05T07:12:00Z"], None),
        (["2026-05-05T07:12:00Z"], None),
    ],
)
def test_first_is_only_what_is_known_to_be(times: list[str | None], first: str | None) -> None:
    found = first_published([article(time, str(place)) for place, time in enumerate(times)])

    assert (found and found.id) == first


PROBABILITIES = st.dictionaries(
    st.sampled_from(list(combinations("abcdef", 2))), st.floats(0, 1, allow_nan=False).map(lambda p: round(p, 3))
)


@given(PROBABILITIES, st.permutations("abcdef"))
def test_every_article_is_in_one_event_whatever_the_order(
    pairs: dict[tuple[str, str], float], order: list[str]
) -> None:
    found = events("abcdef", pairs)

    assert sorted(one for group in found for one in group) == list("abcdef")
    assert events(order, pairs) == found


def test_a_chain_of_pairs_is_not_one_event() -> None:
    chain = {(f"a{place}", f"a{place + 1}"): 0.9 for place in range(6)}

    assert max(map(len, events([f"a{place}" for place in range(7)], chain))) < 4


def test_the_most_central_article_comes_first() -> None:
    assert events("abc", {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): 0.4}) == [["b", "a", "c"]]


def test_an_event_of_articles_without_outlets_has_none() -> None:
    event = Event(id="a", name="a", articles=(EventArticle(id="a", digest="", title="a", outlet=None, published=None),))

    assert (event.outlets, event.first_day) == ((), None)
