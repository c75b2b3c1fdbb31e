"""What an article says of itself, and its text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import SourceError
from domain.values import Material, Media, Source
from ingest.extract.dates import iso_date
from ingest.extract.formats import extract, first_words
from ingest.extract.html import declared_encoding
from ingest.fetch.files import MAX_BYTES
from tests.making import text

PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}"><title>China waits | The Paper</title>
<meta property="og:title" content="China waits"><meta property="og:site_name" content="The Paper">
<meta name="author" content="Jane Roe"><link rel="canonical" href="https://paper.example/2025/china">
<meta property="article:published_time" content="2025-11-03T10:00:00+01:00">
<meta property="article:modified_time" content="2025-11-04T10:00:00+01:00"></head>
<body><nav><a href="/">Home</a> <a href="/x">More news</a></nav><article><h1>China waits</h1>
<p>China has been waiting for a long time, and nobody quite knows why; the café’s owner says that the likely answer is
patience.</p><p>A second paragraph costs $5 &amp; holds &lt;b&gt; as it is printed, long enough to be taken for
an article by whoever reads it.</p><p>A third paragraph says that more words are needed here, for short pages are often
dropped by extractors that look for an article's body.</p></article>
<div id="comments" class="comments"><p>I hate this article, says a reader below the line.</p></div>
<footer>© The Paper 2019</footer></body></html>"""


def markdown(words: str) -> Material:
    return text(words, "a.md", media="markdown")


def html(words: str) -> Material:
    return text(words, "a.html", media="html")


def test_a_text_is_kept_as_it_is_and_called_by_its_first_words() -> None:
    source, words = extract(text("\n\n  A headline here \n\nThe first paragraph."))

    assert source == Source(title="A headline here")
    assert words == "\n\n  A headline here \n\nThe first paragraph."


def test_a_given_title_comes_first() -> None:
    assert extract(text("Words.", title=" Given\ttitle "))[0].title == "Given title"


def test_a_long_first_line_is_cut_between_words() -> None:
    title = first_words("The quick brown fox jumps over the lazy dog, and then it does so again and again.")

    assert title == "The quick brown fox jumps over the lazy dog, and then it does so…"
    assert first_words("x" * 100) == "x" * 65 + "…"
    assert first_words("Short one") == "Short one"
    assert first_words("One two, three", max_chars=8) == "One two…"


def test_front_matter_fills_the_source_and_is_not_text() -> None:
    source, words = extract(
        markdown(
            '---\ntitle: "Fox: a story"\nurl: https://x.example/a\noutlet: The Paper\nauthor: [Jane Roe, John Doe]\n'
            "published: 2025-11-03\nupdated: 2025-11-04T10:00:00+01:00\ntags: [a]\n---\n# Heading\n\nBody."
        )
    )

    assert source == Source(
        title="Fox: a story",
        url="https://x.example/a",
        outlet="The Paper",
        author="Jane Roe, John Doe",
        published="2025-11-03",
        updated="2025-11-04T10:00:00+01:00",
    )
    assert words == "# Heading\n\nBody."


def test_empty_fields_say_nothing() -> None:
    source, _ = extract(markdown("---\ntitle: Fox\nauthor:\noutlet: ~\npublished: ''\n---\nBody."))

    assert source == Source(title="Fox")


def test_values_are_taken_as_printed() -> None:
    source, _ = extract(markdown("---\ntitle: 2024\noutlet: no\n---\nBody."))

    assert (source.title, source.outlet) == ("2024", "no")


def test_the_first_heading_is_the_title_if_nothing_else_is() -> None:
    source, words = extract(markdown("Intro.\n\n# The heading #\n\n## Another\n\nBody."))

    assert source.title == "The heading"
    assert words.startswith("Intro.")


def test_markdown_with_windows_line_ends_is_read() -> None:
    source, words = extract(markdown("---\r\ntitle: Fox\r\n---\r\nBody.\r\n"))

    assert (source.title, words) == ("Fox", "Body.\n")


@pytest.mark.parametrize(
    "words", ["---\nNot a mapping.\n---\nBody.", "---\nNo end.", "Body.\n---\ntitle: Fox\n---\n", "--- \n- a\n---\nB"]
)
def test_a_line_of_dashes_is_not_always_front_matter(words: str) -> None:
    assert extract(markdown(words))[1] == words


