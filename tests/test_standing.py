"""What quotes say of an article that was withdrawn, or at whose address another text stands."""

from dataclasses import replace

import pytest

from answering.export.pack import Pack, blocks
from answering.export.report import as_json, as_text
from domain.standing import standing_text, with_standings
from domain.values import Answer, Article, ArticleEntry, Citation, CitedArticle, Source, Standing, Statement, Turn
from ingest.report import entry_as_json, entry_line
from tests.asking import PHRASES
from ui.view_models.answer import answer_data
from ui.view_models.article import article_data
from ui.view_models.article_lines import entry_data
from ui.view_models.copied_answer import copied

QUOTE = "The ferry came late."
SOURCE = Source(title="Ferry late", outlet="Coast Herald")
REPLACED = Standing(replaced="2025-11-03")
WITHDRAWN = Standing(withdrawn="This report was wrong.")
SAID = "another text has stood at its address since 3 November 2025"
NOTICE = "withdrawn; its address says: “This report was wrong.”"


def answered(standing: Standing) -> Answer:
    cited = CitedArticle(id="a", source=SOURCE, digest="d", standing=standing)
    citations = tuple(Citation(number=one, quote=QUOTE, start=0, end=len(QUOTE), article=cited) for one in (1, 2))
    return Answer(
        question="When?",
        kind="answer",
        lead="Coast Herald writes:",
        statements=(Statement(text=QUOTE, citations=(1,), support="verbatim"),),
        citations=citations[:1],
        nearest=citations[1:],
    )


@pytest.mark.parametrize(("standing", "said"), [(REPLACED, SAID), (WITHDRAWN, NOTICE), (Standing(), "")])
def test_m6_every_form_of_a_quote_says_what_stands_in_its_articles_place(standing: Standing, said: str) -> None:
    answer = answered(standing)
    page = answer_data(answer, "0")
    statement, near = page["groups"][0]["statements"][0], page["nearest"][0]
    pack = blocks(
        PHRASES,
        Pack(title="T", turns=(Turn(question="When?", answer=answer),), made="2025-11-04", version="1", settings={}),
    )
    quotes = [block.spans[1].text for block in pack if block.role == "where"]
    reading = article_data(
        Article(id="a", source=SOURCE, text=QUOTE, digest="d", standing=standing), answer.citations, answer.citations[0]
    )

    forms = [
        [statement["standing"]],
        [near["source"]],
        [statement["marks"][0]["card"]["facts"], page["articles"][0]["facts"]],
        [copied(answer).plain, copied(answer).markdown],
        quotes,
        [reading["standing"], reading["copy"]],
        [
            line
            for line in as_text(answer, lambda _: "").split("\n")
            if line.strip().startswith("[") and QUOTE not in line
        ],
    ]

    assert standing_text(standing) == said
    if said:
        assert all(said in text.replace("\\", "") for form in forms for text in form)
        assert all(forms)
    else:
        assert not any(SAID in text or NOTICE in text for form in forms for text in form)


def test_m6_the_json_of_a_quote_names_the_notice_or_the_day() -> None:
    [replaced] = as_json(answered(REPLACED), 0, lambda _: "")["citations"]
    [withdrawn] = as_json(answered(WITHDRAWN), 0, lambda _: "")["citations"]

    assert replaced["article"]["replaced"] == "2025-11-03"
    assert withdrawn["article"]["withdrawn"] == "This report was wrong."
    assert "withdrawn" not in replaced["article"]


def test_m6_an_answer_from_before_says_what_is_known_now() -> None:
    before = answered(Standing())
    whole = replace(before, citations=(), nearest=(), statements=(), parts=(before,))

    now = with_standings(whole, {"a": REPLACED})

    assert now.parts[0] == answered(REPLACED)
    assert with_standings(now, {}) == whole


def test_m6_the_list_of_articles_says_it() -> None:
    entry = ArticleEntry(
        id="a", source=SOURCE, digest="d", identity="url:x", passages=1, words=4, gone=True, standing=WITHDRAWN
    )

    assert NOTICE in entry_line(entry)
    assert entry_as_json(entry)["withdrawn"] == "This report was wrong."
    assert NOTICE in entry_data(entry, {})["facts"]
