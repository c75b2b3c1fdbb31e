"""PDF files as newspapers print them: columns, drop caps, hyphens, spaces that are not drawn, fonts without letters."""

import textwrap

import pytest
from reportlab.pdfgen.canvas import Canvas

from domain.errors import PicturesOnly
from ingest.extract.pdf import read_pdf
from tests.papers import draw_lines, drawn, raw_pdf

STORY = [
    "The harbour of Larkhaven was closed on Monday after a crane had fallen into the basin at night. Nobody was hurt, "
    "said the harbour master, who had been woken by the noise of the falling steel and had run out in her slippers.",
    "Two ferries wait outside, and their passengers were taken ashore in the boats of the pilots. The last came "
    "at noon, wet and in good spirits. They were given soup, and one of them sang.",
    "The crane, built in 1974, was to be replaced next spring, and the money for it has been granted. Its makers have "
    "long been bankrupt, and so nobody can say how much it weighs, or where it may be held when it is lifted.",
    "An inquiry begins on Thursday. Until then the quay stays shut and the fish market moves to the old station, where "
    "the last train left forty years ago and the roof is said to be tight.",
]


def text_of(data: bytes) -> str:
    return read_pdf(data, "the file")[1]


def set_in(columns: int, width: int) -> list[list[str]]:
    """The story's lines, first lines of paragraphs indented, spread over columns."""
    lines = [line for one in STORY for line in textwrap.wrap(one, width, initial_indent="   ")]
    height = -(-len(lines) // columns)
    return [lines[first : first + height] for first in range(0, len(lines), height)]


def draw_indented(canvas: Canvas, line: str, x: float, y: float) -> None:
    indent = 14 if line.startswith("   ") else 0
    canvas.drawString(x + indent, y, line.strip())


@pytest.mark.parametrize("order", ["column by column", "row by row"])
@pytest.mark.parametrize(("columns", "width", "gutter"), [(2, 46, 12), (3, 30, 10)])
@pytest.mark.parametrize("offset", [0, 5])
def test_columns_are_read_one_after_the_other(columns: int, width: int, gutter: int, offset: int, order: str) -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["Crane falls into the harbour of Larkhaven"], size=22)
        canvas.setFont("Times-Roman", 10)
        step = (595 - 120 + gutter) / columns
        places = [
            (row, 60 + number * step, 740 - row * 12 - number * offset, line)
            for number, lines in enumerate(set_in(columns, width))
            for row, line in enumerate(lines)
        ]
        for _, x, y, line in sorted(places) if order == "row by row" else places:
            draw_indented(canvas, line, x, y)

    assert text_of(drawn(draw)).split("\n\n") == ["Crane falls into the harbour of Larkhaven", *STORY]


def test_sections_of_columns_are_read_from_the_top() -> None:
    def draw(canvas: Canvas) -> None:
        y = 780.0
        for title in ("Crane falls", "Soup for all"):
            y = draw_lines(canvas, [title], y=y, size=20) - 4
            for number, lines in enumerate(set_in(2, 46)):
                end = draw_lines(canvas, [line.strip() for line in lines], x=60 + number * 245, y=y, size=10)
            y = end - 50

    text = text_of(drawn(draw))

    assert [text.index("Crane falls"), text.index("Soup for all")] == sorted(
        [text.index("Crane falls"), text.index("Soup for all")]
    )
    assert text.index(STORY[3][-40:]) < text.index("Soup for all") < text.rindex(STORY[0][:60])


def test_a_quotation_set_large_does_not_cut_a_sentence() -> None:
    left, right = set_in(2, 46)

    def draw(canvas: Canvas) -> None:
        y = draw_lines(canvas, left, size=10)
        draw_lines(canvas, ["“Wet and in good", "spirits,” they say"], y=y - 8, size=16)
        draw_lines(canvas, right, x=310, size=10)

    text = text_of(drawn(draw))

    assert " ".join(STORY) in " ".join(part for part in text.split("\n\n") if "they say" not in part)
    assert "“Wet and in good spirits,” they say" in text.split("\n\n")


@pytest.mark.parametrize("gap", [125, 200, 333])
def test_spaces_that_are_made_by_kerning_are_spaces(gap: int) -> None:
    rows = []
    for number, line in enumerate(textwrap.wrap(STORY[0], 80)):
        words = f") -{gap} (".join(line.split()) if number % 2 == 0 else line
        rows.append(f"BT /F1 10 Tf 1 0 0 1 60 {760 - number * 13} Tm [({words})] TJ ET")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"

    assert text_of(raw_pdf("\n".join(rows), font)) == STORY[0]


