"""A question's way to passages, over a real library with the small embedder and the exact index."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values import EVERYTHING, Article, Hit, QuestionContext, Scope, SearchResult
from retriever.hits import HITS
from retriever.search import ARTICLES, READ, SAID, STAYS, HybridSearch
from tests.asking import material
from tests.making import Desk, long_text, text

FILLER = "Rain fell on the hills of Ardmoor and nobody counted the sheep that night. "


@pytest.fixture(scope="module")
def new_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Desk]]:
    """Makes an empty library."""
    made: list[Desk] = []

    def make() -> Desk:
        made.append(Desk(tmp_path_factory.mktemp("library")))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(new_desk: Callable[[], Desk]) -> Desk:
    return new_desk()


def search(
    desk: Desk, question: str, *, context: QuestionContext | None = None, scope: Scope = EVERYTHING
) -> SearchResult:
    with desk.library.snapshot() as snapshot:
        return HybridSearch(desk.embedder, desk.index)(snapshot, question, context=context, scope=scope)


def article_ids(desk: Desk) -> dict[str, str]:
    """The name of each upload -> its article's id."""
    return {entry.identity.removeprefix("upload:"): entry.id for entry in desk.entries()}


def article_of(desk: Desk, hit: Hit) -> Article:
    with desk.library.snapshot() as snapshot:
        return snapshot.article(hit.passage.article_id)


def test_what_only_keywords_find_is_found(desk: Desk) -> None:
    desk.take_in(text(f"Owls\n\n{FILLER}", "owls.txt"), text("Trains\n\nLine QX77 runs to Belmar.", "trains.txt"))
    desk.raw_index.delete(desk.raw_index.ids(article_ids(desk)["trains.txt"]))

    found = search(desk, "Where does QX77 run?")

    assert found.articles[0] == article_ids(desk)["trains.txt"]
    assert "QX77" in found.hits[0].passage.text
    assert set(found.hits[0].ranks) == {"keyword"}


def test_what_only_vectors_find_is_found(desk: Desk) -> None:
    desk.take_in(text(f"Owls\n\n{FILLER}", "owls.txt"), text("He has it\n\nThey have had it from us.", "they.txt"))

    found = search(desk, "Have they had it from us?")

    assert found.rankings["keyword"] == ()
    assert found.hits[0].passage.article_id == article_ids(desk)["they.txt"]
    assert set(found.hits[0].ranks) == {"dense"}
    assert found.similarity == pytest.approx(found.rankings["dense"][0][1])
    assert found.similarity > 0.5


def test_an_article_with_all_the_words_in_different_places_moves_up(desk: Desk) -> None:
    desk.take_in(
        *(text(f"Part {number}\n\n{FILLER * 40}", f"{number}.txt") for number in range(6)),
        text("Part\n\nThe viaduct stood, the viaduct of old.", "viaduct.txt"),
        text("Part\n\nThe inquest sat, it is an inquest.", "inquest.txt"),
        text("Part\n\n" + f"The viaduct fell.\n\n{FILLER * 6}\n\nAn inquest sat.\n\n{FILLER * 6}\n\n" * 3, "both.txt"),
    )
    desk.raw_index.clear()
    names = {article_id: name for name, article_id in article_ids(desk).items()}

    found = search(desk, "What did the inquest say of the viaduct?")

    by_passages = dict.fromkeys(names[place.partition("#")[0]] for place, _ in found.rankings["keyword"])
    assert list(by_passages)[2] == "both.txt"
    assert names[found.rankings["keyword articles"][0][0]] == "both.txt"
    assert [names[article_id] for article_id in found.articles].index("both.txt") < 2


def equals(desk: Desk) -> tuple[str, str]:
    """Two articles alike in all but their dates; the ids of (older, newer). The older came in first."""
    for name, year, who in (("old.md", 2019, "Ann"), ("new.md", 2025, "Bob")):
        front = f"---\ntitle: Fares\npublished: {year}-03-01\n---\n"
        desk.take_in(text(f"{front}The ferry to Skarn costs four crowns, says {who}.", name, media="markdown"))
    ids = article_ids(desk)
    return ids["old.md"], ids["new.md"]


