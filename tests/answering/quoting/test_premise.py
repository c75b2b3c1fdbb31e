"""What a question takes for granted, and sentences that tell it otherwise."""

import pytest
from answering.quoting.premise import Claim, claim_of, told_otherwise, turned_round


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("Why does Norrland support Tarvale?", ("norrland", "support", "tarval", False)),
        ("How did Ilsa Dorn mock Petra Vahl?", ("dorn", "mock", "petra", False)),
        ("Why did Norrland not sell ships to Skarn?", ("norrland", "sell", "skarn", True)),
        ("Why did Dorn meet and mock Vahl?", ("dorn", "meet", "vahl", False)),
        ("Why won't Dorn meet Vahl?", ("dorn", "meet", "vahl", True)),
        ("Why has Norrland sold Tarvale a dredger?", ("norrland", "sell", "tarval", False)),
    ],
)
def test_a_question_that_names_two_holds_a_claim(question: str, claim: tuple[str, str, str, bool]) -> None:
    subject, verb, thing, negated = claim

    assert claim_of(question) == Claim(subject=subject, verb=verb, object=thing, negated=negated)


@pytest.mark.parametrize(
    "question",
    [
        "Why is Norrland waiting?",
        "Who supports Tarvale?",
        "Why did Dorn and Vahl meet?",
        "Does Dorn mock Vahl?",
        "Why?",
        "",
    ],
)
def test_other_questions_hold_none(question: str) -> None:
    assert claim_of(question) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did Vahl mock Dorn?", "Dorn has now openly mocked Vahl for the pier."),
        (
            "Why does Norrland support Tarvale?",
            "The premier cannot make Norrland limit its support for the Skarnish navy.",
        ),
        ("Why does Norrland support Tarvale?", "Norrland supports Skarn."),
        ("Why did Norrland sell ships to Tarvale?", "Last year Norrland sold Skarn nine ships."),
        ("Why does Norrland want Tarvale to win?", "Norrland does not want Tarvale to win."),
        ("Why did Dorn meet Quill in May?", "Dorn met Vahl in May."),
    ],
)
def test_a_claim_may_be_told_the_other_way_round_of_another_or_denied(question: str, sentence: str) -> None:
    claim = claim_of(question)

    assert claim is not None
    assert told_otherwise(claim, ["Gulls nest there.", sentence])


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did Dorn mock Vahl?", "Dorn has now openly mocked Vahl for the pier."),
        ("Why did Dorn mock Vahl?", "Vahl was mocked by Dorn."),
        ("Why does Norrland support Tarvale?", "Norrland’s support for the Tarvalian navy is old."),
        ("Why did Norrland sell ships to Tarvale?", "Norrland sold Skarn nine ships, and sold Tarvale two."),
        ("Why did Norrland sell ships to Tarvale?", "It buys Tarvalian oil and has sold Tarvale ships."),
        ("Why does Norrland not want Tarvale to win?", "Norrland does not want Tarvale to win."),
        ("Why does Norrland not want Tarvale to win?", "Norrland has reason to want Tarvale beaten."),
        ("Why does Norrland help Tarvale?", "Norrland backs Skarn. Tarvale is far away."),
        ("Why did Dorn meet Vahl?", "Nothing is told of it."),
    ],
)
def test_what_is_told_as_it_is_or_not_at_all_is_let_pass(question: str, sentence: str) -> None:
    claim = claim_of(question)

    assert claim is not None
    assert not told_otherwise(claim, [sentence])


def test_one_sentence_that_tells_it_outweighs_those_that_do_not() -> None:
    claim = claim_of("Why did Vahl mock Dorn?")

    assert claim is not None
    assert not told_otherwise(claim, ["Dorn mocked Vahl.", "Then Vahl mocked Dorn."])


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("Why did the guild raise its fee?", "The guild cut its fee after the storm."),
        ("Why was the plan rejected?", "The plan was approved by nine votes, as the last resort."),
        ("Why are catches of herring falling?", "Catches of herring rose for a third year."),
        ("How did Wexmouth win the race?", "Wexmouth lost the race when its mast broke."),
    ],
)
def test_the_opposite_of_what_is_told_is_no_premise_to_answer(question: str, core: str) -> None:
    assert turned_round(question, core, ["Gulls nest there.", core])


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("Why did the guild raise its fee?", "The guild raised its fee and cut its hours."),
        ("Why did the guild raise its fee?", "The guild put up its fee."),
        ("Why did the old pier close?", "The new pier closed because of silt."),
        ("Why did the council approve the plan?", "The council did not reject the plan."),
        ("Why did the council not approve the plan?", "The council rejected the plan."),
        ("When did the guild raise its fee?", "The guild cut its fee after the storm."),
        ("Why did prices rise?", "Boats fell out of use."),
        ("How did the Larks lose the lead?", "Two more runs scored when the Larks in the lead made errors."),
    ],
)
def test_what_is_told_in_other_words_or_of_something_else_is_let_pass(question: str, core: str) -> None:
    assert not turned_round(question, core, [core])


def test_another_sentence_about_the_same_may_bear_the_premise_out() -> None:
    core = "The guild cut its fee in May."

    assert not turned_round("Why did the guild raise its fee?", core, [core, "In June the guild raised its fee again."])
    assert turned_round("Why did the guild raise its fee?", core, [core, "In June the guild raised its flag."])
