"""Names of a claim that a text does not have in any usual form."""

import pytest

from text.proper_names import unnamed, written_names


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Ilsa Dorn left.", "The mayor, Ilsa Dorn, left."),
        ("The American ships left.", "Ships of the US left."),
        ("Ships of the United Nations left.", "The UN sent ships."),
        ("The WHO was asked.", "They asked the World Health Organization."),
        ("The European Union paid.", "The EU paid."),
        ("Indians voted.", "There was a vote in India."),
        ("On Monday Dr Dorn left in May.", "A Dorn left."),
        ("Undergraduates left.", "The students left."),
    ],
)
def test_a_name_in_another_usual_form_is_not_missing(claim: str, printed: str) -> None:
    assert unnamed(claim, printed) == []


@pytest.mark.parametrize(
    ("claim", "printed", "lacking"),
    [
        ("Vera Holm left.", "The mayor, Ilsa Dorn, left.", ["Holm"]),
        ("She met Vera Holm.", "The mayor, Ilsa Dorn, left.", ["Vera", "Holm"]),
        ("They asked the WTO.", "They asked the World Health Organization.", ["WTO"]),
        ("Ships of France left.", "Ships of Spain left.", ["France"]),
    ],
)
def test_a_name_that_the_text_lacks_is_missing(claim: str, printed: str, lacking: list[str]) -> None:
    assert [word.text for word in unnamed(claim, printed)] == lacking


def test_names_are_what_is_written_so_inside_sentences() -> None:
    assert written_names("Boats left. The Dorn of Wexmouth stayed.") == {"dorn", "wexmouth"}
