"""The suites that the samples do not have, on the smallest folder of their form."""

import json
from pathlib import Path

import pytest

from evaluation.data import Data, Row
from evaluation.stock import Bench
from evaluation.suites import SUITES
from evaluation.suites.follow_ups import conversation
from settings import load

FERRY = {"id": "ferry", "title": "Ferry", "text": "The ferry Maid of Skerrow caught fire. Nobody died."}
PUMPS = {"id": "pumps", "title": "Pumps", "text": "Larkhaven offers heat pumps to its coldest streets."}
TWIN = {"id": "twin", "title": "Again", "text": FERRY["text"]}
WORDS = [f"Passengers of boat {i} climbed down into the rescue boats in the dark on Monday night." for i in range(9)]
PAGE = f"""<html><head><title>Ferry burns</title>
<meta property='article:published_time' content='2025-10-14T06:00:00Z'></head>
<body><nav>Home</nav><article><h1>Ferry burns</h1>{"".join(f"<p>{words}</p>" for words in WORDS)}</article>
</body></html>"""


@pytest.fixture
def bench(tmp_path: Path, embedder: object) -> Bench:
    return Bench(load(library=tmp_path / "none"), tmp_path / "cache")


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
        extraction__bodies=[{"id": "a", "file": "html/a.html", "text": "\n".join(WORDS)}],
        extraction__segments=[
            {
                "id": "a",
                "file": "html/a.html",
                "with": ["boat 3"],
                "without": ["Home"],
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
    assert values["shingle_recall"] == 1
    assert values["segment_f1"] == pytest.approx(2 / 3)
    assert (values["title"], values["date"]) == (1, 1)
