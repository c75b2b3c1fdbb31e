"""Who or what a named thing is: questions that ask it, sentences that tell it."""

import pytest
from answering.quoting.identity import describes, identity_of


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Ilsa Dorn?", "Ilsa Dorn"),
        ("Who was Dorn?", "Dorn"),
        ("who's ilsa dorn", "ilsa dorn"),
        ("What is the Long Mole?", "Long Mole"),
        ("what the Long Mole is", "Long Mole"),
        ("Can you tell me who Ilsa Dorn is?", "Ilsa Dorn"),
        ("What does Petra Vahl do?", "Petra Vahl"),
        ("what is fondant icing?", "fondant icing"),
        ("What is a kibbutz?", "kibbutz"),
    ],
)
def test_the_name_asked_about_is_found(question: str, name: str) -> None:
    assert identity_of(question) == name


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Wexmouth?",
        "who is the mayor",
        "What is the main obstacle?",
        "who is running",
        "What is it?",
        "Who are they?",
        "Who is Ilsa Dorn waiting for?",
        "What does Dorn do about silt?",
        "Why is Dorn waiting?",
        "Who?",
        "",
    ],
)
def test_other_questions_ask_about_no_name(question: str) -> None:
    assert identity_of(question) is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("“It closed,” said Ilsa Dorn, a pilot of the harbour.", "Ilsa Dorn"),
        ("Ilsa Dorn, the guard’s commander, left.", "Ilsa Dorn"),
        ("Ilsa Dorn, who runs the harbour, left.", "ilsa dorn"),
        ("“No,” Ilsa Dorn, harbour partner and head of boats at Quist & Co, said in a note.", "Ilsa Dorn"),
        ("Ilsa Dorn is the head of the harbour.", "Ilsa Dorn"),
        ("There was a retired pilot, Ilsa Dorn, who came.", "Dorn"),
        ("Tarvale Governor Ilsa Dorn spoke.", "Dorn"),
        ("She was replaced by comedian Ilsa Dorn.", "Ilsa Dorn"),
        ("The fishing vessel Long Mole went down.", "Long Mole"),
        ("Norrland spoke of its Long Mole diesel-powered dredger.", "Long Mole"),
        ("The cake has fondant icing (a mouldable frosting).", "fondant icing"),
    ],
)
def test_a_description_beside_the_name_is_recognised(sentence: str, name: str) -> None:
    assert describes(sentence, name)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Ilsa Dorn left the harbour.", "Ilsa Dorn"),
        ("“It closed,” said Ilsa Dorn.", "Ilsa Dorn"),
        ("Vahl has openly mocked Dorn for it.", "Dorn"),
        ("The skipper of the Long Mole could not be heard.", "Long Mole"),
        ("Dorn, speaking on Monday, said so.", "Dorn"),
        ("A pilot left.", "Ilsa Dorn"),
        ("Dornbach is a town.", "Dorn"),
        ("It is a town.", ""),
    ],
)
def test_the_bare_name_is_no_description(sentence: str, name: str) -> None:
    assert not describes(sentence, name)