def test_of_equals_the_newer_comes_first(desk: Desk) -> None:
    older, newer = equals(desk)

    found = search(desk, "What does the ferry to Skarn cost now?")

    assert found.articles == (newer, older)
    assert found.hits[0].passage.article_id == newer


def test_of_equals_the_one_of_the_year_that_is_named_comes_first(desk: Desk) -> None:
    older, newer = equals(desk)

    found = search(desk, "What did the ferry to Skarn cost in 2019?")

    assert found.articles == (older, newer)


@pytest.fixture(scope="module")
def three(new_desk: Callable[[], Desk]) -> Desk:
    """Articles that all tell of foxes, each in its own words; one repeats another."""
    desk = new_desk()
    desk.take_in(
        text("A\n\n" + long_text("fox", 40), "a.txt"),
        text("B\n\nA fox was seen in Orrin. " + FILLER, "b.txt"),
        text("C\n\nThe fox of Dunmere came back. " + FILLER, "c.txt"),
        text("C\n\nThe fox of Dunmere came back. " + FILLER, "copy.txt"),
    )
    return desk


def everywhere(found: SearchResult) -> set[str]:
    """Every article that a result names anywhere."""
    ranked = {place.partition("#")[0] for ranking in found.rankings.values() for place, _ in ranking}
    return ranked | set(found.articles) | {hit.passage.article_id for hit in found.hits}


def test_a_duplicate_is_found_once(three: Desk) -> None:
    ids = article_ids(three)

    found = search(three, "Where is the fox of Dunmere?")

    assert everywhere(found) == {ids["a.txt"], ids["b.txt"], ids["c.txt"]}
    assert len(found.articles) == 3


def test_articles_outside_the_scope_are_not_seen(three: Desk) -> None:
    ids = article_ids(three)

    found = search(three, "Where was the fox?", scope=Scope(within=frozenset({ids["b.txt"], ids["c.txt"]})))

    assert everywhere(found) == {ids["b.txt"], ids["c.txt"]}


def test_hidden_articles_are_not_seen(three: Desk) -> None:
    ids = article_ids(three)
    both = frozenset({ids["a.txt"], ids["b.txt"]})

    assert everywhere(search(three, "Where was the fox?", scope=Scope(hidden=both))) == {ids["c.txt"]}
    assert everywhere(search(three, "Where was the fox?", scope=Scope(within=both, hidden=both))) == set()


def test_a_scope_that_holds_only_a_duplicate_finds_its_words_under_its_own_id(three: Desk) -> None:
    ids = article_ids(three)
    only = Scope(within=frozenset({ids["copy.txt"]}))

    found = search(three, "Where is the fox of Dunmere?", scope=only)

    assert everywhere(found) == {ids["copy.txt"]}
    assert set(found.hits[0].ranks) == {"dense", "keyword"}
    assert "Dunmere" in found.hits[0].passage.text


def test_no_article_has_more_than_two_of_the_first_hits(three: Desk) -> None:
    found = [hit.passage.article_id for hit in search(three, "What does fox sentence 7 tell of?").hits]

    long = article_ids(three)["a.txt"]
    others = max(place for place, article_id in enumerate(found) if article_id != long)
    assert found[: others + 1].count(long) <= 2
    assert found.count(long) > 2
    assert found[0] == long


def test_a_hit_is_read_with_its_better_neighbour(desk: Desk) -> None:
    beginnings = ["", "The dam ", "The dam of Ostrel broke. ", "Nobody "]
    desk.take_in(text("\n\n".join(f"{beginning}{FILLER * 5}" for beginning in beginnings), "dam.txt"))

    hit = search(desk, "Did the dam of Ostrel break?").hits[0]

    article = article_of(desk, hit)
    window = article.text[slice(*hit.window)]
    assert "Ostrel" in hit.passage.text
    assert window.endswith(hit.passage.text)
    assert window.startswith("The dam Rain")


def test_the_only_passage_is_its_own_window(desk: Desk) -> None:
    desk.take_in(text("Owls sleep.", "owl.txt"))

    (hit,) = search(desk, "Do owls sleep?").hits

    assert hit.window == (hit.passage.start, hit.passage.end) == (0, len("Owls sleep."))


