"""The words of a text: where they stand, which carry meaning, which are written like names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language import content_words, words


@given(st.text(max_size=80))
def test_words_are_exact_slices_in_order(text: str) -> None:
    end = 0
    for word in words(text):
        assert text[word.start : word.end] == word.text != ""
        assert word.start >= end
        end = word.end


@pytest.mark.parametrize(
    ("question", "carry"),
    [
        ("Why is the harbour of Wexmouth closed?", ["harbour", "Wexmouth", "closed"]),
        ("What did the US say to us about it?", ["US"]),
        ("Did the WHO ask who did it?", ["WHO", "ask"]),
        ("WHO ASKED US?", ["ASKED"]),
        ("What’s China’s 4.5 per cent worth?", ["China", "4.5", "cent", "worth"]),
        ("silt silt Silt", ["silt", "Silt"]),
        ("Why is it so?", []),
        ("THE U.S . AND THE U.N. CAME .", ["U.S", "U.N.", "CAME"]),
    ],
)
def test_words_of_grammar_carry_no_meaning(question: str, carry: list[str]) -> None:
    assert content_words(question) == carry


def test_letters_and_digits_that_stand_together_are_one_word() -> None:
    text = "The G7’s A380 cost $4.5m on 12:30 of the 2nd: 5G, COVID-19, 1,979 and 日本2016年."

    assert content_words(text) == [
        "G7", "A380", "cost", "4.5m", "12:30", "2nd", "5G", "COVID", "19", "1,979", "日本2016年",
    ]  # fmt: skip


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_the_s_of_a_possessive_is_no_word(apostrophe: str) -> None:
    text = f"O{apostrophe}Hara{apostrophe}s boat isn{apostrophe}t China{apostrophe}s"

    assert [word.text for word in words(text)] == [f"O{apostrophe}Hara", "boat", f"isn{apostrophe}t", "China"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then Ilsa Dorn left the Belmar pier.", ["Ilsa", "Dorn", "Belmar"]),
        ("Boats left. Nobody saw Olav’s boat.", ["Olav"]),
        ("“Boats left,” said the UN.", ["UN"]),
        ("who is ilsa dorn", []),
        ("ILSA DORN LEFT", []),
    ],
)
def test_names_have_a_capital_inside_a_sentence(text: str, names: list[str]) -> None:
    assert [word.text for word in words(text) if word.name] == names
