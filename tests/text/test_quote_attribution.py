"""Whose words a sentence gives, and when that is not certain."""

from collections.abc import Callable

import pytest

from assembly import Services
from tests.asking import material, texts
from text.quote_attribution import Spoken, spoken

Over = Callable[..., Services]

PEOPLE = "The town heard from Ilsa Dorn and Jane Roe. A letter came from John Lough, another from Mr Quill.\n\n"


def voice(sentence: str) -> Spoken | None:
    return spoken(sentence, PEOPLE + sentence)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("“We heard a thump in the night,” said Moira Tennant, a schoolteacher.", "Moira Tennant"),
        ('"We heard a thump in the night," Moira Tennant said.', "Moira Tennant"),
        ("“We heard a thump in the night,” said the mayor, Ilsa Dorn.", "Ilsa Dorn"),
        ("“You do not count at such a time,” the skipper, Alec Dunbar, said.", "Alec Dunbar"),
        ("“You do not count at such a time,” said Alec Dunbar.", "Alec Dunbar"),
        ("“It was long in the making,” Roe told reporters.", "Jane Roe"),
        ("“It was long in the making,” said Dr Lena Osei, who leads the inquiry.", "Lena Osei"),
        ("“It was long in the making,” said Ms Roe.", "Jane Roe"),
        ("“It was long in the making,” said Jan van der Berg.", "Jan van der Berg"),
    ],
)
def test_the_person_quoted_is_named(sentence: str, name: str) -> None:
    assert voice(sentence) == Spoken(name=name, quoted=True)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Ilsa Dorn, the mayor, said that silt had made it too shallow.", "Ilsa Dorn"),
        ("The mayor, Ilsa Dorn, said that silt had made it too shallow.", "Ilsa Dorn"),
        ("Its managing director, Gregor Haldane, said that it would pay.", "Gregor Haldane"),
        ("Moira Tennant, who was aboard with her sons, told The Tide that it was dark.", "Moira Tennant"),
        ("Jane Roe of the Tide Institute said the pier was old.", "Jane Roe"),
        ("Yesterday Jane Roe said that it rained.", "Jane Roe"),
        ("Roe says that nobody asked her.", "Jane Roe"),
        ("Mr Quill added that he had lost his boat.", "Mr Quill"),
        ("Nordlin Ferries said that it would pay.", "Nordlin Ferries"),
        ("Because, Mr Lough argues, nobody believes that it will be won.", "John Lough"),
        ("The pier is old, according to Petra Vahl.", "Petra Vahl"),
        ("According to Petra Vahl, the pier is old.", "Petra Vahl"),
        ("The pier, said Roe in May, was older than the town.", "Jane Roe"),
    ],
)
def test_the_person_whose_words_are_reported_is_named(sentence: str, name: str) -> None:
    assert voice(sentence) == Spoken(name=name, quoted=False)


@pytest.mark.parametrize(
    "sentence",
    [
        "“It was done by the book, and the book worked,” he said.",
        "She said: “Jane Roe lied to all of us.”",
        "“But I would not have forgiven them a second time.”",
        '"Nobody was left behind.',
    ],
)
def test_words_in_quotation_marks_may_be_of_somebody_unnamed(sentence: str) -> None:
    assert voice(sentence) == Spoken(name=None, quoted=True)


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour closed on Monday.",
        "The mayor said that Dorn had left.",
        "Beijing said it would wait.",
        "He told Jane Roe that it was late.",
        "Nobody said that Jane Roe lied.",
        "The boat that Jane Roe said she owned sank.",
        "If Jane Roe said so, it is true.",
        "Jane Roe said nothing.",
        "Mr Quill told his crew to leave the pier.",
        "Ilsa Dorn was told by Jane Roe.",
        "Critics say that Jane Roe lied.",
        "Anglers have called the old basin behind the pier “a bowl of porridge”.",
        "",
    ],
)
def test_the_articles_own_words_are_nobodys(sentence: str) -> None:
    assert voice(sentence) is None


def test_a_last_name_that_two_people_have_names_nobody() -> None:
    sentence = "“It was long in the making,” said Roe."

    assert spoken(sentence, "The town met Ann Roe, and then Jane Roe.\n" + sentence) == Spoken(name=None, quoted=True)


FIRE = (
    "The ferry burned at sea.\n\n“We heard a thump, then the lights went,” said Moira Tennant.\n\n"
    "Rowan Petrie, the coastguard, said that gas had starved the fire.\n\n"
    "“Another hour would have sunk the ship,” he said."
)


@pytest.mark.parametrize(
    ("fields", "question", "lead"),
    [
        ({"author": "Callum Straith"}, "What did they hear before the lights went?",
         "Moira Tennant, quoted by Callum Straith in an article without a date:"),
        ({"outlet": "The Tide", "published": "2025-10-06"}, "What starved the fire?",
         "Rowan Petrie, as reported by The Tide in an article of 6 October 2025:"),
        ({}, "What starved the fire?", "Rowan Petrie, as reported in “Fire”, an article without a date:"),
        ({"author": "Rowan Petrie"}, "What starved the fire?", "Rowan Petrie writes, in an article without a date:"),
        ({"author": "Callum Straith"}, "What would have sunk the ship?",
         "Words quoted by Callum Straith in an article without a date:"),
        ({"author": "Callum Straith"}, "What happened to the ferry?",
         "Callum Straith writes, in an article without a date:"),
    ],
)  # fmt: skip
def test_the_lead_names_who_says_so(over: Over, fields: dict[str, str], question: str, lead: str) -> None:
    answer = over(material(FIRE, title="Fire", **fields)).ask.quote(question)

    assert answer.kind == "answer", texts(answer.statements)
    assert answer.lead == lead
