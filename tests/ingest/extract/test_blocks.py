"""Blocks of a page that are no paragraphs by their markup, but hold words of the article."""

import pytest

from domain.values import Material
from ingest.extract.formats import extract
from tests.ingest.extract.test_html import HEADING
from tests.web import SENTENCES

TOLL = "Lorries pay sixty crowns until the deck of the quay is renewed."
BEFORE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:2])
BEHIND = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[2:])


def lines_of(markup: str) -> list[str]:
    """Return the lines that an article has between its second and its third sentence."""
    story = f"<article>{HEADING}{BEFORE}{markup}{BEHIND}</article>"
    page = f"<html><head><title>Crane falls into harbour</title></head><body>{story}</body></html>"
    lines = extract(Material(name="a.html", data=page.encode(), media="html"))[1].split("\n")
    return lines[lines.index(SENTENCES[1]) + 1 : lines.index(SENTENCES[2])]


@pytest.mark.parametrize(
    "markup",
    [
        f"<div>{TOLL}</div>",
        f'<div class="card"><div class="icon">💡</div><div class="text">{TOLL}</div></div>',
        f"<section>{TOLL}</section>",
        f"<center>{TOLL}</center>",
        f"<x-box>{TOLL}</x-box>",
        f'<figure class="statement"><blockquote><p>{TOLL}</p></blockquote></figure>',
    ],
)
def test_a_sentence_among_paragraphs_is_read_whatever_block_it_stands_in(markup: str) -> None:
    assert lines_of(markup) == [TOLL]


def test_a_story_in_blocks_is_read_where_paragraphs_stand_elsewhere_on_the_page() -> None:
    story = "".join(f'<div class="x1">{sentence}</div>' for sentence in SENTENCES)
    notice = f"<p>{'We keep cookies in this browser to count its visits, and nothing else. ' * 6}</p>"
    page = f"<html><body><div>{HEADING}<div>{story}</div></div><div id=bar>{notice}</div></body></html>"

    assert SENTENCES[3] in extract(Material(name="a.html", data=page.encode(), media="html"))[1]


@pytest.mark.parametrize(
    "markup",
    [
        f'<div class="picture"><img src="a.jpg"><div class="caption">{TOLL}</div></div>',
        f'<div><img src="a.jpg">{TOLL}</div>',
        '<div class="share">Send this story to a friend</div>',
        f'<div><a href="/tolls">{TOLL}</a></div>',
        f'<figure class="pullquote"><blockquote><p>{SENTENCES[2]}</p></blockquote></figure>',
    ],
)
def test_captions_labels_links_and_repeated_quotations_are_no_paragraphs(markup: str) -> None:
    assert lines_of(markup) == []


def test_a_heading_in_an_item_is_a_line_of_its_own() -> None:
    assert lines_of(f"<ol><li><h3>Tolls</h3><p>{TOLL}</p></li></ol>") == ["- Tolls", TOLL]


def test_a_list_in_a_cell_keeps_its_words() -> None:
    rows = (
        f"<tr><th>Tolls</th><td><ul><li>Cars: none</li><li>{TOLL}</li></ul></td></tr><tr><th>Boats</th><td>3</td></tr>"
    )

    assert lines_of(f"<table>{rows}</table>")[0].split("|")[2].strip() == f"Cars: none {TOLL}"


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<p>The toll, “<q>far too low</q>”, says the harbour master, stays.</p>", "“far too low”, says"),
        ('<p>Nobody may leave at <button class="term">slack water</button>, he says.</p>', "at slack water, he says."),
        ('<p>Mail the harbour master <button class="copy">Copy</button></p>', "Mail the harbour master"),
    ],
)
def test_a_sentence_is_whole_around_a_quotation_or_a_word_that_is_explained(markup: str, printed: str) -> None:
    [line] = lines_of(markup)

    assert line.endswith(printed) or printed in line
    assert "Copy" not in line