def assert_sound(desk: Desk, found: SearchResult) -> None:
    """What holds for the result of any search."""
    windows: dict[str, list[tuple[int, int]]] = {}
    for hit in found.hits:
        article = article_of(desk, hit)
        assert article.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert 0 <= hit.window[0] <= hit.passage.start < hit.passage.end <= hit.window[1] <= len(article.text)
        assert hit.passage.article_id in found.articles
        assert hit.ranks
        windows.setdefault(article.id, []).append(hit.window)
    for own in windows.values():
        ordered = sorted(own)
        assert all(first[1] <= second[0] for first, second in pairwise(ordered))
    assert len(found.hits) <= HITS
    assert len(set(found.articles)) == len(found.articles)
    for ranking in found.rankings.values():
        assert [score for _, score in ranking] == sorted((score for _, score in ranking), reverse=True)


@given(st.text(max_size=40) | st.sampled_from(["fox sentence 7", 'Orrin OR NOT "fox', "fox* NEAR(a b)"]))
def test_whatever_is_asked_windows_are_exact_and_read_nothing_twice(three: Desk, question: str) -> None:
    assert_sound(three, search(three, question))


def test_a_ranks_place_is_that_of_the_trace(three: Desk) -> None:
    found = search(three, "Where is the fox of Dunmere?")

    for hit in found.hits:
        name = f"{hit.passage.article_id}#{hit.passage.ordinal}"
        for ranking, place in hit.ranks.items():
            assert found.rankings[ranking][place - 1][0] == name


def test_an_empty_library_finds_nothing(desk: Desk) -> None:
    assert search(desk, "Where was the fox?") == SearchResult(
        articles=(),
        hits=(),
        similarity=0.0,
        rankings={"dense": (), "keyword": (), "keyword articles": (), "fused articles": ()},
    )


@pytest.mark.parametrize("question", ["", "?", "the of and", "\0", "\ud800"])
def test_a_question_without_words_that_carry_meaning_is_no_error(three: Desk, question: str) -> None:
    found = search(three, question)

    assert found.rankings["keyword"] == ()
    assert_sound(three, found)


@pytest.mark.parametrize(("asked", "printed"), [("US", "U.S."), ("U.S.", "US"), ("NATO", "N.A.T.O.")])
def test_an_acronym_is_found_with_its_points_or_without(desk: Desk, asked: str, printed: str) -> None:
    desk.take_in(text("Owls sleep.", "owls.txt"), text(f"Troops of {printed} came.", "troops.txt"))
    desk.raw_index.clear()

    found = search(desk, f"Where is {asked} now?")

    assert [hit.passage.text for hit in found.hits] == [f"Troops of {printed} came."]


def test_an_article_taken_in_after_the_first_search_is_found(desk: Desk) -> None:
    desk.take_in(text("Owls sleep.", "owl.txt"))
    search(desk, "Do foxes sleep?")
    desk.take_in(text("Foxes hunt.", "fox.txt"))

    assert search(desk, "Do foxes hunt?").hits[0].passage.text == "Foxes hunt."


@pytest.fixture
def ferries(desk: Desk) -> Desk:
    desk.take_in(
        text(f"Ferry\n\nThe ferry to Skarn costs four crowns. {FILLER}", "skarn.txt"),
        text(f"Ferry\n\nThe ferry to Belmar costs nine crowns. {FILLER}", "belmar.txt"),
        text(f"Train\n\nThe train to Orrin costs six crowns. {FILLER}", "orrin.txt"),
    )
    return desk


def first(desk: Desk, question: str, context: QuestionContext | None = None) -> str:
    names = {article_id: name for name, article_id in article_ids(desk).items()}
    return names[search(desk, question, context=context).articles[0]]


def test_what_a_question_leans_on_is_searched_for_too(ferries: Desk) -> None:
    read = QuestionContext(read="How long is the way to Belmar? What does it cost?")

    assert first(ferries, "What does it cost?", read) == "belmar.txt"
    said = QuestionContext(read="Where? What does it cost?", said="The train to Orrin")
    assert first(ferries, "What does it cost?", said) == "orrin.txt"


