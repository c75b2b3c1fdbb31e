"""The suites of natural questions: what counts as a hit, every figure by hand, and items in the folder's own terms."""

import json
from pathlib import Path

import pytest

from evaluation.data import Data, DataError, Row
from evaluation.metrics import covers_half, holds_every
from evaluation.plain import for_reading
from evaluation.stock import Bench
from evaluation.suites import SUITES
from evaluation.suites.reading import is_complete, is_hit
from ingest.extract.decode import clean

SENTENCES = (
    "The bakery on Mill Lane opened in May.",
    "It sells rye bread and buns.",
    "Anna Holt, who owns it, used to be a pilot.",
    "A loaf costs two euros.",
    "The oven was paid for with a loan from her sister.",
)
TEXT = " ".join(SENTENCES)
BAKERY = {"id": "bakery", "title": "Bakery", "text": TEXT}
OTHER = {
    "id": "other",
    "title": "Ponds",
    "text": "The village pond froze. Anna Holt used to be a pilot, say the neighbours.",
}
ARTICLES = {row["id"]: row for row in (BAKERY, OTHER)}


def span(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def sentence(number: int) -> list[int]:
    return span(SENTENCES[number - 1])


def quote(number: int) -> list[object]:
    return ["bakery", *sentence(number)]


def question(name: str, core: list[list[list[int]]], key: list[list[int]] | None = None, **more: object) -> Row:
    return {
        "id": name,
        "article": "bakery",
        "kind": "fact",
        "question": "Who owns the bakery on Mill Lane?",
        "answerable": bool(core),
        "core": core,
        "key": key or [],
        "ok": [],
        **more,
    }


def item(name: str, *, quotes: list[list[object]] | None = None, **more: object) -> Row:
    """An item of a question; refused unless it has quotes."""
    return {
        "id": name,
        "answerable": True,
        "kind": "fact",
        "quotes": quotes or [],
        "statements": ["word " * 10] * len(quotes or []),
        "nearest": [],
        "score": 0.5,
        "refused": not quotes,
        **more,
    }


def folder(root: Path, suite: str, articles: list[Row], questions: list[Row]) -> Data:
    (root / suite).mkdir()
    for name, rows in (("articles", articles), ("questions", questions)):
        (root / suite / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return Data(root)


def measured(root: Path, questions: list[Row], items: list[Row], suite: str = "reading") -> dict[str, float]:
    data = folder(root, suite, [BAKERY, OTHER], questions)
    return {name: figure.value for name, figure in SUITES[suite].figures(items, data).items()}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((100, 110), True),
        ((100, 105), True),
        ((105, 110), True),
        ((90, 120), True),
        ((100, 104), False),
        ((106, 120), False),
        ((80, 90), False),
        ((110, 130), False),
    ],
)
def test_covers_half_counts_the_characters_of_the_sentence(place: tuple[int, int], expected: bool) -> None:
    assert covers_half(place, (100, 110)) == expected


@pytest.mark.parametrize(
    ("text", "strings", "expected"),
    [
        ("He paid $4.5 million, she said.", ["4.5 Million", "SHE"], True),
        ("a self-made man", ["Self made"], True),
        ("Straße 7", ["STRASSE"], True),
        ("He paid nothing.", ["paid", "everything"], False),
        ("Any words.", [], False),
        ("Any words.", ["…"], False),
    ],
)
def test_holds_every_compares_letters_and_digits(text: str, strings: list[str], expected: bool) -> None:
    assert holds_every(text, strings) == expected


