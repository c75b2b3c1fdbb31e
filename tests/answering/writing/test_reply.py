"""Which sentences a model's reply chooses, in every form that a model may give it, and what is no choice."""

import pytest

from answering.writing.reply import Chosen, chosen_numbers

COUNT = 18

USABLE = {
    '{"sentences": [12, 3]}': (12, 3),
    '{"sentences": []}': (),
    '{"sentences": ["4", "2"]}': (4, 2),
    'Gladly! ```json\n{"sentences": [2]}\n``` I hope that helps in 2024.': (2,),
    '{"name": "chosen_sentences", "parameters": {"sentences": [7]}}': (7,),
    '{"sentences": [5]} {"sentences": [5]}': (5,),
    "12, 3": (12, 3),
    "[12] and [3]": (12, 3),
    "```\n4\n```": (4,),
    "Sentences: 4, 4 and 2": (4, 2),
    "**Answer:** 9": (9,),
    "[]": (),
    "1, 2, 3, 4": (1, 2, 3, 4),
    "2, 3, 4, 5, 6": (2, 3, 4, 5, 6),
    "5, 4, 3, 2, 1": (5, 4, 3, 2, 1),
    '<think>Is it 9 or {3}? {"sentences": [9]}</think>\n3': (3,),
    "The 9th, no.</think>\n3": (3,),
}


@pytest.mark.parametrize(("reply", "numbers"), USABLE.items())
def test_numbers_are_read_in_every_form_a_model_may_give_them(reply: str, numbers: tuple[int, ...]) -> None:
    assert chosen_numbers(reply, COUNT) == Chosen(numbers)


UNUSABLE = [
    "None of the 18 sentences answers.",
    "None.",
    "I'm sorry, but sentences 1 to 18 do not say.",
    "There is no answer in the text.",
    "The articles do not mention it; the closest is 4",
    "No sentence answers the question about 2022",
    "N/A",
    "0 of 18",
    "Unfortunately, 3 is only about the same thing",
    "Not stated (see 5)",
    "In 2022",
    "2022",
    "1. The harbour is shut.\n2. The mayor signed.\n3. It rained.",
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18",
    '{"sentences": [1, 2, 3, 4, 5]}',
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21",
    '{"sentences": [12, 3',
    '{"sentences": "12"}',
    '{"sentences": [true]}',
    '{"sentences": [1.5]}',
    '{"sentences": [3]} or rather {"sentences": [5]}',
    '{"sentences": [99]}',
    "9" * 5000,
    '{"sentences": ' + "[" * 100_000,
    "and",
    ",",
    "",
    "<think>It must be 3",
]


@pytest.mark.parametrize("reply", UNUSABLE, ids=lambda reply: reply[:40])
def test_what_is_not_certain_to_be_a_choice_is_unusable(reply: str) -> None:
    assert chosen_numbers(reply, COUNT) is None


def test_numbers_of_no_sentence_are_dropped_and_counted() -> None:
    assert chosen_numbers("3, 0, 19, 19, 5", COUNT) == Chosen((3, 5), dropped=2)