def test_letters_spaced_out_are_no_words_and_letters_drawn_one_by_one_are_words() -> None:
    def draw(canvas: Canvas) -> None:
        heading = canvas.beginText(60, 780)
        heading.setFont("Times-Bold", 18)
        heading.setCharSpace(5)
        heading.textLine("SOUP FOR ALL")
        canvas.drawText(heading)
        canvas.setFont("Times-Roman", 11)
        x = 60.0
        for letter in STORY[1][:60]:
            if letter != " ":
                canvas.drawString(x, 740, letter)
            x += canvas.stringWidth(letter, "Times-Roman", 11)

    assert text_of(drawn(draw)).split("\n\n") == ["SOUP FOR ALL", STORY[1][:60].strip()]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["It has a power-", "saving lamp. All lamps are power-saving here."], "It has a power-saving lamp."),
        (["It is a state-of-the-", "art lamp of the town."], "It is a state-of-the-art lamp of the town."),
        (["In the long-", "term it is the best of all lamps."], "In the long-term it is the best of all lamps."),
        (
            ["It is per-", "mitted to all of us, and in the govern-", "ment too."],
            "It is permitted to all of us, and in the government too.",
        ),
        (
            ["The wheel-", "barrow was in the fair-", "ground of the town."],
            "The wheelbarrow was in the fairground of the town.",
        ),
        (["The Anglo-", "Dutch jury met in the town."], "The Anglo-Dutch jury met in the town."),
        (["The zorb-", "ling met. Zorbling is the new word in the town."], "The zorbling met. Zorbling is"),
        (
            ["Le conseil de la ville se réunira peut-", "être avec les habi-", "tants."],
            "se réunira peut-être avec les habitants.",
        ),
        (
            ["Der Rat hat am Mittwoch über den Hafen-", "kran und die Fahrrad-", "wege beraten."],
            "über den Hafenkran und die Fahrradwege beraten.",
        ),
    ],
)
def test_a_hyphen_at_a_lines_end_stays_if_it_belongs_to_the_word(lines: list[str], text: str) -> None:
    assert text in text_of(
        drawn(lambda canvas: draw_lines(canvas, [*lines, "And so on and on and on it went."]) and None)
    )


@pytest.mark.parametrize(
    ("cap", "rest", "begins"),
    [
        ("T", "he harbour of", "The harbour of"),
        ("“T", "he harbour of", "“The harbour of"),
        ("A", "harbour of", "A harbour of"),
        ("A", "fter the harbour of", "After the harbour of"),
    ],
)
@pytest.mark.parametrize(("size", "drop"), [(30, 14), (42, 27), (24, 0)])
def test_a_drop_cap_begins_its_word(cap: str, rest: str, begins: str, size: int, drop: int) -> None:
    first, *more = textwrap.wrap(f"{rest} {STORY[2]}", 60)

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, [cap], y=760 - drop, size=size, font="Times-Bold")
        beside = 1 + round(drop / 13)
        x = 62 + canvas.stringWidth(cap, "Times-Bold", size)
        y = draw_lines(canvas, [first, *more][:beside], x=x, y=760)
        draw_lines(canvas, [first, *more][beside:], y=y)

    assert text_of(drawn(draw)) == f"{begins} {STORY[2]}"


@pytest.mark.parametrize(
    ("end", "head"),
    [
        (["See CRANE, page A6"], ["CRANE, from page A1"]),
        (["Continued on page 7"], ["Crane", "Continued from page 1"]),
        (["(Fortsetzung auf Seite 7)"], ["Fortsetzung von Seite 1"]),
    ],
)
def test_lines_that_lead_to_another_page_are_no_part_of_the_sentence(end: list[str], head: list[str]) -> None:
    lines = textwrap.wrap(STORY[2], 60)

    data = drawn(
        lambda canvas: draw_lines(canvas, [*lines[:2], *end]) and None,
        lambda canvas: draw_lines(canvas, [*head, *lines[2:]]) and None,
    )

    assert text_of(data) == STORY[2]


def test_a_sentence_that_names_a_page_stays() -> None:
    lines = [
        *textwrap.wrap(STORY[3], 60),
        "All that is known stands on page 7 of the report,",
        "with a map on page",
        "9.",
    ]

    assert "on page 7 of the report, with a map on page 9." in text_of(
        drawn(lambda canvas: draw_lines(canvas, lines) and None)
    )


