"""An article cut into sentences, with exact offsets."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.growth import MOST_GROWTH, growth
from text.sentences import Sentence, sentences

printed = st.text(st.characters() | st.sampled_from(list(" \n.!?…“”’\"')-*#>")), max_size=200)
"""Any characters at all, with those that cut sentences among them more often."""
pieces = st.lists(
    st.sampled_from(["The harbour closed.", "Why?", "## Silt", "- one", "“No,” she said.", "日本。", "שלום.", "👩‍👧"])
    | st.sampled_from(["e\u0301", "\r\n", "\n", " "]),
    max_size=12,
).map(" ".join)


def assert_sound(text: str, found: tuple[Sentence, ...]) -> None:
    """What holds for the sentences of any text: exact, in order, apart, with every word in one of them."""
    end = 0
    for index, sentence in enumerate(found):
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert sentence.start >= end
        assert sentence.index == index
        assert "\n" not in sentence.text
        end = sentence.end
    between = [text[one.end : two.start] for one, two in pairwise(found)]
    assert not any(character.isalnum() for gap in between for character in gap)
    assert [sentence.line for sentence in found] == sorted(sentence.line for sentence in found)


@given(printed | pieces)
def test_sentences_are_exact_in_order_and_apart(text: str) -> None:
    assert_sound(text, sentences(text))


def texts_of(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def test_a_paragraph_is_cut_at_its_sentences() -> None:
    assert texts_of("The harbour closed. Who minds? Nobody!  It was shallow.\n\nBoats left.") == [
        "The harbour closed.", "Who minds?", "Nobody!", "It was shallow.", "Boats left.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Reeve met Dr. Dorn at 5 p.m. on Monday in the U.S. embassy.",
        "Lt. Ann Reeve, Lt. Gov. Ed Dorn and Mlle. Roe came.",
        "The toll rose by 4.5 per cent to 3,200 crowns.",
        "“Is it shut?” she asked.",
    ],
)
def test_points_within_a_sentence_do_not_cut_it(sentence: str) -> None:
    assert texts_of(sentence) == [sentence]


def test_a_heading_is_told_from_a_sentence() -> None:
    found = sentences("Harbour closes\n\nThe harbour closed on Monday.\n\n## What the mayor says\n\nNothing.")

    assert [(sentence.text, sentence.heading) for sentence in found] == [
        ("Harbour closes", True),
        ("The harbour closed on Monday.", False),
        ("What the mayor says", True),
        ("Nothing.", False),
    ]


def test_marks_of_markdown_stay_outside_and_bullets_are_noted() -> None:
    found = sentences("> Quoted words.\n- First thing;\n* Second thing.\n1900 was dry.")

    assert [(sentence.text, sentence.listed) for sentence in found] == [
        ("Quoted words.", False),
        ("First thing;", True),
        ("Second thing.", True),
        ("1900 was dry.", False),
    ]


@pytest.mark.parametrize("nothing", ["", " \n\n\t", "\n# \n- \n"])
def test_a_text_without_words_has_no_sentences(nothing: str) -> None:
    assert sentences(nothing) == ()


@pytest.mark.parametrize(
    "parts",
    [
        ("Der Rat tagt am 3. Mai 2026.", "Der 1. FC Belmar siegte.", "„Wir warten.“", "Das kostet viel."),
        ("Le maire a dit : « Nous attendons. »", "Puis il est parti."),
        ("Ruiz dijo que no.", "¿Por qué?", "¡Nadie lo sabe!"),
        ("Это стоит 3 млн. руб.", "Все рады."),
    ],
    ids=["de", "fr", "es", "ru"],
)
def test_sentences_of_other_languages_end_where_theirs_do(parts: tuple[str, ...]) -> None:
    assert tuple(one.text for one in sentences(" ".join(parts))) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ("市议会周二批准了新桥。", "市长说：“我们等了十年。”", "居民高兴吗？", "是的。"),
        ("市議会は橋を承認した。", "「10年待った。」と市長は言った。", "工事は来年始まる。"),
    ],
    ids=["zh", "ja"],
)
def test_chinese_and_japanese_sentences_end_without_a_space(parts: tuple[str, ...]) -> None:
    assert tuple(one.text for one in sentences("".join(parts))) == parts


LEAD = "Der Hafen von Larkhaven wurde am Montag geschlossen, sagte die Bürgermeisterin. "
MARKS = (
    "?[",
    "![a](",
    ".)",
    "! a",
    ". a",
    "? ",
    "A. ",
    "Mr. ",
    "3. ",
    "… b",
    "。",
    "。」",
    "x\n",
    "- 1 | a\n",
    ". . ",
    "!\t",
)


@pytest.mark.parametrize("lead", ["The harbour of Larkhaven was closed on Monday. ", LEAD], ids=["english", "german"])
@pytest.mark.parametrize("piece", MARKS)
def test_h2_sentences_are_found_in_time_in_proportion_to_the_text(piece: str, lead: str) -> None:
    assert growth(sentences.__wrapped__, lambda length: lead + piece * (length // len(piece)) + "\x01") <= MOST_GROWTH


def test_h2_marks_within_a_long_run_without_spaces_end_no_sentence() -> None:
    run = "a?b=[c]&" * 100

    found = sentences(f"One. The address is https://news.example/{run}x here. Two.")

    assert [one.text.split()[0] for one in found] == ["One.", "The", "Two."]
    assert run in found[1].text
