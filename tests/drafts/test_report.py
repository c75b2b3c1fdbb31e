"""Reports as JSON for programs and as lines for a terminal."""

import ast
import json
from pathlib import Path

from drafts.report import as_json, as_text, note_text
from drafts.values import Evidence, Finding, LeftAlone, Note, Outcome, Report
from tests.asking import article
from tests.drafts.checking import PHRASES

DRAFTS = Path(__file__).parent.parent.parent / "drafts"
ARTICLE = article("The wall is not safe. It fell in May.", name="w1", title="The wall", outlet="The Gazette")
DRAFT = "“The wall is safe”, she said. It fell in March. Why? The “so called” wall."
REPORT = Report(
    text=DRAFT,
    generation=7,
    findings=(
        Finding(
            id="q1",
            start=1,
            end=17,
            type="quotation",
            outcome=Outcome.ALTERED,
            decided_by="code",
            score=0.875,
            evidence=(Evidence(article=ARTICLE, start=0, end=20),),
            notes=(Note("altered.lost_negation", "", "not"),),
        ),
        Finding(
            id="s1",
            start=30,
            end=47,
            type="statement",
            outcome=Outcome.DIFFERS,
            decided_by="reader",
            score=0.0,
            evidence=(Evidence(article=ARTICLE, start=22, end=37),),
            notes=(Note("differs.sentence", "March", "It fell in May."),),
        ),
        Finding(
            id="s2", start=48, end=52, type="statement", outcome=Outcome.NO_STATEMENT, decided_by="code", score=0.0
        ),
    ),
    left_alone=(LeftAlone(start=58, end=67, kind="short"),),
)


def test_a_report_is_one_json_object_of_the_agreed_form() -> None:
    printed = json.loads(json.dumps(as_json(REPORT, PHRASES)))

    assert printed == {
        "text": DRAFT,
        "generation": 7,
        "items": [
            {
                "id": "q1",
                "start": 1,
                "end": 17,
                "type": "quotation",
                "outcome": "altered",
                "decided_by": "code",
                "speaker_checked": None,
                "score": 0.875,
                "evidence": [["w1", 0, 20]],
                "note": "The article has a negation that your draft has not: not",
            },
            {
                "id": "s1",
                "start": 30,
                "end": 47,
                "type": "statement",
                "outcome": "differs",
                "decided_by": "reader",
                "speaker_checked": None,
                "score": 0.0,
                "evidence": [["w1", 22, 37]],
                "note": "The article does not have March: It fell in May.",
            },
            {
                "id": "s2",
                "start": 48,
                "end": 52,
                "type": "statement",
                "outcome": "no_statement",
                "decided_by": "code",
                "speaker_checked": None,
                "score": 0.0,
                "evidence": [],
                "note": "",
            },
        ],
        "left_alone": [[58, 67, "short"]],
        "articles": {
            "w1": {
                "title": "The wall",
                "url": None,
                "outlet": "The Gazette",
                "author": None,
                "published": None,
                "updated": None,
                "published_at": None,
                "format": None,
                "extractor": None,
                "digest": ARTICLE.digest,
            }
        },
    }


def test_in_a_terminal_a_summary_comes_first_and_what_states_nothing_is_left_out() -> None:
    assert as_text(REPORT, PHRASES).splitlines() == [
        "1 quotation: 1 altered",
        "2 statements: 1 differs, 1 states nothing",
        "",
        "ALTERED  The wall is safe",
        "    The article has a negation that your draft has not: not",
        "    The wall (w1 0-20): The wall is not safe",
        "",
        "DIFFERS  It fell in March.",
        "    The article does not have March: It fell in May.",
        "    The wall (w1 22-37): It fell in May.",
    ]


def test_a_draft_without_anything_to_check_says_so() -> None:
    assert as_text(Report(text="", generation=0, findings=()), PHRASES) == (
        "There is neither a quotation nor a statement to check"
    )


def test_long_words_are_cut_in_a_note() -> None:
    assert note_text(Note("nearest", other="so " * 200), PHRASES).endswith("…")


def test_each_note_and_outcome_has_a_phrase() -> None:
    """Whatever name a note is given in the code, there is a phrase for it."""
    named = {
        node.args[0].value
        for path in DRAFTS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Note"
        if isinstance(node.args[0], ast.Constant)
    }

    assert len(named) > 5
    assert named | {f"outcome.{one.value}" for one in Outcome} <= PHRASES.names()