def test_malformed_front_matter_is_an_error_with_the_line() -> None:
    with pytest.raises(SourceError, match=r"front matter of a\.md is not valid YAML in line 2.*quotes"):
        extract(markdown("---\ntopic: animals: foxes\nauthor: Jane\n---\nBody."))


@pytest.mark.parametrize(
    "headline",
    [
        "Fox: a story",
        "“Run”: what the fox said",
        '"Run": what the fox said',
        "'Run' and 'hide': two ways out",
        '"Run" or "hide"',
        "@fox and the hounds",
        "% of foxes: up",
        "*Fox* leaves: why",
    ],
)
def test_a_headline_needs_no_quotes_for_its_colon_or_sign(headline: str) -> None:
    source, words = extract(markdown(f"---\ntitle: {headline}\npublished: 2025-11-03\noutlet: Den: Daily\n---\nBody."))

    assert (source.title, source.published, source.outlet, words) == (headline, "2025-11-03", "Den: Daily", "Body.")


def test_a_headline_in_quotes_stays_as_yaml_has_it_where_another_field_needs_them() -> None:
    source, _ = extract(markdown('---\ntitle: "Fox: a \\"story\\""\noutlet: Den: Daily\n---\nBody.'))

    assert source.title == 'Fox: a "story"'


@pytest.mark.parametrize("words", ["---\ntitle: Fox\n---\n", "---\ntitle: Fox\n---\n  \n"])
def test_front_matter_without_an_article_is_an_error(words: str) -> None:
    with pytest.raises(SourceError, match="holds no words"):
        extract(markdown(words))


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2025-11-03", "2025-11-03"),
        ("3 November 2025", "2025-11-03"),
        ("Nov 3, 2025", "2025-11-03"),
        ("2025-11-03 10:00", "2025-11-03"),
        ("2025-11-03T10:00:00Z", "2025-11-03T10:00:00Z"),
        ("2025-11-03 10:00:00+01:00", "2025-11-03T10:00:00+01:00"),
    ],
)
def test_dates_become_iso(printed: str, iso: str) -> None:
    assert iso_date(printed, "a") == iso


@pytest.mark.parametrize("printed", ["yesterday", "03/11/2025", "2025-13-01", "2025"])
def test_a_date_that_is_none_is_an_error(printed: str) -> None:
    with pytest.raises(SourceError, match=r"“published” of a\.md is not a date.*2025-11-03"):
        extract(markdown(f"---\npublished: {printed}\n---\nBody."))


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    source, words = extract(html(PAGE.format(charset="utf-8")))

    assert source == Source(
        title="China waits",
        url="https://paper.example/2025/china",
        outlet="The Paper",
        author="Jane Roe",
        published="2025-11-03",
        updated="2025-11-04T10:00:00+01:00",
    )
    assert "the likely answer is\npatience" in words or "the likely answer is patience" in words
    assert "$5 & holds <b> as it is printed" in words


def test_a_page_gives_no_comments_and_no_navigation() -> None:
    _, words = extract(html(PAGE.format(charset="utf-8")))

    assert "hate this" not in words
    assert "More news" not in words


def test_a_page_in_the_encoding_that_it_declares_is_read_right() -> None:
    data = PAGE.format(charset="windows-1252").encode("cp1252")

    assert "café’s owner" in extract(Material(name="a.html", data=data, media="html"))[1]


def test_a_date_is_not_guessed_from_a_page_without_one() -> None:
    lines = PAGE.format(charset="utf-8").replace("A third paragraph", "On 3 March 2019 a third paragraph").split("\n")
    bare = "\n".join(line for line in lines if "_time" not in line)

    assert extract(html(bare))[0].published is None


@pytest.mark.parametrize(
    "words", ["<html><body></body></html>", "<p>", "just words", "<html><script>var a = 1;</script></html>"]
)
def test_a_page_without_an_article_is_an_error(words: str) -> None:
    with pytest.raises(SourceError, match=r"No article was found in the page a\.html.*\.txt"):
        extract(html(words))


def test_what_is_too_large_is_an_error() -> None:
    with pytest.raises(SourceError, match="larger than 20 MB"):
        extract(Material(name="a", data=b"a" * (MAX_BYTES + 1), media="text"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "www.paper.example/a", "https://[paper", "https://a b"])
