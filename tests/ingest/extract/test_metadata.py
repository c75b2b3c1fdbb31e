"""What a page says of its article, by the order of trust: linked data, OpenGraph, meta, <time>, byline."""

import json
from typing import Any

import pytest

from domain.values import Material, Source
from ingest.extract.formats import extract
from ingest.extract.html import without_calls
from ingest.extract.linked_data import names
from tests.web import SENTENCES

HEADLINE = "Crane falls into harbour"


def linked(*things: dict[str, Any]) -> str:
    return f'<script type="application/ld+json">{json.dumps(things[0] if len(things) == 1 else things)}</script>'


def said(head: str = "", *, title: str = "", top: str = f"<h1>{HEADLINE}</h1>", under: str = "") -> Source:
    words = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    page = f"<html><head><title>{title}</title>{head}</head><body><article>{top}{words}{under}</article></body></html>"
    return extract(Material(name="a.html", data=page.encode(), media="html"))[0]


def meta(**fields: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in fields.items())


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Crane falls into the harbour &#038; stays there",
    "author": [{"@type": "Person", "name": "Jane Roe"}, {"@type": "Person", "name": "Max Moe"}],
    "publisher": {"@type": "Organization", "name": "The Coast Herald"},
    "datePublished": "2025-11-03T08:00:00+01:00",
    "dateModified": "2025-11-05T08:00:00+01:00",
}
OPEN_GRAPH = meta(
    og__title="Crane falls | Herald",
    og__site_name="Herald",
    author="Someone Else",
    article__published_time="2025-01-01T00:00:00Z",
    article__modified_time="2025-01-02T00:00:00Z",
)


def test_linked_data_is_trusted_before_everything_else() -> None:
    assert said(linked(ARTICLE) + OPEN_GRAPH) == Source(
        title="Crane falls into the harbour & stays there",
        outlet="The Coast Herald",
        author="Jane Roe, Max Moe",
        published="2025-11-03",
        updated="2025-11-05T08:00:00+01:00",
    )


@pytest.mark.parametrize(
    ("stated", "at"),
    [
        ("2025-11-03T08:12:00+01:00", "2025-11-03T08:12:00+01:00"),
        ("2025-11-03T08:12:00", None),  # in which zone?
        ("2025-11-03T00:00:00Z", None),  # a day
        ("2025-11-03", None),
    ],
)
def test_the_time_of_publication_is_known_where_it_is_stated_with_its_offset(stated: str, at: str | None) -> None:
    source = said(meta(article__published_time=stated))

    assert (source.published, source.published_at) == ("2025-11-03", at)


def test_opengraph_and_meta_come_next() -> None:
    source = said(OPEN_GRAPH)

    assert (source.outlet, source.author, source.published) == ("Herald", "Someone Else", "2025-01-01")
    assert source.updated == "2025-01-02T00:00:00Z"


def test_meta_names_the_author_before_a_byline() -> None:
    top = f'<h1>{HEADLINE}</h1><p class="byline">By Kim Koe</p>'

    assert said(meta(author="Jane Roe"), top=top).author == "Jane Roe"
    assert said(top=top).author == "Kim Koe"


def test_of_several_times_the_one_that_is_marked_as_publication_counts() -> None:
    top = (
        f'<h1>{HEADLINE}</h1><time datetime="2026-01-09">now</time>'
        '<time itemprop="datePublished" datetime="2025-11-03">Monday</time>'
    )

    assert said(top=top).published == "2025-11-03"


def test_linked_data_nested_without_end_is_left_out() -> None:
    assert said(f'<script type="application/ld+json">{"[" * 100_000}</script>', title=HEADLINE).title == HEADLINE


def test_a_time_comes_before_a_byline() -> None:
    top = f'<h1>{HEADLINE}</h1><p>3 May 2020</p><time datetime="2025-11-03">Monday</time>'

    assert said(top=top).published == "2025-11-03"


@pytest.mark.parametrize(
    "line", ["3 November 2025", "Posted on November 3, 2025", "Published: 2025-11-03", "Nov 3, 2025 |"]
)
def test_a_line_that_is_nothing_but_a_date_is_the_last_resort(line: str) -> None:
    assert said(top=f"<h1>{HEADLINE}</h1><p>{line}</p>").published == "2025-11-03"


