"""What kind of thing a question asks for."""

import pytest
from answering.quoting.asked import Asked, asked


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many boats left?", "number"),
        ("How much did the crane cost?", "number"),
        ("What percentage of boats left?", "number"),
        ("When did the harbour close?", "time"),
        ("In which year was the pier built?", "time"),
        ("What did the crane cost?", "number"),
        ("What is the old pier worth?", "number"),
        ("Why did the harbour close?", "reason"),
        ("What caused the fire?", "reason"),
        ("What has Dorn called the basin?", "description"),
        ("How did she describe the pier?", "description"),
        ("Who is Ilsa Dorn?", "identity"),
        ("what the Long Mole is", "identity"),
        ("Who closed the harbour?", "person"),
        ("Which company lost its berth?", "person"),
        ("Which country sent the dredger?", "country"),
        ("In which US state did it happen?", "state"),
        ("Where did the boats go?", "place"),
        ("Which city bought the crane?", "place"),
        ("How did the boats leave?", "manner"),
        ("What did the mayor sign?", "thing"),
        ("What is the real name of the mayor?", "person"),
        ("What is the old mayor's name?", "person"),
        ("What does the ferry charge?", "number"),
        ("What did Dorn call the charge?", "description"),
        ("What happened when the boats left?", "thing"),
        ("Who was mayor when the boats left?", "person"),
        ("How did the gulls learn where to go?", "manner"),
        ("When the boats left, who was mayor?", "person"),
        ("When the boats left Belmar, did they sink?", "time"),
        ("Did the harbour close?", "other"),
        ("silt", "other"),
    ],
)
def test_the_kind_of_thing_asked_for_is_recognised(question: str, kind: Asked) -> None:
    assert asked(question) == kind


def test_of_several_sentences_the_last_one_asks() -> None:
    assert asked("Who closed the harbour? When did it open?") == "time"
