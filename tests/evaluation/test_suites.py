"""The suites that the samples do not have, on the smallest folder of their form."""

import json
from pathlib import Path

import pytest

from domain.values import Answer, Kind
from evaluation.data import Data, Row
from evaluation.stock import Bench
from evaluation.suites import SUITES
from evaluation.suites.follow_ups import conversation
from evaluation.suites.refusals_news import decided
from evaluation.suites.small_library import drawn

FERRY = {"id": "ferry", "title": "Ferry", "text": "The ferry Maid of Skerrow caught fire. Nobody died."}
PUMPS = {"id": "pumps", "title": "Pumps", "text": "Larkhaven offers heat pumps to its coldest streets."}
TWIN = {"id": "twin", "title": "Again", "text": FERRY["text"]}
ORDER, STATES = ("First", "Second", "Third", "Fourth"), ("broken", "rusty", "too old", "too low")
WORDS = [f"Passengers of boat {i} climbed down into the rescue boats in the dark on Monday night." for i in range(9)]
PAGE = f"""<html><head><title>Ferry burns</title>
<meta property='article:published_time' content='2025-10-14T06:00:00Z'></head>
<body><nav>Home</nav><article><h1>Ferry burns</h1>{"".join(f"<p>{words}</p>" for words in WORDS)}</article>
</body></html>"""


def folder(root: Path, **files: list[Row]) -> Data:
    for name, rows in files.items():
        place = root / f"{name.replace('__', '/').replace('_', '-')}.jsonl"
        place.parent.mkdir(exist_ok=True)
        place.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return Data(root)


def said(*texts: str) -> list[dict[str, str]]:
    return [{"speaker": ("user", "agent")[i % 2], "text": text} for i, text in enumerate(texts)]


def test_the_words_of_a_twin_count_for_whichever_the_gold_names(tmp_path: Path, bench: Bench) -> None:
    data = folder(
        tmp_path,
        archive_search__articles=[{**row, "published": None} for row in (FERRY, PUMPS, TWIN)],
        archive_search__questions=[
            {"id": gold, "question": "fire on the ferry", "gold": [gold]} for gold in ("ferry", "twin", "pumps")
        ],
    )
    suite = SUITES["archive-search"]

    items = suite.run(bench, data)

    assert [item["ranked"] for item in items] == [["ferry", "pumps"], ["twin", "pumps"], ["ferry", "pumps"]]
    assert suite.figures(items, data)["mrr@10"].value == pytest.approx((1 + 1 + 0.5) / 3)


def test_a_near_copy_stands_right_behind_the_one_that_was_found(tmp_path: Path, bench: Bench) -> None:
    first = {"id": "first", "title": "Boats", "text": "\n\n".join(WORDS)}
    edited = {"id": "edited", "title": "Boats", "text": first["text"] + "\n\nNobody was hurt."}
    data = folder(tmp_path, news_search__articles=[first, PUMPS, edited])
    stock = bench.stock(data, "news-search/articles.jsonl")

    found = stock.search("Who climbed into the rescue boats?")

    assert len(found.articles) == 2
    assert stock.ranked(found) in (["first", "edited", "pumps"], ["edited", "first", "pumps"])


def test_the_figures_of_news_search_are_told_by_ranks_passages_and_the_first_statement(tmp_path: Path) -> None:
    late = {"id": "late", "title": "", "text": "It rained. It blew. It froze. It thawed. It began at seven."}
    boat = {"id": "boat", "title": "", "text": "The boat is blue. It floats."}
    data = folder(
        tmp_path,
        news_search__articles=[late, boat],
        news_search__questions=[
            {"id": "1", "question": "When?", "gold": ["first"], "answers": ["seven"]},
            {"id": "2", "question": "Which?", "gold": ["seventh"], "answers": ["blue"]},
        ],
    )
    items: list[Row] = [
        {
            "id": "1",
            "ranked": ["late", "first"],
            "passages": ["It thawed.", "It began at seven."],
            "statements": ["It began late.", "It began at seven."],
        },
        {
            "id": "2",
            "ranked": ["boat", *"bcdef", "seventh"],
            "passages": ["It floats."],
            "statements": ["The boat is blue."],
        },
    ]

    values = {name: figure.value for name, figure in SUITES["news-search"].figures(items, data).items()}

    assert values == {
        "mrr@10": pytest.approx((1 / 2 + 1 / 7) / 2),
        "hits@1": 0,
        "hits@5": 0.5,
        "hits@10": 1,
        "passage_answer@5": 0.5,
        "core_answer": 0.5,
        "quote_answer": 1,
        "lead4_answer": 0.5,
        "median_words": (7 + 4) / 2,
    }