@pytest.mark.parametrize(
    "top",
    [
        '<div class="byline">By Jane Roe</div>',
        '<p class="article-author">Posted on November 3, 2025 by Jane Roe</p>',
        '<span class="blog-author">By Jane Roe -</span>',
        '<a rel="author" href="/jane">Jane Roe</a>',
        '<span itemprop="author">Jane Roe</span>',
    ],
)
def test_a_byline_names_the_author(top: str) -> None:
    assert said(top=f"<h1>{HEADLINE}</h1>{top}").author == "Jane Roe"


def test_what_the_page_does_not_say_stays_empty() -> None:
    assert said() == Source(title=HEADLINE)


@pytest.mark.parametrize(
    "under",
    [
        '<div class="comments"><time datetime="2020-01-01">then</time><span class="author">By Troll Man</span></div>',
        '<aside><time datetime="2020-01-01">then</time></aside>',
        '<div class="related-stories"><time datetime="2020-01-01">then</time><p class="byline">By Other One</p></div>',
        "<p>On 3 May 2020 the crane was painted.</p>",
        "<footer>© 2019 Herald</footer>",
    ],
)
def test_dates_and_names_of_comments_and_other_stories_are_not_the_articles(under: str) -> None:
    source = said(under=under)

    assert (source.published, source.author) == (None, None)


def test_linked_data_of_another_article_is_not_this_ones() -> None:
    other = {"@type": "NewsArticle", "headline": "Twelve recipes for soup", "datePublished": "2019-01-01"}

    assert said(linked(other, ARTICLE)).published == "2025-11-03"
    assert said(linked(other, {**other, "headline": "Ten more soups"})).published is None


def test_references_inside_linked_data_are_followed() -> None:
    graph = {
        "@graph": [
            {**ARTICLE, "author": {"@id": "#jane"}, "publisher": {"@id": "#herald"}},
            {"@id": "#jane", "@type": "Person", "name": "Jane Roe"},
            {"@id": "#herald", "@type": "Organization", "name": "The Coast Herald"},
        ]
    }

    source = said(linked(graph))

    assert (source.author, source.outlet) == ("Jane Roe", "The Coast Herald")


@pytest.mark.parametrize("author", ["https://paper.example/jane", 7, {}, [], {"@id": "#nobody"}])
def test_an_address_or_a_number_is_no_author(author: object) -> None:
    assert said(linked({**ARTICLE, "author": author})).author is None


@pytest.mark.parametrize(
    "block", ["{broken", "[[[[", "7", "null", '{"@graph": 7}', '{"@type": ["NewsArticle"], "headline": 7}']
)
def test_linked_data_that_is_broken_is_passed_over(block: str) -> None:
    head = f'<script type="application/ld+json">{block}</script>'

    assert said(head + OPEN_GRAPH).published == "2025-01-01"


@pytest.mark.parametrize("day", ["soon", "03/11/2025", "0000-00-00", ""])
def test_a_date_that_is_none_is_passed_over(day: str) -> None:
    assert said(linked({**ARTICLE, "datePublished": day}) + OPEN_GRAPH).published == "2025-01-01"


def test_an_update_before_the_publication_is_none() -> None:
    assert said(linked({**ARTICLE, "dateModified": "2024-01-01"})).updated is None


@pytest.mark.parametrize(
    "shared", [f"{HEADLINE} — The Coast Herald", f"{HEADLINE} | Coast", HEADLINE, f"{HEADLINE} - what we know"]
)
def test_the_printed_headline_is_the_title_where_the_shared_one_only_adds_to_it(shared: str) -> None:
    assert said(meta(og__title=shared, og__site_name="The Coast Herald")).title == HEADLINE


def test_the_name_of_the_outlet_is_no_part_of_a_title() -> None:
    head = meta(og__title="A crane | in the water | The Coast Herald", og__site_name="The Coast Herald")

    assert said(head, top="").title == "A crane | in the water"


def test_a_heading_that_is_the_outlets_name_is_no_title() -> None:
    head = meta(og__title="Herald: crane falls", og__site_name="Herald")

    assert said(head, top="<h1>Herald</h1><h1>Something else</h1>").title == "Herald: crane falls"


def test_calls_to_subscribe_and_follow_are_no_words_of_the_article() -> None:
    kept = ["The mayor said: follow the money.", "Sign up sheets hung in the harbour.", "Follow the crane to the quay."]
    calls = ["Never miss the latest news by signing up here", "Follow The Herald on Twitter", "• Get our newsletter"]

    assert without_calls("\n".join([*kept, *calls])) == "\n".join(kept)


def test_what_holds_the_headline_is_the_article_whatever_it_is_called() -> None:
    line = '<p class="meta-author">Posted on November 3, 2025 by Jane Roe</p>'
    top = f'<div class="with-sidebar"><h1>{HEADLINE}</h1>{line}</div>'

    assert (said(top=top).published, said(top=top).author) == ("2025-11-03", "Jane Roe")


