"""Nothing that an article, a file name or a question says is ever interpreted."""

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.library import HOSTILE_SENTENCE, HOSTILE_TITLE

QUESTION = "What does a ticket to Varnes cost, $5 and $6 or **more**, :red[x] <script>alert(1)</script>?"


def interpreted(page: Page) -> int:
    """Count what could only stand there if text had been read as LaTeX, Markdown, HTML or a directive."""
    made = ".katex, .stMarkdown strong, .stMarkdownColoredText, .conversation script, .reader b, .library b"
    return page.locator(made).count()


def test_an_article_is_shown_as_it_is_printed(desk: Desk) -> None:
    turn = desk.ask("What does a ticket to Varnes cost on Sundays?")
    desk.open_first_mark(turn)

    assert "$5 and $6 on Sundays" in turn.inner_text()
    expect(desk.reader.locator(".scroll")).to_contain_text(HOSTILE_SENTENCE)
    expect(desk.reader.locator("h2")).to_have_text(HOSTILE_TITLE)
    expect(desk.entry("Tickets at").locator(".title")).to_have_text(HOSTILE_TITLE)
    assert desk.page.title() == "Dateline"
    assert interpreted(desk.page) == 0


def test_a_question_is_shown_as_it_was_typed(desk: Desk) -> None:
    turn = desk.ask(QUESTION)

    expect(turn.locator(".question")).to_have_text(f"You asked: {QUESTION}")
    assert interpreted(desk.page) == 0


def test_the_name_of_an_uploaded_file_is_shown_as_it_is(desk: Desk) -> None:
    desk.upload(**{"$5 and $6 **b** :red[x] <i>_txt": "   "})

    failed = desk.outcome("$5 and $6 **b** :red[x] <i>.txt")

    expect(failed).to_contain_text("Failed")
    assert interpreted(desk.page) == 0
