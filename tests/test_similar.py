"""Which articles are one story: copies and light edits are, articles of one topic are not."""

import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.similar import bands, is_same_story
from tests.web import SENTENCES

STORY = " ".join(SENTENCES) + (
    " The mayor, who had asked for a new crane three years ago, said that she would now wait for nobody. "
    "A diver found the hook on Tuesday afternoon, forty metres from the quay and deep in the mud. "
    "The insurers have sent two experts, and the union of the dockers wants a seat at their table."
)
SAME_TOPIC = (
    "A crane lies in the basin of Larkhaven, and the town argues about whose fault that is. The harbour master says "
    "that nobody was hurt. The union says that this was luck: dockers had warned of the rust since June, and a letter "
    "to the mayor went without an answer. She says that the letter never reached her desk. Ferries wait outside the "
    "harbour, fish is sold at the old station, and on Thursday an inquiry is to say what the steel looked like inside."
)
EDITED = STORY.replace("Nobody was hurt", "No one was injured").replace("1974", "1975")
CUT = STORY[: len(STORY) * 2 // 3]
REUSED = STORY[: len(STORY) // 2] + SAME_TOPIC
FRAMED = f"LARKHAVEN (Agency) — {STORY} Reporting by J. Roe; editing by M. Moe."


def meet(one: str, other: str) -> bool:
    return any(first == second for first, second in zip(bands(one), bands(other), strict=True))


@pytest.mark.parametrize("copy", [EDITED, CUT, FRAMED, STORY.upper(), STORY.replace(". ", ".\n\n")])
def test_a_copy_is_the_same_story_and_is_found(copy: str) -> None:
    assert is_same_story(STORY, copy)
    assert is_same_story(copy, STORY)
    assert meet(STORY, copy)


@pytest.mark.parametrize("other", [SAME_TOPIC, STORY[:300], SENTENCES[0], "", REUSED])
def test_one_topic_an_excerpt_or_a_report_that_reuses_half_of_it_is_not(other: str) -> None:
    assert not is_same_story(STORY, other)


def test_a_short_text_is_like_no_other() -> None:
    assert bands("A short note.") == ()
    assert not is_same_story("A short note.", "A short note.")


def test_the_bands_are_the_same_on_every_machine() -> None:
    assert bands(STORY)[:2] == (1117913598876824833, -4336945905811884398)


@settings(max_examples=25)
@given(st.integers(0, 7), st.text("abcdefgh ", min_size=0, max_size=30))
def test_one_changed_sentence_leaves_it_the_same_story(place: int, words: str) -> None:
    sentences = re.split(r"(?<=\.) ", STORY)
    sentences[place] = words

    assert is_same_story(STORY, " ".join(sentences))


def test_m10_the_bands_of_a_long_text_take_little_more_memory_than_the_text() -> None:
    text = " ".join(f"word{number}" for number in range(60_000))
    bands("so that all is imported " * 20)

    tracemalloc.start()
    found = bands(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found
    assert peak < 12 * len(text)