def test_sentences_are_measured_by_the_place_of_the_right_one_where_there_is_one(tmp_path: Path) -> None:
    candidates = {"third": (0, 0, 1), "first": (1, 0), "none": (0, 0)}
    questions = [
        {"id": name, "question": "?", "candidates": [{"sentence": "s", "answers": bool(one)} for one in right]}
        for name, right in candidates.items()
    ]
    data = folder(tmp_path, sentence_choice__questions=questions)
    items: list[Row] = [
        {"id": "third", "scores": [0.9, 0.8, 0.7]},
        {"id": "first", "scores": [0.9, 0.8]},
        {"id": "none", "scores": [0.9, 0.8]},
    ]

    figures = SUITES["sentence-choice"].figures(items, data)

    assert figures["mrr"].value == pytest.approx((1 / 3 + 1) / 2)
    assert figures["map"].value == pytest.approx((1 / 3 + 1) / 2)


def test_what_is_found_of_small_libraries_counts_only_while_it_is_there(tmp_path: Path) -> None:
    items: list[Row] = [
        {"size": size, "answerable": answerable, "score": 0.5, "refused": not answerable, "found": answerable}
        for size in (1, 6, 30)
        for answerable in (True, False)
    ]

    figures = SUITES["small-library"].figures(items, Data(tmp_path))

    assert [figures[f"found, {size}"].value for size in (1, 6, 30)] == [1, 1, 1]


def test_a_small_library_holds_no_words_twice_and_its_own_article_at_any_place(tmp_path: Path) -> None:
    rows = [
        {"id": f"{copy}{i}", "question": "?", "title": "T", "sentences": [f"Sentence {i}."]}
        for copy in "ab"
        for i in range(12)
    ]
    data = folder(tmp_path, cited_answers__clapnq=rows)

    libraries = [(row, library) for row, size, library in drawn(data) if size == 6]

    for row, library in libraries:
        texts = [one["text"] for one in library]
        assert texts.count(row["sentences"][0]) == 1
    places = {[one["id"] for one in library].index(row["id"]) for row, library in libraries}
    assert len(places) > 1


@pytest.mark.parametrize(
    ("kind", "evidence", "expected"),
    [
        ("answer", 0.4, (0.4, False)),
        ("closest", 0.2, (0.2, True)),
        ("refusal", 0.1, (0.1, True)),
        ("answer", None, (1, False)),
        ("talk", None, (0, True)),
    ],
)
def test_whatever_is_no_answer_counts_as_refused(
    kind: Kind, evidence: float | None, expected: tuple[float, bool]
) -> None:
    made = decided(Answer(question="?", kind=kind, lead="", evidence=evidence))

    assert (made["score"], made["refused"]) == expected


def test_the_newer_refusals_are_asked_of_the_newer_articles(tmp_path: Path, bench: Bench) -> None:
    data = folder(
        tmp_path,
        refusals__news_2026_articles=[FERRY, PUMPS],
        refusals__news_2026=[{"id": "1", "question": "Which ferry caught fire?", "remove": ["ferry"]}],
    )

    items = SUITES["refusals-news-2026"].run(bench, data)

    assert [item["answerable"] for item in items] == [True, False]
    assert items[0]["score"] > items[1]["score"]


