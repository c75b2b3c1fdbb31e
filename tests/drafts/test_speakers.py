"""Who says a quotation, and whether two texts name the same."""

import pytest

from drafts.quotations import find_quotations
from drafts.speakers import Speaker, compare, enclosing, is_mentioned, same_name, speaker_in_sentence, speakers_of
from text.sentences import sentences


def names(text: str) -> list[str | None]:
    found = speakers_of(text, find_quotations(text), sentences(text))
    return [speaker and speaker.name for speaker in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“The tide will not wait for us,” said Ada Lorne.", "Ada Lorne"),
        ("“The tide will not wait for us,” the harbour master, Ada Lorne, said.", "Ada Lorne"),
        ("Ada Lorne said: “The tide will not wait for us.”", "Ada Lorne"),
        ("According to Ada Lorne, “the tide will not wait for us”.", "Ada Lorne"),
        ("Ada Lorne: “The tide will not wait for us.”", "Ada Lorne"),
        ("Ada Lorne was late. “The tide will not wait for us,” she said.", "Ada Lorne"),
        ("“The tide will not wait for us,” reported The Tidal Gazette.", "Tidal Gazette"),
        ("“The tide will not wait for us,” said a fisherman.", None),
        ("The sign reads “the tide will not wait for us”.", None),
    ],
)
def test_whoever_says_it_is_named(text: str, name: str | None) -> None:
    assert names(text) == [name]


def test_a_quotation_goes_on_with_the_speaker_of_the_one_before() -> None:
    text = "“The tide will not wait,” said Ada Lorne. “It never waits for anybody.”\n\n“Nor do I wait,” said Bo Karr."

    assert names(text) == ["Ada Lorne", "Ada Lorne", "Bo Karr"]


def test_a_quotation_within_one_has_a_speaker_only_if_one_is_named_there() -> None:
    text = "“He said ‘the tide will not wait’ and Bo Karr said ‘it never waits for us’,” said Ada Lorne."

    assert names(text) == ["Ada Lorne", None, "Bo Karr"]


def test_who_says_a_sentence_without_quotation_marks_is_named() -> None:
    text = "It rained. Ada Lorne said the tide would not wait for anybody. It stopped."
    sentence = sentences(text)[1]
    start = text.index("the tide")

    speaker = speaker_in_sentence(text, sentence, start, start + 8)

    assert speaker is not None
    assert speaker.name == "Ada Lorne"


@pytest.mark.parametrize(
    ("draft", "article", "result"),
    [
        (Speaker(name="Ada Lorne"), Speaker(name="Lorne"), "same"),
        (Speaker(name="Ada Lorne"), Speaker(name="Dr Ada Lorne"), "same"),
        (Speaker(name="Ada Lorne"), Speaker(name="Bo Karr"), "other"),
        (Speaker(name="Ada Lorne"), Speaker(name="Bo Karr", beside="Bo Karr told Ada Lorne"), "open"),
        (Speaker(name="Ada Lorne", certain=False), Speaker(name="Bo Karr"), "open"),
        (Speaker(name="Ada Lorne"), None, "open"),
    ],
)
def test_speakers_are_the_same_another_or_that_is_open(draft: Speaker, article: Speaker | None, result: str) -> None:
    assert compare(draft, article, "") == result


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Lorne", "Lorne", True),
        ("Ada Lorne", "A. Lorne", True),
        ("Ada Lorne", "Bea Lorne", False),
        ("Ada Lorne", "Ada Karr", False),
        ("Mayor Lorne", "Ada Lorne", True),
        ("", "Ada Lorne", False),
    ],
)
def test_names_of_one_person(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    ("name", "mentioned"), [("Ada Lorne", True), ("Harbour Users Group", True), ("Bo Karr", False), ("Ada Karr", False)]
)
def test_somebody_is_mentioned_by_last_name_or_first_letters(name: str, mentioned: bool) -> None:
    assert is_mentioned(name, "Ms Lorne spoke for the HUG.") is mentioned


def test_the_quotation_that_holds_most_of_a_span() -> None:
    text = "“The tide will not wait for us,” she said. “It never did so.”"
    quotations = find_quotations(text)

    assert enclosing(quotations, 1, 20) == 0
    assert enclosing(quotations, text.index("It never"), len(text) - 1) == 1
    assert enclosing(quotations, text.index("she"), text.index("she") + 8) is None