def test_an_address_that_cannot_be_opened_is_an_error(url: str) -> None:
    with pytest.raises(SourceError, match=r"“url” of a\.md is not a web address.*https://"):
        extract(markdown(f"---\nurl: '{url}'\n---\nBody."))


def test_a_page_whose_address_cannot_be_opened_has_none() -> None:
    page = PAGE.format(charset="utf-8").replace("https://paper.example/2025/china", "https://[paper")

    assert extract(html(page))[0].url is None


@pytest.mark.parametrize("value", ["{a: b}", "[[a], b]"])
def test_a_field_that_is_no_plain_text_is_an_error(value: str) -> None:
    with pytest.raises(SourceError, match=r"“author” of a\.md is not plain text"):
        extract(markdown(f"---\nauthor: {value}\n---\nBody."))


def test_front_matter_nested_without_end_is_an_error() -> None:
    with pytest.raises(SourceError, match="not valid YAML"):
        extract(markdown(f"---\nauthor: {'[' * 5000}\n---\nBody."))


def test_fields_are_one_line_without_control_characters() -> None:
    source, _ = extract(markdown('---\ntitle: "A\\0 title\\n of \\ud800 two"\n---\nBody.'))

    assert source.title == "A title of two"


ODD = st.text(max_size=300) | st.text("-<>&#:[]{}*\n abc\"'!\0", max_size=200)


@given(st.sampled_from(["text", "markdown", "html"]), ODD)
def test_any_text_is_an_article_or_a_clear_error(media: Media, words: str) -> None:
    front = "---\n" if media == "markdown" else ""
    try:
        source, kept = extract(Material(name="a", data=(front + words).encode(), media=media))
    except SourceError:
        return
    assert source.title
    assert kept.strip()
    kept.encode("utf-8")
    source.title.encode("utf-8")


def test_m10_a_text_that_is_longer_than_an_article_can_be_is_refused_with_the_reason() -> None:
    with pytest.raises(SourceError, match=r"The text of a is longer than 2 MB\. Split it into parts\."):
        extract(Material(name="a", data=b"word " * 400_001, media="text"))

    assert extract(Material(name="a", data=b"word " * 399_999, media="text"))


@pytest.mark.parametrize("field", ["title", "outlet", "author"])
def test_m7_a_field_of_a_source_is_cut_to_what_can_be_shown(field: str) -> None:
    line = json.dumps({"title": "Bridge", field: "very long " * 100_000, "text": "The bridge opened."})

    source, _ = extract(Material(name="a", data=line.encode(), media="line"))

    kept = getattr(source, field)
    assert len(kept) <= 300
    assert kept.endswith(" very…")


def test_m7_an_address_that_no_browser_opens_is_left_out() -> None:
    line = json.dumps({"title": "Bridge", "url": "https://news.example/" + "a" * 3000, "text": "The bridge opened."})

    assert extract(Material(name="a", data=line.encode(), media="line"))[0].url is None


def test_m7_a_title_that_looks_like_an_address_is_cut_too() -> None:
    material = Material(name="a", data=b"The bridge opened.", media="text", title="https://news.example/" + "a" * 3000)

    assert len(extract(material)[0].title) == 300


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ('<meta charset="Shift_JIS">', "Shift_JIS"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=gb2312'>", "gb2312"),
        ('<?xml version="1.0" encoding="EUC-JP"?><html>', "EUC-JP"),
        ('<!-- <meta charset="koi8-r"> --><meta charset="big5">', "big5"),
        ('<meta name="description" content="charset=koi8-r was left behind"><meta charset="big5">', "big5"),
        ('<script>"<meta charset=koi8-r>"</script><meta charset="big5">', "big5"),
        ('<meta charset="utf-16">', None),
        ("<![x[ <meta charset=big5>", None),
        ("<title>No encoding</title>", None),
    ],
)
def test_the_encoding_that_a_page_declares_is_found(head: str, label: str | None) -> None:
    assert declared_encoding(head.encode()) == label


def test_a_page_in_another_encoding_than_its_server_says_is_read_right() -> None:
    page = PAGE.format(charset="Shift_JIS").replace("China has been waiting", "中国は待っている")

    source, words = extract(
        Material(name="a", data=page.encode("cp932", "replace"), media="html", charset="ISO-8859-1")
    )

    assert source.title == "China waits"
    assert "中国は待っている" in words