def test_of_an_enumeration_too_four_sentences_are_quoted_at_most(tmp_path: Path, bench: Bench) -> None:
    head = "The harbour board was closed for four reasons."
    members = [f"{word}, the crane was {state}." for word, state in zip(ORDER, STATES, strict=True)]
    row = {
        "id": "1",
        "question": "Why was the harbour board closed?",
        "title": "Harbour",
        "sentences": [head, *members],
    }
    data = folder(tmp_path, cited_answers__clapnq=[row | {"chosen": [0, 1, 2, 3, 4]}])

    [item] = SUITES["cited-answers"].run(bench, data)

    assert item["chosen"] == [0, 1, 2, 3]


def test_hiding_an_article_hides_its_twin(tmp_path: Path, bench: Bench) -> None:
    data = folder(tmp_path, news_search__articles=[FERRY, PUMPS, TWIN])
    stock = bench.stock(data, "news-search/articles.jsonl")

    found = stock.search("fire on the ferry", scope=stock.hiding(["twin", "unknown"]))

    assert stock.ranked(found) == ["pumps"]


def test_a_follow_up_is_searched_with_what_it_leans_on(tmp_path: Path, bench: Bench) -> None:
    tasks = [
        {
            "id": "1",
            "turns": said("Which ferry caught fire?", "The Maid of Skerrow.", "Did anybody die on it?"),
            "gold": ["ferry"],
        },
        {"id": "2", "turns": said("Where is the moon?"), "gold": []},
    ]
    data = folder(tmp_path, follow_ups__passages=[FERRY, PUMPS], follow_ups__tasks=tasks)
    suite = SUITES["follow-ups"]

    items = suite.run(bench, data)
    figures = suite.figures(items, data)

    assert items[0]["ranked"][0] == "ferry"
    assert [item["answerable"] for item in items] == [True, False]
    assert set(items[0]) == {"id", "ranked", "ranked_last_turn", "answerable", "score", "refused"}
    assert figures["ndcg@10"].value == 1
    assert {"recall@5", "ndcg@10_last_turn", "recall@5_last_turn", "auc"} <= set(figures)


def test_the_agents_words_stand_as_the_programs_answers() -> None:
    question, turns = conversation(
        {"turns": said("What burned?", "The ferry.", "When did it burn?", "In October.", "Why?")}
    )

    assert question == "Why?"
    assert [turn.question for turn in turns] == ["What burned?", "When did it burn?"]
    assert [turn.answer.statements[0].text for turn in turns] == ["The ferry.", "In October."]
    assert turns[1].answer.read_as == "What burned? When did it burn?"


def test_a_page_is_extracted_and_measured(tmp_path: Path, bench: Bench) -> None:
    (tmp_path / "extraction" / "html").mkdir(parents=True)
    (tmp_path / "extraction" / "html" / "a.html").write_text(PAGE, "utf-8")
    (tmp_path / "extraction" / "html" / "empty.html").write_text("<html></html>", "utf-8")
    data = folder(
        tmp_path,
        extraction__bodies=[
            {"id": "a", "file": "html/a.html", "text": "\n".join(WORDS)},
            {"id": "b", "file": "html/empty.html", "text": "Words that are not there."},
        ],
        extraction__segments=[
            {
                "id": "a",
                "file": "html/a.html",
                "with": ["boat 3"],
                "without": ["Home", "boat 5"],
                "title": "Ferry  burns",
                "date": "2025-10-14",
            },
            {"id": "b", "file": "html/empty.html", "with": ["words"], "without": [], "title": None, "author": ""},
        ],
    )
    suite = SUITES["extraction"]

    items = suite.run(bench, data)
    values = {name: figure.value for name, figure in suite.figures(items, data).items()}

    assert [set(item) for item in items] == [{"file", "text", "title", "date", "author"}] * 2
    assert items[1] == {"file": "html/empty.html", "text": "", "title": None, "date": None, "author": None}
    assert (values["shingle_precision"], values["shingle_recall"]) == (pytest.approx(1, abs=0.1), 0.5)
    assert values["segment_f1"] == pytest.approx(2 * 1 / (2 + 1 + 1))
    assert (values["title"], values["date"]) == (1, 1)
