"""Lists and tables: which lines are rows and what they stand under."""

import pytest

from text.sentences import read_as, sentences

LIST = "The harbours differ.\n\nBoats by harbour:\n\nRibe: 41\nBelmar: 7, down 3\nVik: 112\n\nThe guild was pleased."


def read(text: str) -> list[str]:
    """The rows of a text, as they are read."""
    everything = sentences(text)
    return [read_as(everything, sentence) for sentence in everything if sentence.under is not None]


def test_a_row_is_read_with_the_words_above_its_list() -> None:
    assert read(LIST) == [
        "Boats by harbour: Ribe: 41",
        "Boats by harbour: Belmar: 7, down 3",
        "Boats by harbour: Vik: 112",
    ]


def test_a_row_is_no_heading_and_has_its_own_place() -> None:
    row = next(sentence for sentence in sentences(LIST) if sentence.text == "Belmar: 7, down 3")

    assert (row.heading, row.listed, LIST[row.start : row.end]) == (False, True, row.text)


@pytest.mark.parametrize(
    "rows", ["- Ribe: 41\n- Vik: 7", "Ribe – 41\nVik – 7", "Ribe 41\nVik £7m", "1. Ribe: 41\n2. Vik: 7"]
)
def test_rows_come_with_bullets_dashes_and_numbers(rows: str) -> None:
    assert len(read(f"Boats by harbour:\n{rows}\nThe guild was pleased.")) == 2


def test_a_list_may_end_the_article() -> None:
    assert read("Boats by harbour:\nRibe: 41\nVik: 7") == ["Boats by harbour: Ribe: 41", "Boats by harbour: Vik: 7"]


def test_rows_of_a_table_stand_under_its_first_line() -> None:
    table = "Boats were counted.\n| Harbour | Boats |\n|---|---|\n| Ribe | 41 |\n| Vik | 7 |\nThe guild was pleased."

    assert read(table) == ["| Harbour | Boats | | Ribe | 41 |", "| Harbour | Boats | | Vik | 7 |"]


@pytest.mark.parametrize(
    "text",
    [
        "Live: the vote\n\nThe guild met.",  # one headline
        "Keeper: Ola Nord\nCook: Ane Vik\n\nThe guild met.",  # nothing stands above
        "The guild met.\n\nAnalysis: who gains\nOpinion: who pays\n\nBoats left.",  # two without figures
        "Boats: 41 at Ribe. Vik: 7 of them. Belmar: 9 more.",  # in one paragraph
        f"{'The guild met and talked. ' * 3}{'It went on ' * 20}.\nRibe: 41\nVik: 7",  # too long to announce
    ],
)
def test_other_lines_are_no_rows(text: str) -> None:
    assert read(text) == []
