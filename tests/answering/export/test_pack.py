"""The evidence pack: complete, checkable, and safe whatever an article says."""

from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from answering.export.pack import Block, Pack, Span, as_html, as_markdown, blocks
from answering.quoting.answers import joined
from domain.markdown import escaped
from domain.values import Answer, Article, Footer, RefusalReason, Statement, Turn
from settings import load
from tests.asking import PHRASES, article, cite

TEXT = "The quay is shut.\n\nIt cost 9 crowns, said Ann Reeve. Nobody paid."
HARBOUR = article(
    TEXT, title="Harbour closes", outlet="Herald", author="Jo Lind", published="2025-11-03", url="https://p.example/a"
)
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> ![x](https://e.example/p.png) [a](javascript:alert(1)) "
    "$5 and $6 | **bold** `code` :red[x] &lt;b&gt; https://e.example/ # head"
)


def answered(of: Article, quote: str, question: str = "What did it cost?") -> Turn:
    citation = cite(1, of=of, quote=quote)
    statement = Statement(text=quote, citations=(1,), support="verbatim")
    return Turn(
        question=question,
        answer=Answer(
            question=question,
            kind="answer",
            lead="Ann Reeve says:",
            statements=(statement,),
            citations=(citation,),
            footer=Footer(quotes=1, articles=1, newest="2025-11-03"),
        ),
    )


def pack(*turns: Turn, title: str = "Costs") -> Pack:
    settings = {"DATELINE_EMBEDDER": "small"}
    return Pack(title=title, turns=turns, made="2026-01-02", version="0.1.0", settings=settings)


def html(*turns: Turn, title: str = "Costs") -> str:
    return as_html(blocks(PHRASES, pack(*turns, title=title)))


def markdown(*turns: Turn) -> str:
    return as_markdown(blocks(PHRASES, pack(*turns)))


