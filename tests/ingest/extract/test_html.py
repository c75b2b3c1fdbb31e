"""The words of a saved page: parted where they are printed apart, in order, without what stands around them."""

import pytest

from domain.values import Material
from ingest.extract.formats import extract
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
        (
            "More of what the council said at night about the "
            '<a href="/port">harbour</a><a href="/ships">ferries</a> is here.',
            "harbour ferries",
        ),
        ("The <span>gate</span><span>open</span>", "The gate open"),
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
        ("They <span>under</span><span>stood</span> it", "They understood it"),
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


INTRODUCTION = "<p>A storm crosses the coast tonight, and trains stand still in three counties of the north.</p>"
ENTRIES = [
    ("19:05", "Bridge closed", SENTENCES[0]),
    ("18:40", "Trains stop", SENTENCES[1]),
    ("17:15", "First warning", SENTENCES[2]),
]


def entries(markup: str) -> str:
    """The entries of a live blog in some markup, which has places for {time}, {heading} and {words}."""
    return "".join(markup.format(time=time, heading=heading, words=words) for time, heading, words in ENTRIES)


@pytest.mark.parametrize(
    "blog",
    [
        "<main>{top}" + entries("<article><time>{time}</time><h2>{heading}</h2><p>{words}</p></article>") + "</main>",
        "<article>{top}"
        + entries(
            '<div class="entry"><div><span class="t">{time}</span></div><h3>{heading}</h3>'
            '<div class="body"><p>{words}</p></div></div>'
        )
        + "</article>",
        "<main>{top}<ol>"
        + entries(
            '<li><h4><a href="#e">{heading}</a></h4><time datetime="2026-03-03T{time}">{time}</time><p>{words}</p>'
        )
        + "</ol></main>",
        "<article>{top}" + entries("<time>{time}</time><h3>{heading}</h3><p>{words}</p>") + "</article>",
        "<article>{top}" + entries("<h3><span>{time}</span> {heading}</h3><p>{words}</p>") + "</article>",
        "<main><article>{top}"
        + f"<p>{SENTENCES[3]}</p><p>{SENTENCES[4]}</p>"
        + "</article><div class='feed'>"
        + entries("<article><time>{time}</time><h2>{heading}</h2><p>{words}</p></article>")
        + "</div></main>",
        "<div><div><article>{top}</article></div><section>"
        + entries("<article><time>{time}</time><h2>{heading}</h2><p>{words}</p></article>")
        + "</section></div>",
        '<div>{top}<section class="timeline">'
        + entries('<section id="e"><b>{time}</b><h2>{heading}</h2><div>{words}</div></section>')
        + "</section></div>",
    ],
)
def test_each_entry_of_a_live_blog_has_its_time_and_heading_in_front(blog: str) -> None:
    text = words_of(blog.format(top=HEADING + INTRODUCTION))

    places = [
        text.find("A storm crosses"),
        *(text.find(f"{time} {heading}\n{words}") for time, heading, words in ENTRIES),
    ]
    assert -1 not in places, text
    assert places == sorted(places)


@pytest.mark.parametrize("markup", ["<time>{time}</time><h3>{heading}</h3>", "<h3>{heading}</h3><time>{time}</time>"])
def test_an_entry_without_words_leaves_its_time_and_heading_to_no_other(markup: str) -> None:
    blog = entries(f"<section>{markup}<p>{{words}}</p></section>").replace(
        f"<p>{SENTENCES[1]}</p>", "<img src='a.png'>"
    )

    text = words_of(f"<article>{HEADING}{INTRODUCTION}{blog}</article>")

    assert f"17:15 First warning\n{SENTENCES[2]}" in text
    assert f"19:05 Bridge closed\n{SENTENCES[0]}" in text


def test_a_moment_that_an_entry_states_only_for_machines_is_printed() -> None:
    markup = '<section><time datetime="2026-03-03T{time}:00+01:00">an hour ago</time><p>{words}</p></section>'

    text = words_of(f"<article>{HEADING}{INTRODUCTION}{entries(markup)}</article>")

    assert f"2026-03-03 18:40\n{SENTENCES[1]}" in text


def test_the_byline_of_an_article_and_a_list_of_others_are_no_entries() -> None:
    others = entries(
        '<div class="card"><time>{time}</time><h3><a href="/a">{heading}</a></h3><p>{words} And more.</p></div>'
    )

    text = words_of(f"<article>{HEADING}<p><time>3 March</time></p>{WORDS}</article><div>{others}</div>")

    assert text == "\n".join(["Crane falls into harbour", *SENTENCES])


OTHER = "".join(
    f"<p>{words}</p>"
    for words in (
        "A bakery in Sunnmark has won the bread prize of the county for the third time in four years.",
        "Its owner, Petra Vahl, uses rye from the island and a sourdough that her grandmother began in 1931.",
        "The jury praised the crust, and the prize of 2,000 crowns goes into a new oven, she said on Friday.",
        "Two other bakeries of the county have closed since the spring, and a third one looks for an heir.",
    )
)
OTHER_HEADING = "<h1>Bread prize for Sunnmark</h1>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div><article>{HEADING}{WORDS}</article><article>{OTHER_HEADING}{OTHER}{OTHER}</article></div>",
        f"<main><article>{HEADING}{WORDS}</article><article><h2>Bread prize for Sunnmark</h2>{OTHER}</article></main>",
        f"<div><div class='item'>{HEADING}<div>{WORDS}</div></div><div class='item'>{OTHER_HEADING}{OTHER}</div></div>",
        f"<main><section>{HEADING}{WORDS}</section><section>{OTHER_HEADING}{OTHER}</section></main>",
        f"<main><div><article>{HEADING}{WORDS}</article></div><aside>{OTHER_HEADING}{OTHER}{OTHER}</aside></main>",
        f"<main><article>{HEADING}{WORDS}<aside><h3>Bread prize for Sunnmark</h3>{OTHER}</aside></article></main>",
        f"<div><section>{OTHER_HEADING}{OTHER}</section><section>{HEADING}{WORDS}</section></div>",
    ],
)
def test_another_story_of_the_page_is_told_apart(body: str) -> None:
    text = words_of(body)

    assert "bakery" not in text
    assert all(sentence in text for sentence in SENTENCES)


@pytest.mark.parametrize(
    "body",
    [
        f"<nav>Home</nav><aside>{HEADING}{WORDS}</aside>",
        f"<main>{HEADING}<aside>{WORDS}</aside></main>",
        f"<article>{HEADING}<section><h1>Late</h1>{WORDS}</section><section><h1>Early</h1>{OTHER}</section></article>",
        f"<article>{HEADING}{WORDS}<h1>In the morning</h1>{OTHER}</article>",
        f"<div><div><h1>Crane</h1><p>News of the harbour.</p></div><div>{HEADING}{WORDS}</div></div>",
    ],
)
def test_the_pages_own_story_is_read_wherever_it_stands(body: str) -> None:
    text = words_of(body)

    assert all(sentence in text for sentence in SENTENCES)
    assert ("bakery" in text) == ("bakery" in body)