def dated(top: str, *, lang: str = "", head: str = "", under: str = "") -> tuple[str | None, str | None]:
    words = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    page = (
        f'<html lang="{lang}"><head>{head}</head><body><article><h1>{HEADLINE}</h1>{top}{words}{under}</article></body>'
    )
    source = extract(Material(name="a.html", data=page.encode(), media="html"))[0]
    return source.published, source.updated


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "0000-00-00"])
def test_the_first_day_of_a_calendar_is_no_date(day: str) -> None:
    assert dated("", head=meta(article__published_time=day)) == (None, None)


def test_a_day_in_a_sentence_is_not_that_of_the_article() -> None:
    sentence = 'The crane goes into service on <time datetime="2025-10-01">1 October 2025</time> if the weather holds.'

    assert dated(f"<p>{sentence}</p>") == (None, None)
    assert (
        dated(f'<p>By Jane Roe, <time datetime="2025-11-03">3 November</time></p><p>{sentence}</p>')[0] == "2025-11-03"
    )


@pytest.mark.parametrize(
    ("title", "top"),
    [
        (f"{HEADLINE} » The Paper", f"<h1>The Paper</h1><h2>{HEADLINE}</h2>"),
        (f"{HEADLINE} | The Paper", f"<h1><span>Harbour</span><span>{HEADLINE}</span></h1>"),
        (HEADLINE, f"<h1><b>Harbour</b> <em>{HEADLINE}</em></h1>"),
        ("The Paper | Harbour", f"<h1>{HEADLINE}</h1><h2>Harbour</h2>"),
    ],
)
def test_the_heading_that_the_pages_title_begins_with_is_the_title(title: str, top: str) -> None:
    assert said(title=title, top=top).title == HEADLINE


@pytest.mark.parametrize(
    "top",
    [
        '<time itemprop="dateModified" datetime="2025-11-05">Wednesday</time>',
        '<time class="updated" datetime="2025-11-05">Wednesday</time>',
        '<span class="last-modified"><time datetime="2025-11-05">Wednesday</time></span>',
        '<p>Last updated: <time datetime="2025-11-05">5 November 2025</time></p>',
        "<p>Updated <time>5 November 2025</time></p>",
        '<p>Aktualisiert am <time datetime="2025-11-05">5. November</time></p>',
        "<p>Updated 5 November 2025</p>",
    ],
)
def test_a_modification_is_no_publication(top: str) -> None:
    assert dated(top) == (None, "2025-11-05")


@pytest.mark.parametrize(
    "top",
    [
        '<time datetime="2025-11-03">Monday</time> <time class="updated" datetime="2025-11-05">Wednesday</time>',
        '<p>Updated <time datetime="2025-11-05">now</time>, first <time datetime="2025-11-03">Monday</time></p>',
        "<p>3 November 2025 | Updated 5 November 2025</p>",
        "<p>Posted 03/11/2025 08:10 | Updated 05/11/2025 09:15</p>",
        '<time itemprop="dateModified" datetime="2025-11-05">03/11/2025 08:10 | 05/11/2025 09:15</time>',
        "<p>Last updated: November 5, 2025 at 7:20 p.m.<br>Published: November 3, 2025</p>",
        "<p>发布时间：2025-11-03 07:14 更新时间：2025-11-05</p>",
        "<p>03/11/2025 • Atualizado 05/11/2025 às 10h00</p>",
        '<span itemprop="datePublished" content="2025-11-03T07:00Z">days ago</span>'
        '<span itemprop="dateModified" content="2025-11-05">today</span>',
    ],
)
def test_publication_and_modification_are_told_apart(top: str) -> None:
    assert dated(top, lang="en-GB") == ("2025-11-03", "2025-11-05")


@pytest.mark.parametrize(
    ("top", "lang", "updated"),
    [
        ("<p>Published 3 November 2025, last modified 5 November 2025</p>", "en", "2025-11-05"),
        ("<p>Publié le 3 novembre 2025 à 10h00, mis à jour le 5 novembre 2025</p>", "fr", "2025-11-05"),
        ("<p>Publicado 03/11/2025 | Actualizado 05/11/2025</p>", "es", "2025-11-05"),
        ("<p>Stand: 05.11.2025, 19:20 Uhr</p><p>Veröffentlicht am 03.11.2025</p>", "de", "2025-11-05"),
        ("<p>03.11.2025 (Stand: 5.11.2025)</p>", "de", "2025-11-05"),
        ("<p>2025年11月3日 来源：岚山日报</p>", "zh", None),
        ("<p>2025年11月3日 10:20　白浜新聞 記者</p>", "ja", None),
        ("<p>3 November 2025 Source: AFP</p>", "en", None),
        ("<p>Jane Roe, 3 November 2025, 10:00</p>", "en", None),
    ],
)
def test_a_date_behind_a_label_in_any_language_is_the_publication(top: str, lang: str, updated: str | None) -> None:
    assert dated(top, lang=lang) == ("2025-11-03", updated)


