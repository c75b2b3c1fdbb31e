"""Names of countries and of the states of the US."""

import pytest
from text.gazetteer import countries_in, states_in


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Ships from Norway and South Korea met off Brazil’s coast.", {"Norway", "South Korea", "Brazil"}),
        ("The US and the UK sent money to Taiwan.", {"US", "UK", "Taiwan"}),
        (
            "The ministers of North Macedonia and Niger met; Nigeria stayed away.",
            {"North Macedonia", "Niger", "Nigeria"},
        ),
        ("Belmar is in Wexshire.", set()),
        ("us and them, chad and turkey", set()),
        ("", set()),
    ],
)
def test_countries_are_recognised_by_their_whole_names(text: str, countries: set[str]) -> None:
    assert countries_in(text) == countries


@pytest.mark.parametrize(
    ("text", "states"),
    [("From West Virginia to New Mexico it rained.", {"West Virginia", "New Mexico"}), ("In Mexico it rained.", set())],
)
def test_states_are_recognised_by_their_whole_names(text: str, states: set[str]) -> None:
    assert states_in(text) == states