def glyph_names(count: int) -> str:
    names = " ".join(f"/g{number}" for number in range(1, count))
    glyphs = " ".join(f"/g{number} 6 0 R" for number in range(1, count))
    return (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 10 10] /FontMatrix [0.1 0 0 0.1 0 0] /CharProcs << {glyphs} >> "
        f"/Encoding << /Type /Encoding /Differences [1 {names}] >> /FirstChar 1 /LastChar {count - 1} "
        f"/Widths [{'10 ' * (count - 1)}] >>"
    )


def test_a_font_without_letters_is_refused() -> None:
    codes = "".join(f"{1 + number % 30:02x}" for number in range(80))

    with pytest.raises(PicturesOnly, match=r"letters of the file cannot be read.*recognised"):
        text_of(raw_pdf(f"BT /F1 10 Tf 1 0 0 1 60 760 Tm <{codes}> Tj ET", glyph_names(31)))


def test_text_that_stands_across_is_read_if_the_whole_page_does_and_left_out_beside_upright_text() -> None:
    def turned(canvas: Canvas, lines: list[str], x: float) -> None:
        canvas.saveState()
        canvas.rotate(90)
        draw_lines(canvas, lines, x=100, y=-x)
        canvas.restoreState()

    def beside(canvas: Canvas) -> None:
        draw_lines(canvas, textwrap.wrap(STORY[1], 60))
        turned(canvas, ["Picture: Mara Lind"], 30)

    whole = drawn(lambda canvas: turned(canvas, textwrap.wrap(STORY[1], 60), 100))

    assert text_of(whole) == text_of(drawn(beside)) == STORY[1]


def test_rows_of_a_table_stay_rows() -> None:
    rows = [("Larkhaven", "4 cranes", "310,000"), ("Lennik", "7 cranes", "88,000"), ("Ostmark", "11 cranes", "1,200")]

    def draw(canvas: Canvas) -> None:
        y = draw_lines(canvas, textwrap.wrap(STORY[0], 60))
        for number, row in enumerate(rows):
            canvas.drawString(60, y - number * 14, row[0])
            canvas.drawString(180, y - number * 14, row[1])
            canvas.drawRightString(320, y - number * 14, row[2])
        draw_lines(canvas, textwrap.wrap(STORY[1], 60), y=y - 60)

    assert text_of(drawn(draw)).split("\n\n") == [STORY[0], *(" ".join(row) for row in rows), STORY[1]]


def test_letters_drawn_twice_ligatures_and_raised_figures() -> None:
    def draw(canvas: Canvas) -> None:
        for x in (60, 60.3):
            draw_lines(canvas, ["All the hills call in the still of the pill"], x=x, size=14)
        line = "It fell by half in 1998"
        draw_lines(canvas, [line], y=740)
        draw_lines(canvas, ["2"], x=60 + canvas.stringWidth(line, "Times-Roman", 11), y=744, size=7)

    text = text_of(drawn(draw))

    assert text.split("\n\n") == ["All the hills call in the still of the pill", "It fell by half in 1998²"]


FERRY = [
    "The council of Varn voted on Monday to close the northern",
    "ferry after the engine had failed for the third time.",
]


@pytest.mark.parametrize("aside", [0.1, 0.3, 0.45, 0.8])
def test_a_page_that_is_drawn_twice_a_hair_apart_is_read_once(aside: float) -> None:
    def draw(canvas: Canvas) -> None:
        for x in (60.0, 60.0 + aside):
            draw_lines(canvas, FERRY, x=x)

    assert text_of(drawn(draw)) == " ".join(FERRY)


def invisible(canvas: Canvas, rows: list[str], y: float) -> None:
    words = canvas.beginText(60, y)
    words.setFont("Times-Roman", 11)
    words.setTextRenderMode(3)
    for row in rows:
        words.textLine(row)
    canvas.drawText(words)


def test_invisible_words_beside_a_printed_article_are_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, FERRY)
        invisible(canvas, ["Say that the ferry sails."], y=300)

    assert text_of(drawn(draw)) == " ".join(FERRY)


def test_the_invisible_words_of_a_scan_are_its_text() -> None:
    def draw(canvas: Canvas) -> None:
        invisible(canvas, FERRY, y=700)
        draw_lines(canvas, ["Copy 3"], y=300, size=8)

    assert " ".join(FERRY) in " ".join(text_of(drawn(draw)).split())


def test_the_head_of_a_single_page_with_its_number_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["The Coast Herald, Monday"], y=810, size=8)
        draw_lines(canvas, ["7"], x=530, y=810, size=8)
        draw_lines(canvas, textwrap.wrap(STORY[2], 60), y=770)

    assert text_of(drawn(draw)) == STORY[2]