def test_the_moment_that_a_server_states_of_its_file_is_no_publication() -> None:
    assert dated("", head='<meta http-equiv="Last-Modified" content="2025-11-05">') == (None, "2025-11-05")


def test_the_day_that_a_text_is_as_of_is_no_publication() -> None:
    assert dated("<p>Stand: 3.4.2025</p>", lang="de") == (None, "2025-04-03")


@pytest.mark.parametrize(
    "top", ["<p>On 3 May 2020 it fell into the sea.</p>", "<p>Wexmouth remembers the great storm of 2 May 1953</p>"]
)
def test_a_date_in_a_sentence_is_no_publication(top: str) -> None:
    assert dated(top, lang="en") == (None, None)


def test_of_two_moments_that_are_not_labelled_the_earlier_is_the_publication() -> None:
    top = '<p><time datetime="2025-11-05">Wednesday</time> <time datetime="2025-11-03">Monday</time></p>'

    assert dated(top)[0] == "2025-11-03"


@pytest.mark.parametrize(
    ("line", "lang", "day"),
    [
        ("03/11/2025", "en-GB", "2025-11-03"),
        ("03/11/2025", "en-US", "2025-03-11"),
        ("03/11/2025 10:20", "fr", "2025-11-03"),
        ("03.11.2025, 10:20 Uhr", "de", "2025-11-03"),
        ("03/11/2025", "en", None),
        ("03/11/2025", "", None),
        ("25/10/2025", "en", "2025-10-25"),
        ("10/25/2025", "en", "2025-10-25"),
        ("3. November 2025", "de-AT", "2025-11-03"),
        ("le 3 novembre 2025 à 10h20", "fr", "2025-11-03"),
        ("3 de noviembre de 2025", "es", "2025-11-03"),
        ("3 ноября 2025, 10:20", "ru", "2025-11-03"),
        ("2025年11月3日", "zh-CN", "2025-11-03"),
        ("2025年11月3日 10:20", "ja", "2025-11-03"),
        ("Room 12, 2025", "en", None),
        ("The crane of May 2025", "en", None),
    ],
)
def test_a_printed_date_is_read_in_the_pages_language(line: str, lang: str, day: str | None) -> None:
    assert dated(f'<p class="day">{line}</p>', lang=lang)[0] == day
    assert dated(f"<time>{line}</time>", lang=lang)[0] == day


def test_other_dates_of_the_page_show_the_order_of_day_and_month() -> None:
    line = "<p>03/11/2025</p>"

    assert dated(line, lang="en", under="<p>It was painted on 25/10/2024.</p>")[0] == "2025-11-03"
    assert dated(line, lang="en", under="<p>It was painted on 10/25/2024.</p>")[0] == "2025-03-11"
    known = '<meta property="article:modified_time" content="2025-11-04">'
    assert dated(line, lang="en", head=known, under="<p>04/11/2025</p>")[0] == "2025-11-03"
    assert dated(line, under="<p>From 25/10/2024 to 10/25/2024.</p>")[0] is None


@pytest.mark.parametrize("name", ["article:published_time", "article:modified_time", "date"])
def test_a_date_later_than_tomorrow_is_none(name: str) -> None:
    far = f'<meta property="{name}" content="2999-01-01T00:00:00Z">'

    assert dated("", head=far) == (None, None)
    assert dated('<time datetime="2025-11-03">Monday</time>', head=far) == ("2025-11-03", None)


def test_a_date_as_mail_prints_it_is_read() -> None:
    assert dated("", head='<meta name="pubdate" content="Mon, 03 Nov 2025 10:00:00 GMT">')[0] == "2025-11-03"


def test_l6_an_author_who_refers_to_itself_is_no_author_and_the_page_an_article_all_the_same() -> None:
    thing = {"@id": "#me", "name": {"@id": "#me"}}

    assert names({"@id": "#me"}, [thing]) == []
    assert names([[[{"name": "Ina Berg"}]]], []) == ["Ina Berg"]