def test_a_quote_hits_by_half_of_any_sentence_of_any_alternative() -> None:
    row = question("1", [[sentence(1), sentence(2)], [sentence(4)]])

    assert [is_hit(quote(number), row, ARTICLES) for number in range(1, 6)] == [True, True, False, True, False]
    start, end = sentence(4)
    assert not is_hit(["bakery", start, (start + end) // 2 - 1], row, ARTICLES)


def test_a_quote_at_the_same_place_of_another_article_is_no_hit() -> None:
    row = question("1", [[[0, 20]]])

    assert is_hit(["bakery", 0, 20], row, ARTICLES)
    assert not is_hit(["other", 0, 20], row, ARTICLES)


def test_a_quote_of_any_article_hits_by_holding_every_key() -> None:
    row = question("1", [[sentence(1)]], [span("Anna Holt"), span("a pilot")])

    assert is_hit(quote(3), row, ARTICLES)
    assert is_hit(["other", *span("Anna Holt used to be a pilot", OTHER["text"])], row, ARTICLES)
    assert not is_hit(["bakery", *span("Anna Holt")], row, ARTICLES)


def test_an_answer_is_complete_with_every_sentence_of_one_alternative() -> None:
    row = question("1", [[sentence(1), sentence(2)], [sentence(4)]], [span("Anna Holt")])

    assert is_complete([quote(2), quote(1)], row)
    assert is_complete([quote(5), quote(4)], row)
    assert not is_complete([quote(1), quote(3)], row)
    assert not is_complete([], question("2", [[]]))


def test_each_figure_of_a_few_questions(tmp_path: Path) -> None:
    one = [[sentence(1)]]
    questions = [
        question("first", [[sentence(1), sentence(2)], [sentence(3)]]),
        question("second", [[sentence(1), sentence(2)]]),
        question("wrong", one),
        question("near", one),
        question("far", one),
        question("answered", []),
        question("refused", []),
    ]
    items = [
        item("first", quotes=[quote(3)], score=0.9),
        item("second", quotes=[quote(4), quote(1)], score=0.8),
        item("wrong", quotes=[quote(4), quote(5), quote(3)], score=0.7, nearest=[quote(1)]),
        item("near", nearest=[quote(4), quote(5), quote(1)], score=0.6),
        item("far", nearest=[quote(4), quote(5), quote(3), quote(1)], score=0.5),
        item("answered", quotes=[quote(4)] * 4, score=0.5, answerable=False),
        item("refused", score=0.1, answerable=False),
    ]

    assert measured(tmp_path, questions, items) == {
        "right_first": 1 / 5,
        "right": 2 / 5,
        "complete": 1 / 5,
        "wrong": 1 / 5,
        "closest_right": 1 / 5,
        "answered_unanswerable": 1 / 2,
        "refusal_recall@10": 1 / 2,  # a score equal to the lowest of the answerable is answered
        "auc": pytest.approx((5 + 4 + 0.5) / 10),  # a tie is half
        "median_words": 25,  # of 10, 20, 30 and 40
    }


def test_the_quotes_of_what_is_no_answer_do_not_count(tmp_path: Path) -> None:
    questions = [question("talk", [[sentence(1)]])]

    made = measured(tmp_path, questions, [item("talk", quotes=[quote(1)], refused=True)])

    assert (made["right_first"], made["right"], made["complete"], made["wrong"]) == (0, 0, 0, 0)
    assert "median_words" not in made


def test_an_answer_without_a_quote_is_wrong(tmp_path: Path) -> None:
    made = measured(tmp_path, [question("fact", [[sentence(1)]])], [item("fact", refused=False, statements=["Anna"])])

    assert (made["right"], made["wrong"], made["median_words"]) == (0, 1, 1)


def test_languages_have_figures_of_their_own(tmp_path: Path) -> None:
    core = [[sentence(1)]]
    questions = [question("a", core, language="de"), question("b", core, language="en")]
    items = [item("a", quotes=[quote(1)]), item("b", quotes=[quote(4)])]

    made = measured(tmp_path, questions, items, "languages")

    assert (made["right_first"], made["right_first, de"], made["right_first, en"]) == (0.5, 1, 0)
    assert (made["wrong"], made["wrong, de"], made["wrong, en"]) == (0.5, 0, 1)


def test_items_of_languages_name_the_language(tmp_path: Path, bench: Bench) -> None:
    data = folder(tmp_path, "languages", [BAKERY, OTHER], [question("a", [[sentence(3)]], language="en")])

    [made] = SUITES["languages"].run(bench, data)

    assert made["language"] == "en"
    assert set(made) == {*item("a"), "language"}


def test_quotes_are_places_in_the_folders_own_text(tmp_path: Path, bench: Bench) -> None:
    text = TEXT.replace(" Anna", "\r\n\r\n\x07Anna").replace("Lane", "La\x07ne")
    row = question("a", [[span("Anna Holt, who owns it, used to be a pilot.", text)]])
    data = folder(tmp_path, "reading", [{**BAKERY, "text": text}, OTHER], [row])

    [made] = SUITES["reading"].run(bench, data)

    assert made["statements"]
    assert [clean(text[start:end]) for _, start, end in made["quotes"]] == made["statements"]
    assert SUITES["reading"].figures([made], data)["right"].value == 1


def test_a_fact_of_the_source_is_a_statement_without_a_place(tmp_path: Path, bench: Bench) -> None:
    row = question("a", [[sentence(1)]], question="Who wrote the article?")
    data = folder(tmp_path, "reading", [{**BAKERY, "authors": ["Jo Reed"]}], [row])

    [made] = SUITES["reading"].run(bench, data)

    assert (made["refused"], made["quotes"]) == (False, [])
    assert "Jo Reed" in made["statements"][0]


def test_of_articles_with_the_same_text_the_questions_own_is_named(tmp_path: Path, bench: Bench) -> None:
    twin = {**BAKERY, "id": "twin"}
    row = question("a", [[sentence(3)]])
    data = folder(tmp_path, "reading", [BAKERY, twin, OTHER], [row, {**row, "id": "b", "article": "twin"}])

    items = SUITES["reading"].run(bench, data)

    assert [one["quotes"][0][0] for one in items] == ["bakery", "twin"]


def test_what_is_not_answered_has_the_nearest_quotes(tmp_path: Path, bench: Bench) -> None:
    row = question("a", [], question="Which songs does the village choir sing?")
    data = folder(tmp_path, "reading", [BAKERY, OTHER], [row])

    [made] = SUITES["reading"].run(bench, data)

    assert (made["refused"], made["quotes"], made["answerable"]) == (True, [], False)
    assert all(ARTICLES[article]["text"][start:end] for article, start, end in made["nearest"])
    assert len(made["nearest"]) >= 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"article": "nowhere"}, "the folder has no article nowhere"),
        ({"core": [[[0, 9999]]]}, r"\[0, 9999\] is no \[start, end\] within the article's"),
        ({"core": [[0, 5]]}, r"0 is no \[start, end\]"),
        ({"core": [0]}, r"0 is no \[start, end\]"),
        ({"key": [[5, 5]]}, r"\[5, 5\] is no \[start, end\]"),
        ({"key": ["words"]}, r"words is no \[start, end\]"),
        ({"answerable": "yes"}, "“answerable” is neither true nor false"),
    ],
)
def test_a_malformed_question_is_named(tmp_path: Path, bench: Bench, change: Row, why: str) -> None:
    data = folder(tmp_path, "reading", [BAKERY, OTHER], [{**question("a", [[sentence(1)]]), **change}])

    with pytest.raises(DataError, match=rf"questions.jsonl.*{why}"):
        SUITES["reading"].run(bench, data)


def test_plain_cosine_answers_each_question_by_the_nearest_sentence_of_all(tmp_path: Path, bench: Bench) -> None:
    rows = [
        question("a", [[sentence(4)]], question="What does a loaf cost?"),
        question("b", [], question="Which pond froze in the village?"),
    ]
    data = folder(tmp_path, "reading", [BAKERY, OTHER], rows)

    [(name, items)] = for_reading(bench, data).items()

    assert name == "plain cosine"
    assert [one["statements"] for one in items] == [[SENTENCES[3]], ["The village pond froze."]]
    made = SUITES["reading"].figures(items, data)
    assert (made["right_first"].value, made["answered_unanswerable"].value) == (1, 1)
    assert "closest_right" not in made
