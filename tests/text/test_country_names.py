"""The forms in which countries are named."""

import pytest

from text.country_names import country_forms


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("India", "indian"),
        ("Indians", "india"),
        ("america", "american"),
        ("US", "american"),
        ("America", "US"),
        ("United", "british"),
        ("American", "america"),
        ("Danish", "denmark"),
        ("France", "french"),
        ("Britain", "british"),
        ("korea", "korean"),
    ],
)
def test_a_country_is_known_by_its_other_forms(word: str, form: str) -> None:
    assert form in country_forms(word)


@pytest.mark.parametrize("word", ["Indianapolis", "Wexmouth", "boat", "", "7"])
def test_other_words_name_no_country(word: str) -> None:
    assert country_forms(word) == frozenset()


@pytest.mark.parametrize(
    ("word", "other"),
    [("India", "france"), ("Chile", "china"), ("India", "republic"), ("India", "in"), ("Britain", "united")],
)
def test_a_country_is_not_taken_for_another(word: str, other: str) -> None:
    assert other not in country_forms(word)
