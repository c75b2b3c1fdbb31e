"""An answer as it is copied."""

from dataclasses import replace

from answering.quoting.answers import joined
from domain.values import Answer, RefusalReason, Statement
from tests.asking import article, cite
from ui.state.downloads import packed
from ui.view_models.copied_answer import copied

HARBOUR = article(
    "It cost $9 | **net**.\nNobody paid.", title="Harbour [1]", published="2025-11-03", url="https://p.example/a"
)
COST = cite(1, of=HARBOUR, quote="It cost $9 | **net**.")


def answer(**changes: object) -> Answer:
    statement = Statement(text=COST.quote, citations=(1,), support="verbatim")
    whole = Answer(question="What?", kind="answer", lead="It says:", statements=(statement,), citations=(COST,))
    return replace(whole, **changes)  # type: ignore[arg-type]


def test_the_words_stand_over_their_sources() -> None:
    assert copied(answer()).plain == (
        "What?\nIt says:\n“It cost $9 | **net**.” [1]\n\n[1] Harbour [1], 3 November 2025 · https://p.example/a"
    )


def test_markdown_shows_them_as_printed() -> None:
    assert copied(answer()).markdown == (
        "What?\n\nIt says:\n\n> “It cost \\$9 \\| \\*\\*net\\*\\*.” \\[1\\]\n\n"
        "\\[1\\] Harbour \\[1\\], 3 November 2025 · <https://p.example/a>"
    )


def test_of_a_refusal_the_nearest_words_are_copied() -> None:
    near = cite(1, of=HARBOUR, quote="Nobody paid.")
    refusal = Answer(
        question="Who?", kind="refusal", lead="Not told.", refusal=RefusalReason.NOT_FOUND, nearest=(near,)
    )

    text = copied(refusal).plain

    assert text.startswith("Who?\nNot told.\n“Nobody paid.” [1]\n\n[1] Harbour")


def test_of_several_questions_each_stands_over_its_answer() -> None:
    text = copied(joined("Both?", [answer(), answer(question="And?")])).plain

    assert text.startswith("Both?\nWhat?\nIt says:\n“It cost")
    assert "\nAnd?\nIt says:\n" in text
    assert "[2]" in text


def test_an_address_that_is_none_of_the_web_is_not_copied() -> None:
    hostile = article("It cost $9 | **net**.", url="javascript:alert(1)")

    text = copied(answer(citations=(cite(1, of=hostile, quote=COST.quote),))).plain

    assert "javascript" not in text


def test_a_file_is_named_after_the_question_in_any_script() -> None:
    assert packed("Why? (2)", "", "html", "1").name == "dateline-why-2.html"
    assert packed("为什么？", "", "markdown", "1").name == "dateline-为什么.md"
    assert packed("../../etc", "", "html", "1").name == "dateline-etc.html"
    assert packed("?!", "", "html", "1").name == "dateline.html"


def test_m8_an_address_brings_no_picture_and_no_link_into_what_is_copied() -> None:
    url = "https://news.example/a![](https://evil.example/pixel.png)[Reuters](https://evil.example/login)"
    text = copied(answer(citations=(cite(1, of=article("It cost $9 | **net**.", url=url), quote=COST.quote),))).markdown

    assert f"<{url}>" in text  # an autolink: nothing in it is Markdown
    assert text.count("](") == 2
