"""The sample articles: what a newcomer asks first must have an answer in them."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parent.parent / "articles"
SAMPLES = sorted(FOLDER.iterdir())


def front_matter_and_text(path: Path) -> tuple[dict[str, object], str]:
    """Return the front matter and the text of a Markdown article."""
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), text.strip()


def sample(name: str) -> str:
    return front_matter_and_text(FOLDER / name)[1]


def test_there_are_four_to_six_and_nothing_else_that_would_be_taken_in() -> None:
    assert 4 <= len(SAMPLES) <= 6
    assert {path.suffix for path in SAMPLES} == {".md"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_says_where_it_comes_from(path: Path) -> None:
    front, text = front_matter_and_text(path)

    assert front["outlet"] == "Dateline samples"
    assert isinstance(front["published"], date)
    assert date(2025, 10, 1) <= front["published"] <= date(2025, 11, 30)
    assert "author" in front or re.match(r"By [A-Z]\w+ [A-Z]\w+\n", text)
    assert set(front) <= {"title", "outlet", "author", "published"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_a_short_read(path: Path) -> None:
    assert 350 <= len(front_matter_and_text(path)[1].split()) <= 800


def test_the_sentence_after_the_repeated_question_answers_it() -> None:
    answer = re.search(r"why is China waiting\? (Because, [^.]*\.)", sample("why-china-waits.md"))

    assert answer
    assert "Mr Lough argues" in answer[1]
    assert "Putin will not win" in answer[1]


def test_the_three_reasons_stand_as_an_enumeration() -> None:
    assert re.search(r"three reasons .*\. First, .*\. Second, .*\. Third, ", sample("why-china-waits.md"))


def test_two_articles_tell_one_story_and_disagree_on_a_figure() -> None:
    told = {name: sample(name) for name in ("ferry-fire-first-report.md", "ferry-fire-inquiry.md")}

    figures = [
        re.findall(r"(\d+) people were evacuated from the (?:ship|Maid of Skerrow)", text) for text in told.values()
    ]

    assert figures == [["120"], ["145"]]
    assert all("Maid of Skerrow" in text for text in told.values())


@pytest.mark.parametrize("amount", ["$4.5 million", "$3 "])
def test_amounts_in_dollars_are_there_for_the_page_to_garble(amount: str) -> None:
    assert sum(amount in front_matter_and_text(path)[1] for path in SAMPLES) >= 2