class Read(HTMLParser):
    """What a browser makes of a page: its tags, attributes and text, the style left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.text += "" if self.tags[-1:] == ["style"] else data


EXPECTED = (
    "What did it cost?",
    "Ann Reeve says:",
    "It cost 9 crowns, said Ann Reeve.",
    "1 quote, word for word · 1 article · 3 November 2025",
    "characters 19 to 52 of article 1",
    "Harbour closes, Herald, 3 November 2025",
    "Jo Lind",
    "2025-11-03",
    "https://p.example/a",
    HARBOUR.digest,
    "2 January 2026 with Dateline 0.1.0",
    "DATELINE_EMBEDDER: small",
)


def test_a_page_holds_all_that_an_answer_rests_on() -> None:
    text = Read(html(answered(HARBOUR, "It cost 9 crowns, said Ann Reeve."))).text

    assert [part for part in EXPECTED if part not in text] == []


def test_markdown_holds_the_same() -> None:
    rendered = MarkdownIt("commonmark").render(markdown(answered(HARBOUR, "It cost 9 crowns, said Ann Reeve.")))

    text = Read(rendered).text
    assert [part for part in EXPECTED if part not in text] == []
    assert "https://p.example/a" in Read(rendered).links


def test_each_link_inside_the_page_leads_to_one_place_and_each_other_one_to_the_source() -> None:
    turns = [answered(HARBOUR, "It cost 9 crowns, said Ann Reeve."), answered(HARBOUR, "The quay is shut.", "And?")]

    read = Read(html(*turns))

    assert len(read.ids) == len(set(read.ids))
    inside = {link[1:] for link in read.links if link.startswith("#")}
    assert inside == set(read.ids) == {"q1-1", "q2-1", "article-1"}
    outside = {link.partition("#")[0] for link in read.links if not link.startswith("#")}
    assert outside == {"https://p.example/a"}
    assert "https://p.example/a#:~:text=The%20quay%20is%20shut." in read.links


def test_one_article_in_two_versions_is_told_twice() -> None:
    later = replace(HARBOUR, digest="0" * 64)

    text = Read(html(answered(HARBOUR, "Nobody paid."), answered(later, "Nobody paid."))).text

    assert "1. Harbour closes" in text
    assert "2. Harbour closes" in text
    assert "of article 2" in text


def test_hostile_words_stand_in_the_page_as_they_were_printed_and_do_nothing() -> None:
    article_of = article(HOSTILE, title=HOSTILE, author=HOSTILE, outlet=HOSTILE, url="javascript:alert(1)")

    read = Read(html(answered(article_of, HOSTILE, HOSTILE), title=HOSTILE))

    assert read.text.count(HOSTILE) >= 6
    assert not {"script", "img"} & set(read.tags)
    assert not {name for name in read.attributes if name.startswith("on") or name == "src"}
    assert [link for link in read.links if not link.startswith("#")] == []


def test_nothing_of_any_block_ends_what_it_stands_in() -> None:
    bad = "\"'><img src=x onerror=alert(1)>"
    link = f"https://p.example/{bad}"
    spans = tuple(Span(bad, role, link=link) for role in ("", "words", bad))

    read = Read(as_html([Block(role, spans, anchor=bad) for role in ("title", "item", "quote", "fact", "said")]))

    assert "img" not in read.tags
    assert "onerror" not in read.attributes
    assert read.links.count(link) == 15


def test_hostile_words_stand_in_markdown_as_they_were_printed_and_do_nothing() -> None:
    article_of = article(HOSTILE, title=HOSTILE, author=HOSTILE, url="javascript:alert(1)")

    read = Read(
        MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(markdown(answered(article_of, HOSTILE)))
    )

    assert read.text.count(HOSTILE) >= 4
    assert not {"script", "img", "code", "strong", "table"} & set(read.tags)
    assert read.links == []


@given(st.text(max_size=200))
def test_any_line_comes_back_from_markdown(text: str) -> None:
    line = " ".join("".join(sign for sign in text if sign.isprintable() or sign == " ").split())

    read = Read(MarkdownIt("commonmark").render(escaped(line)))

    assert read.text.strip() == line.strip()
    assert set(read.tags) <= {"p"}


def test_a_quote_from_a_picture_of_a_page_says_so() -> None:
    scan = replace(HARBOUR, source=replace(HARBOUR.source, format="scan"))

    badge = "read from a picture of the page (OCR)"
    assert (
        badge in html(answered(scan, "It cost 9 crowns")),
        badge in html(answered(HARBOUR, "It cost 9 crowns")),
    ) == (
        True,
        False,
    )


def test_a_refusal_says_so_and_shows_the_nearest_words() -> None:
    near = cite(1, of=HARBOUR, quote="Nobody paid.")
    answer = Answer(
        question="Who?",
        kind="refusal",
        lead="Macron is not named.",
        refusal=RefusalReason.NOT_MENTIONED,
        nearest=(near,),
    )

    text = Read(html(Turn(question="Who?", answer=answer))).text

    assert "Not in the articles searched" in text
    assert "Macron is not named." in text
    assert "The nearest words" in text
    assert "Nobody paid." in text


def test_several_questions_in_one_have_their_own_quotes() -> None:
    first, second = (answered(HARBOUR, quote, quote).answer for quote in ("The quay is shut.", "Nobody paid."))
    whole = joined("Both?", [first, second])

    read = Read(html(Turn(question="Both?", answer=whole)))

    assert {"q1-1-1", "q1-2-2"} <= set(read.ids)


def test_a_fact_of_the_source_has_no_place_in_the_text() -> None:
    citation = replace(cite(1, of=HARBOUR, quote="Nobody paid."), quote="Jo Lind", start=None, end=None, field="author")
    stated = Statement(text="Jo Lind", citations=(1,), support="stated")
    answer = Answer(question="Who?", kind="answer", lead="", statements=(stated,), citations=(citation,))

    text = Read(html(Turn(question="Who?", answer=answer))).text

    assert "stated by article 1 itself" in text
    assert "characters" not in text.partition("How to check")[0]


def test_a_statement_that_the_check_did_not_find_says_so() -> None:
    stated = Statement(text="It was free.", citations=(), support="unsupported")
    answer = Answer(question="Who?", kind="answer", lead="", statements=(stated,))

    assert "It was free. (not found in the articles)" in Read(html(Turn(question="Who?", answer=answer))).text


def test_settings_that_may_be_secret_are_left_out() -> None:
    settings = load(chroma_url="http://user:pass@chroma.example", model="openai:small", model_key="secret")

    stated = settings.stated

    assert set(stated) == {
        "DATELINE_MODEL",
        "DATELINE_EMBEDDER",
        "DATELINE_ANSWER_THRESHOLD",
        "DATELINE_AGED_AFTER_DAYS",
    }
    assert "secret" not in str(stated)