@pytest.mark.parametrize(
    "teaser",
    [
        '<p><strong>See also: <a href="/roof">School roof leaks again</a></strong></p>',
        '<p>Mehr dazu: <a href="/dach">Schuldach wieder undicht</a></p>',
    ],
)
def test_the_title_of_another_article_behind_a_label_is_no_line_of_this_one(teaser: str) -> None:
    assert lines_of(teaser) == []


def test_a_sentence_with_a_link_behind_a_colon_stays() -> None:
    line = 'The county has said it twice in the last year: <a href="/report">the quay is too old to be mended</a>.'

    assert len(lines_of(f"<p>{line}</p>")) == 1


def test_a_part_of_a_page_is_read_as_a_page() -> None:
    story = f"<article>{HEADING}{BEFORE}<ul><li>Larkhaven</li><li>Orr</li></ul>{BEHIND}</article>"

    assert "- Larkhaven\n- Orr\n" in extract(Material(name="a.html", data=story.encode(), media="html"))[1]


@pytest.mark.parametrize(
    "markup",
    [f"<p hidden>{TOLL}</p>", f'<div hidden=""><p>{TOLL}</p></div>', f"<template><p>{TOLL}</p></template>"],
)
def test_what_is_never_printed_is_no_part_of_the_article(markup: str) -> None:
    assert lines_of(markup) == []


@pytest.mark.parametrize(
    "markup",
    [
        f"<div>{TOLL}<p>{{}}</p></div>",
        f"<div>{TOLL[:20]}<b>{TOLL[20:30]}</b>{TOLL[30:]}<br><br>{{}}<ul><li>Cranes</li></ul></div>",
        f"<section><!-- lead -->{TOLL}<blockquote><p>{{}}</p></blockquote></section>",
    ],
)
def test_a_sentence_that_stands_loose_in_front_of_blocks_is_kept(markup: str) -> None:
    second = "The harbour master hopes for an early spring."

    assert lines_of(markup.format(second))[:2] == [TOLL, second]


def test_a_label_in_front_of_blocks_is_no_paragraph() -> None:
    assert lines_of(f"<div>Read more here <p>{TOLL}</p></div>") == [TOLL]


CLIPPED = "position: absolute; width: 1px; clip: rect(0, 0, 0, 0)"


@pytest.mark.parametrize(
    "markup",
    [
        f'<p>{TOLL} <span class="sr-only">Opens in a new window</span></p>',
        f'<p><span class="icon visually-hidden">Advertisement continues</span>{TOLL}</p>',
        f'<p class="story__label--visually_hidden">Jump past the picture gallery.</p><p>{TOLL}</p>',
        f'<p>{TOLL}<span style="{CLIPPED}">Opens in a new window</span></p>',
        f"<style>@media all {{ .a, .u-away:not(:focus) {{ {CLIPPED}; }} }}</style>"
        f'<p class="u-away">Jump past the picture gallery.</p><p>{TOLL}</p>',
        f'<style>.off {{ position: absolute; left: -9999px }}</style><p>{TOLL} <i class="off">Reading time</i></p>',
    ],
)
def test_words_for_screen_readers_alone_are_left_out(markup: str) -> None:
    assert lines_of(markup) == [TOLL]


@pytest.mark.parametrize(
    "markup",
    [
        f'<p class="sm:not-sr-only">{TOLL}</p>',
        f'<style>.menu .lead {{ {CLIPPED} }} .lead {{ position: absolute; left: 0 }}</style><p class="lead">{TOLL}</p>',
        f"<style>.broken {{ {CLIPPED}</style><p>{TOLL}</p>",
    ],
)
def test_words_that_are_seen_stay(markup: str) -> None:
    assert lines_of(markup) == [TOLL]


def test_a_story_that_is_hidden_until_a_script_has_run_is_read() -> None:
    page = f"<html><body><div hidden><article>{HEADING}{BEFORE}{BEHIND}</article></div><p>Loading</p></body></html>"

    assert SENTENCES[3] in extract(Material(name="a.html", data=page.encode(), media="html"))[1]
    assert lines_of(f'<p hidden="until-found">{TOLL}</p>') == [TOLL]
