"""Which articles are one story: copies and light edits are, articles of one topic are not."""

import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.near_duplicates import bands, is_near_duplicate
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
EDITED = STORY.replace("Nobody was hurt", "No one was injured").replace("have sent two experts", "have sent experts")
CUT = STORY[: len(STORY) * 2 // 3]
REUSED = STORY[: len(STORY) // 2] + SAME_TOPIC
FRAMED = f"LARKHAVEN (Agency) — {STORY} Reporting by J. Roe; editing by M. Moe."


def meet(one: str, other: str) -> bool:
    return any(first == second for first, second in zip(bands(one), bands(other), strict=True))


@pytest.mark.parametrize("copy", [EDITED, CUT, FRAMED, STORY.upper(), STORY.replace(". ", ".\n\n")])
def test_a_copy_is_the_same_story_and_is_found(copy: str) -> None:
    assert is_near_duplicate(STORY, copy)
    assert is_near_duplicate(copy, STORY)
    assert meet(STORY, copy)


@pytest.mark.parametrize("other", [SAME_TOPIC, STORY[:300], SENTENCES[0], "", REUSED])
def test_one_topic_an_excerpt_or_a_report_that_reuses_half_of_it_is_not(other: str) -> None:
    assert not is_near_duplicate(STORY, other)


REPORT = (
    "A quake of magnitude {size} was felt on {day} in and around {place}, the office for quakes says. It came at "
    "{hour} in the morning and lasted for a few seconds. Its centre lay {deep} kilometres under the ground. No damage "
    "has been reported to the office so far. Whoever has seen cracks in a wall is asked to send a picture of them to "
    "the office, which collects them for a map. The office warns that further quakes may follow, as they often do."
)
QUAKE = {"size": "3.1", "day": "Monday", "place": "Larkhaven", "hour": "6.40", "deep": "11"}


@pytest.mark.parametrize(
    "change",
    [
        {"size": "4.2", "day": "Friday", "place": "Lennik", "hour": "8.05", "deep": "9"},
        {"size": "4.2"},
        {"deep": "9"},
        {"day": "Friday"},
        {"place": "Lennik"},
    ],
)
def test_reports_of_one_template_are_not_the_same_story(change: dict[str, str]) -> None:
    one, other = REPORT.format(**QUAKE), REPORT.format(**(QUAKE | change))

    assert not is_near_duplicate(one, other)
    assert is_near_duplicate(one, one.replace("so far", "until now"))


def test_a_copy_of_a_text_without_spaces_is_found_by_its_letters() -> None:
    chinese = "周一码头最大的起重机停工两艘船改往北港旅客由引航员的小艇送上岸没有人受伤港务局长说他被钢铁落下的声音惊醒"

    assert is_near_duplicate(chinese, chinese.replace("没有人受伤", ""))
    assert not is_near_duplicate(
        chinese, "议会周二以六十一票对四十票决定网站在存储之前必须征得同意拒绝按钮必须与接受按钮一样大"
    )


def test_a_short_text_is_like_no_other() -> None:
    assert bands("A short note.") == ()
    assert not is_near_duplicate("A short note.", "A short note.")


def test_the_bands_are_the_same_on_every_machine() -> None:
    assert bands(STORY)[:2] == (1117913598876824833, -4336945905811884398)


@settings(max_examples=25)
@given(st.integers(0, 7), st.text("abcdefgh ", min_size=0, max_size=30))
def test_one_changed_sentence_leaves_it_the_same_story(place: int, words: str) -> None:
    sentences = re.split(r"(?<=\.) ", STORY)
    sentences[place] = words

    assert is_near_duplicate(STORY, " ".join(sentences))


def test_m10_the_bands_of_a_long_text_take_little_more_memory_than_the_text() -> None:
    text = " ".join(f"word{number}" for number in range(60_000))
    bands("so that all is imported " * 20)

    tracemalloc.start()
    found = bands(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found
    assert peak < 12 * len(text)
