"""The words of a saved page: parted where they are printed apart, in order, without what stands around them."""

import pytest

from domain.values import Material
from ingest.extract import extract
from tests.web import SENTENCES

WORDS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
HEADING = "<h1>Crane falls into harbour</h1>"


def words_of(body: str) -> str:
    page = f"<html><head><title>Crane falls into harbour</title></head><body>{body}</body></html>"
    return extract(Material(name="a.html", data=page.encode(), media="html"))[1]


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<span>Ada Venn</span><span>Tuesday</span>", "Ada Venn Tuesday"),
        ('<span class="place">ORRIN</span><span class="day">tuesday</span>', "ORRIN tuesday"),
        ("<span><span>Ada Venn</span></span><span><span>Engineer</span></span>", "Ada Venn Engineer"),
        ("<b>Place:</b><span>Old School</span><b>Date:</b><span>14 May</span>", "Place: Old School Date: 14 May"),
        ('It says so: <a href="/a">Report</a><time>14 May</time>', "Report 14 May"),
        ("Alpha<button>Share</button>beta", "Alpha beta"),
        ("They meet on<br>14 May<br/>at school", "They meet on\n14 May\nat school"),
        ("<b>Where<br>Old School</b>", "Where\nOld School"),
    ],
)
def test_words_printed_apart_are_parted(markup: str, printed: str) -> None:
    assert printed in words_of(f"<article>{HEADING}{WORDS}<p>{markup}</p></article>")


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<span>Ada Venn</span><span>, engineer</span>", "Ada Venn, engineer"),
        ("<span>(</span><span>left</span><span>)</span><span>.</span>", "(left)."),
        ('<span class="cap">T</span><span>he council</span>', "The council"),
        ("an i<b>Phone</b>, H<sub>2</sub>O, un<em>believ</em>able", "an iPhone, H2O, unbelievable"),
        ("<b>Mac</b><i>Book</i>", "MacBook"),
        ("at <span>12:</span><span>30</span>, <span>3.</span><span>5</span>", "at 12:30, 3.5"),
        ("<span>paper.</span><span>example</span>", "paper.example"),
    ],
)
def test_letters_that_only_look_different_stay_joined(markup: str, printed: str) -> None:
    assert printed in words_of(f"<article>{HEADING}{WORDS}<p>{markup} here</p></article>")


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("It begins on <time>14 May</time> at nine.", "It begins on 14 May at nine."),
        (
            "It costs <label>forty</label> crowns and <output>four</output> sacks.",
            "It costs forty crowns and four sacks.",
        ),
        ("It lasted <del>nine</del> <ins>eleven</ins> days.", "It lasted eleven days."),
        ("It lasted eleven<del> or so</del> days.", "It lasted eleven days."),
    ],
)
def test_no_word_of_a_sentence_is_lost_and_none_that_was_deleted_is_kept(markup: str, printed: str) -> None:
    assert printed in words_of(f"<article>{HEADING}{WORDS}<p>{markup}</p></article>")


MENU = '<a href="/">Home</a> <a href="/old">Older pieces</a>'


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr><td>{MENU}</td><td>{HEADING}{WORDS}</td></tr></table>",
        f'<table role="presentation"><tr><th>{MENU}</th></tr><tr><td>{HEADING}{WORDS}</td></tr></table>',
        f"<table><tr><td colspan=2>{MENU}<tr><td>{MENU}<td><table><tr><td>{HEADING}{WORDS}</table></table>",
        f"<table><tr><td>{MENU}<td><font>{'<br><br>'.join(SENTENCES)}</font></table>",
        f"<table><tr><td>{MENU}</table><table><tr><td>{HEADING}{WORDS}</table>",
    ],
)
def test_a_menu_in_a_layout_table_is_left_out(body: str) -> None:
    text = words_of(body)

    assert "Older pieces" not in text
    assert "|" not in text
    for sentence in SENTENCES:
        assert sentence in text


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>Port</th><th>Cranes</th></tr><tr><td>Larkhaven</td><td>4</td></tr></table>",
        "<table><tr><td>Port</td><td>Cranes</td></tr><tr><td><p>Larkhaven</p></td><td><p>4</p></td></tr></table>",
    ],
)
@pytest.mark.parametrize("frame", ["<article>{}</article>", "<table><tr><td>" + MENU + "</td><td>{}</td></tr></table>"])
def test_a_table_of_data_stays_a_table(table: str, frame: str) -> None:
    assert "| Larkhaven | 4 |" in words_of(frame.format(HEADING + WORDS + table))