def test_a_question_with_a_topic_of_its_own_outweighs_what_it_seems_to_lean_on(ferries: Desk) -> None:
    question = "What does the train to Orrin cost?"

    assert (
        first(ferries, question, QuestionContext(read=f"Where is Belmar? {question}", said="The ferry to Belmar"))
        == "orrin.txt"
    )


def test_of_two_articles_that_fit_a_question_alike_the_one_that_was_spoken_of_comes_first(ferries: Desk) -> None:
    question = "What does the ferry cost?"
    belmar, skarn = (
        QuestionContext(read=f"How far is {place}? {question}", said="The train to Orrin", stands=True)
        for place in ("Belmar", "Skarn")
    )

    assert first(ferries, question, belmar) == "belmar.txt"
    assert first(ferries, question, skarn) == "skarn.txt"


def test_a_question_that_stands_by_itself_is_not_drawn_to_what_was_spoken_of(ferries: Desk) -> None:
    question = "What does the train to Orrin cost?"
    before = QuestionContext(read=f"How far is Belmar? {question}", stands=True)
    found = search(ferries, question, context=before)

    assert found.articles == search(ferries, question).articles
    assert {name for name in found.rankings if "said before" in name} == set()


@pytest.mark.parametrize("stands", [False, True])
def test_what_a_question_leans_on_adds_its_share_to_what_the_question_finds(ferries: Desk, stands: bool) -> None:
    def scores(question: str, context: QuestionContext | None = None) -> dict[str, float]:
        return dict(search(ferries, question, context=context).rankings["fused articles"])

    question, read, said = "What does the ferry cost?", "How far is Belmar?", "The train to Orrin"
    parts = [(question, 1.0), (read, STAYS if stands else READ), (said, 0.0 if stands else SAID)]

    found = scores(question, QuestionContext(read=read, said=said, stands=stands))

    for article_id in article_ids(ferries).values():
        wanted = sum(scores(text).get(article_id, 0.0) * weight for text, weight in parts)
        assert found[article_id] == pytest.approx(wanted)


def test_a_leaning_search_says_what_it_found_by_each_text(ferries: Desk) -> None:
    found = search(ferries, "Why?", context=QuestionContext(read="Is Belmar far? Why?", said="The ferry to Belmar"))

    assert {"dense", "dense, read as", "keyword, said before", "fused articles"} <= set(found.rankings)
    assert_sound(ferries, replace(found, hits=()))
    assert found.rankings["keyword"] == ()
    assert found.hits


def test_of_very_many_passages_a_fixed_number_is_read(desk: Desk) -> None:
    desk.take_in(*(text(long_text(f"fox {number}"), f"{number}.txt") for number in range(ARTICLES + 2)))

    found = search(desk, "What of the fox?")

    assert (len(found.articles), len(found.hits)) == (ARTICLES, HITS)


def test_a_duplicate_that_alone_is_in_the_scope_is_as_new_as_its_own_date(desk: Desk) -> None:
    words, outlets = "Owls nest in Orrin.", {"Old Post": "2020-01-01", "New Post": "2025-06-01"}
    desk.take_in(
        *(material(words, title=f"Owls of the {name}", published=day) for name, day in outlets.items()),
        material("In Orrin nest owls.", title="Owls of the Herald", published="2024-12-01"),
    )
    _, new, herald = [entry.id for entry in desk.entries()]

    found = search(desk, "Where do owls nest?", scope=Scope(within=frozenset({new, herald})))

    assert found.articles == (new, herald)


def test_a_year_counts_that_was_named_in_the_question_before(desk: Desk) -> None:
    desk.take_in(
        material("Owls nest in Orrin.", title="Owls of the Herald", published="2019-05-01"),
        material("In Orrin nest owls.", title="Owls of the Daily", published="2025-06-01"),
    )
    herald, daily = [entry.id for entry in desk.entries()]
    question = "And where do owls nest?"

    alone = search(desk, question)
    context = search(desk, question, context=QuestionContext(read=f"Where did owls nest in 2019? {question}"))

    assert (alone.articles, context.articles) == ((daily, herald), (herald, daily))
