"""What a sentence has to offer of the kind of thing asked for."""

import pytest
from answering.quoting.offered import explains, may_offer, nearness, new_things, offers
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("How many boats left in 2016?", "In 2016 forty boats left.", "In 2016 the boats left."),
        ("When did the harbour close?", "The harbour closed in March.", "The harbour closed at last."),
        ("Why did the harbour close?", "It closed because of silt.", "The harbour closed at noon."),
        ("How old is Dorn?", "The 48-year-old said so.", "Dorn sold 48 boats."),
        ("What did the crane cost?", "It cost $9,000.", "It lifted 9,000 crates."),
        ("What percentage of boats left?", "Some 40 per cent left.", "Some 40 boats left."),
        ("How long did the repair take?", "It took nine weeks.", "It took nine men."),
        ("How many people drowned?", "Nobody drowned.", "The people left."),
        ("Who is Ilsa Dorn?", "Ilsa Dorn, a pilot, left.", "Ilsa Dorn left."),
        ("Who closed the harbour?", "It was Ilsa Dorn.", "It closed on a Monday in January."),
        ("Who closed the harbour of Wexmouth?", "It was Ilsa Dorn.", "The Wexmouth harbour was closed."),
        (
            "Who closed the harbour?",
            "Ilsa Dorn, in Belmar, did.",
            "It closed in Belmar, near the port of Vik, on Sula.",
        ),
        ("Who was attacked?", "It was an attack on Ilsa Dorn.", "It was an attack at Belmar."),
        ("Where did the boats go?", "They went to Belmar.", "They went away."),
        ("Which country sent the dredger?", "A ship from Norway came.", "A ship from Belmar came."),
        ("What has Dorn called the basin?", "Dorn described it as porridge.", "Dorn closed the basin."),
    ],
)
def test_a_sentence_with_something_of_the_kind_offers_more(question: str, has: str, lacks: str) -> None:
    assert offers(has, question) > offers(lacks, question)


def test_where_the_kind_cannot_be_told_every_sentence_offers_the_same() -> None:
    assert offers("Boats left.", "What did the mayor sign?") == offers("", "What did the mayor sign?") == 0.5


def test_the_nearer_a_number_stands_to_the_questions_words_the_better() -> None:
    question = "How many boats left Wexmouth?"

    assert nearness("Nine boats were lost.", question) == nearness("Nine old boats were lost.", question) == 1.0
    assert nearness("Nine of the old boats were lost.", question) == pytest.approx(1 / 3)
    assert nearness("Nine were lost.", question) == nearness("Boats were lost.", question) == 0.0


def test_a_sentence_explains_only_where_a_reason_or_description_is_asked_for() -> None:
    assert explains("It closed because of silt.", "Why did it close?") == 1.0
    assert explains("It closed at noon.", "Why did it close?") == 0.0
    assert explains("It closed because of silt.", "When did it close?") == 0.0


def test_new_things_are_those_that_the_question_does_not_name() -> None:
    assert new_things("In 2016 some 40 boats left Wexmouth.", "How many boats left in 2016?") == {"40"}
    assert new_things("It was Ilsa Dorn who closed Wexmouth.", "Who closed Wexmouth?") == {"ilsa", "dorn"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_measures_stay_between_nothing_and_one_whatever_is_asked(sentence: str, question: str) -> None:
    for measure in (offers, nearness, explains):
        assert 0 <= measure(sentence, question) <= 1
    new_things(sentence, question)


@pytest.mark.parametrize(
    ("question", "sentence", "may"),
    [
        ("When do the payments begin?", "Notices come in about five weeks.", True),
        ("When did the ferry stop?", "It was stopped before the storm.", True),
        ("When did the ferry stop?", "It was stopped by its captain.", False),
        ("How often does the ferry run?", "The ferry runs daily.", True),
        ("How often does the ferry run?", "The ferry runs to Vik.", False),
        ("How long has it been shut?", "It has been shut since the flood.", True),
        ("How old is the bridge?", "The bridge was built in 1974.", True),
        ("How old is the bridge?", "The bridge was built with 3 arches.", False),
        ("How far is the mill?", "The mill is an hour's walk away.", True),
        ("How many of the men died?", "Both men died.", True),
        ("How many of the men died?", "The men sailed after noon.", False),
        ("How much did the fares rise?", "The fares doubled.", True),
    ],
)
def test_a_number_or_a_time_may_be_told_loosely(question: str, sentence: str, may: bool) -> None:
    assert may_offer(sentence, question) is may
