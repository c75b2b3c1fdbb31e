"""Words that come near a question and still cannot answer it."""

from collections.abc import Callable

import pytest
from answering.quoting.fitting import fits

from answering.quoting.quote import Quote
from assembly import Program
from tests.asking import article, assert_exact, material, texts
from text.sentences import sentences

Over = Callable[..., Program]

TOWN = (
    "Wexmouth lies on the coast. The mayor, Ilsa Dorn, signed the order. Silt closed the harbour.\n\n"
    "The company said that it would pay $2 million into a fund and that three ships have the new clamp. "
    "A clamp costs three crowns.\n\nDorn openly mocked Vahl. The captain left.\n\n"
    "It has been shut for boats. Since May nobody came. The arrest of a clerk made her laugh. "
    "It was because of a fraud that she went."
)


def quotes(*words: str) -> list[Quote]:
    town = article(TOWN, title="Wexmouth")
    everything = sentences(TOWN)
    return [
        Quote(article=town, sentence=next(one for one in everything if part in one.text), everything=everything)
        for part in words
    ]


@pytest.mark.parametrize(
    ("question", "words", "fit"),
    [
        ("Who is the mayor of Wexmouth?", ["The mayor"], True),
        ("Who is the mayor?", ["The mayor"], True),
        ("Who's the bishop of Wexmouth?", ["Wexmouth lies"], False),
        ("Who is the captain?", ["The captain"], True),
        ("Who is the captain of Wexmouth?", ["Silt"], True),
        ("Who was the mayor that signed the order?", ["The mayor"], True),
        ("Who signed the order?", ["The captain"], True),
        ("What is the name of the captain?", ["Wexmouth lies"], False),
        ("What is the name of the mayor?", ["The mayor"], True),
        ("What is the captain's name?", ["Wexmouth lies"], False),
        ("What is the mayor’s name?", ["The mayor"], True),
        ("Why did silt open the harbour?", ["Silt"], False),
        ("How old is Ilsa Dorn?", ["The mayor"], False),
        ("When did silt close the harbour?", ["Silt"], False),
        ("When did silt close the harbour?", ["Silt", "Since May"], True),
        ("How many ships has the captain?", ["The captain"], False),
        ("Why was Dorn arrested?", ["Dorn openly"], False),
        ("Why was Dorn arrested?", ["Dorn openly", "arrest"], True),
        ("Why was Dorn jailed?", ["It was because"], True),
        ("What did Dorn do at Wexmouth?", ["The mayor"], True),
        ("Where was Dorn arrested?", ["Dorn openly"], True),
        ("How much did the clamp cost?", ["The company"], False),
        ("How much does a clamp cost?", ["A clamp"], True),
        ("How much will the company pay?", ["The company"], True),
        ("How much is paid into the fund?", ["The company"], True),
        ("How many ships have the clamp?", ["The company"], True),
        ("Why did Vahl mock Dorn?", ["Dorn openly"], False),
        ("Why did Dorn mock Vahl?", ["Dorn openly"], True),
        ("Why did silt close the harbour?", ["Silt"], True),
    ],
)
def test_what_has_not_the_form_of_an_answer_is_none(question: str, words: list[str], fit: bool) -> None:
    assert fits(question, quotes(*words), [sentence.text for sentence in sentences(TOWN)]) is fit


def test_a_role_without_any_name_near_it_answers_nothing() -> None:
    unnamed = article("a storm came. the captain slept on the old pier until noon.", title="storm")
    everything = sentences(unnamed.text)

    assert not fits("Who is the captain?", [Quote(article=unnamed, sentence=everything[-1], everything=everything)], [])


def test_a_false_premise_gets_the_closest_words(over: Over) -> None:
    program = over(
        material(f"{TOWN}\n\nDorn, who openly mocked Vahl over the pier, is proud of it. Vahl is not.", title="W")
    )

    false, true = (
        program.ask("Why did Vahl mock Dorn over the pier?"),
        program.ask("Why did Dorn mock Vahl over the pier?"),
    )

    assert_exact(false, program)
    assert (false.kind, false.refusal, false.statements) == ("closest", "not_clear", ())
    assert false.nearest
    assert true.kind == "answer", texts(true.statements)


def test_a_row_of_prices_needs_no_sign_of_money() -> None:
    text = "Closing prices:\nDorn Lamps: 63.20, down 14 percent\nVahl: 7.05, unchanged\nGulls nest there."
    everything = sentences(text)
    row = Quote(article=article(text, title="Wexmouth"), sentence=everything[2], everything=everything)

    assert fits("At what price did Vahl close?", [row], [])
