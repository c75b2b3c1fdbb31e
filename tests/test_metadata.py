"""What a page says of its article, by the order of trust: linked data, OpenGraph, meta, <time>, byline."""

import json
from typing import Any

import pytest

from domain.values import Material, Source
from ingest.extract import extract
from ingest.page import without_calls
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
