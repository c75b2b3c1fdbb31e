"""Scores of sentences and evidence, from logits that are given here, not measured."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from answering.quoting.candidates import Considered, Extract, as_article, windows_of
from answering.quoting.reading import MOST, ExtractReader, quotable, rank
from domain.reading import Calibration, Reader
from reader.fakes import OverlapReader
from retriever.fakes import HashingEmbedder
from tests.asking import article, candidates_of
from tests.making import Desk
from tests.scripted_reader import LOW, ScriptedReader

HARBOUR = windows_of(article("The silt is deep. Gulls nest there. Boats left Belmar."))
PLAIN = Calibration(window=0.0, evidence_window=0.0)
QUESTION = "Why is it shut?"

Make = Callable[..., ExtractReader]


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Make]:
    """Makes an ExtractReader over readers; the embedder makes texts near that share words."""
    desk = Desk(tmp_path, embedder=HashingEmbedder(4096))  # type: ignore[arg-type]

    def make(reader: Reader, bundled: Reader | None = None) -> ExtractReader:
        return ExtractReader(reader=reader, bundled=bundled or reader, embedder=desk.embedder, library=desk.library)

    yield make
    desk.close()


def order(found: Considered) -> list[str]:
    """Return the first words of the sentences, best first."""
    return [found.candidates[i].sentence.text.split()[0] for i in rank(found.scores)]


def score_of(found: Considered, words: str) -> float:
    (place,) = [i for i, one in enumerate(found.candidates) if words in one.sentence.text]
    return float(found.scores[place])


def test_a_sentence_of_an_article_that_was_found_worse_counts_less_for_the_rank_and_for_the_evidence(
    over: Make,
) -> None:
    extracts = [*windows_of(article("One came."), found=0.25), *windows_of(article("Two came.", name="a2"))]
    scripted = {"sentences": {"One came.": 2.0, "Two came.": 1.0}, "windows": {}}

    by_logit, by_both = (
        over(ScriptedReader(**scripted, calibration=replace(PLAIN, found=share)))(QUESTION, extracts)
        for share in (0.0, 4.0)
    )

    assert order(by_logit) == ["One", "Two"]
    assert order(by_both) == ["Two", "One"]
    assert by_both.scores.tolist() == [3.0, 5.0]
    assert by_both.evidence == pytest.approx(PLAIN.probability(5.0))


def test_sentences_are_ranked_by_their_own_logit_and_their_windows(over: Make) -> None:
    extracts = [*as_article("A", ["One came.", "Two came."]), *as_article("B", ["Six came."])]
    scripted = {
        "sentences": {"One came.": 1.0, "Two came.": 0.0, "Six came.": 0.5},
        "windows": {"One came.": -2.0, "Six came.": 3.0},
    }
    weighed, alone = (
        over(ScriptedReader(**scripted, calibration=Calibration(window=share)))(QUESTION, extracts)
        for share in (0.5, 0.0)
    )

    assert order(weighed) == ["Six", "One", "Two"]
    assert weighed.scores.tolist() == [0.0, -1.0, 2.0]
    assert order(alone) == ["One", "Six", "Two"]


def test_the_cosine_to_the_question_ranks_where_the_calibration_says_so_and_is_no_evidence(over: Make) -> None:
    logits = {"The silt is deep.": 0.0, "Gulls nest there.": 1.0}
    question = "Is the silt deep?"
    without, with_cosine = (
        over(ScriptedReader(logits, calibration=Calibration(cosine=share)))(question, HARBOUR) for share in (0.0, 4.0)
    )

    assert order(without)[0] == "Gulls"
    assert order(with_cosine)[0] == "The"
    assert with_cosine.evidence == without.evidence


def test_the_evidence_is_the_probability_of_the_best_sentence(over: Make) -> None:
    calibration = Calibration(evidence_window=2.0, slope=0.5, intercept=-1.0)
    reader = ScriptedReader({"Gulls nest there.": 3.0}, windows={"Gulls nest there.": 0.25}, calibration=calibration)

    found = over(reader)(QUESTION, HARBOUR)

    assert found.evidence == calibration.probability(3.0 + 2.0 * 0.25)


def test_headings_and_printed_questions_are_no_evidence(over: Make) -> None:
    extracts = windows_of(article("Silt and gulls\n\nIs the pier shut? The silt is deep."))
    reader = ScriptedReader(
        {"Silt and gulls": 9.0, "Is the pier shut?": 9.0, "The silt is deep.": 1.0}, calibration=PLAIN
    )

    found = over(reader)("Where do we swim?", extracts)

    assert found.evidence == PLAIN.probability(1.0)


def test_a_name_that_no_article_has_lowers_the_evidence_and_not_the_scores(over: Make) -> None:
    calibration = Calibration(evidence_window=0.0, missing=3.0)
    read = over(ScriptedReader({"The silt is deep.": 1.0}, calibration=calibration))

    known, unknown = read(QUESTION, HARBOUR), read(QUESTION, HARBOUR, missing=["Quist"])

    assert unknown.evidence == calibration.probability(1.0 - 3.0) < known.evidence
    assert unknown.scores.tolist() == known.scores.tolist()
    assert unknown.missing == ["Quist"]


def test_a_reader_that_nobody_calibrated_ranks_and_the_bundled_one_decides(over: Make) -> None:
    reader = ScriptedReader({"Gulls nest there.": 2.0})
    bundled = ScriptedReader({"The silt is deep.": 1.5, "Gulls nest there.": 0.5}, calibration=PLAIN)

    found = over(reader, bundled)(QUESTION, HARBOUR)

    assert order(found)[0] == "Gulls"
    assert found.evidence == PLAIN.probability(1.5)


def test_a_calibrated_reader_decides_by_itself(over: Make) -> None:
    reader = ScriptedReader({"Gulls nest there.": 2.0}, calibration=PLAIN)
    bundled = ScriptedReader({"The silt is deep.": 9.0}, calibration=PLAIN)

    found = over(reader, bundled)(QUESTION, HARBOUR)

    assert found.evidence == PLAIN.probability(2.0)
    assert bundled.windows_read == []


ASKS = "The pier of Belmar is old. {} The silt is deep. Gulls nest there."


@pytest.mark.parametrize(
    ("printed", "question", "share"),
    [
        ("Why is the pier shut?", "Why is the pier shut?", 1.0),
        ("It has money, so why is the pier shut?", "Why is the pier shut?", 1.0),
        ("Why is it not open?", "Where does Ilsa Dorn swim?", 0.0),
        ("Why is the harbour empty?", "Why is the pier shut?", 0.5),
    ],
    ids=["same", "within a sentence", "another", "alike"],
)
def test_the_sentence_behind_the_users_own_question_is_raised(
    over: Make, printed: str, question: str, share: float
) -> None:
    found = over(ScriptedReader(calibration=PLAIN))(question, windows_of(article(ASKS.format(printed))))

    gain = score_of(found, "silt is deep") - LOW
    assert gain == pytest.approx(6.0 * share, abs=1e-5)
    assert score_of(found, "Gulls nest") == score_of(found, "is old") == LOW
    assert found.evidence == pytest.approx(PLAIN.probability(LOW + gain))


def test_behind_a_question_at_an_articles_end_no_other_article_answers(over: Make) -> None:
    (asks,) = windows_of(article("Gulls nest there. Why is it shut?"))
    (other,) = windows_of(article("It rained. Boats left. The silt is deep.", name="a2"))
    last = replace(other, indices=range(2, 3))

    found = over(ScriptedReader(calibration=PLAIN))(QUESTION, [asks, last])

    assert score_of(found, "silt is deep") == LOW


def test_a_printed_questions_answer_may_begin_the_next_window(over: Make) -> None:
    extracts = windows_of(article(f"It rained {'and rained ' * 39}much. Why is it shut? {'Silt lies there ' * 20}now."))

    found = over(ScriptedReader(calibration=PLAIN))(QUESTION, extracts)

    assert [len(extract.indices) for extract in extracts] == [2, 1]
    assert score_of(found, "Silt lies") == LOW + 6.0


def many(count: int, near: int) -> list[Extract]:
    """As many articles of one window; that at the place ``near`` shares words with QUESTION."""
    return [
        extract
        for i in range(count)
        for extract in windows_of(article("It is shut." if i == near else f"Boat{i} left.", name=f"a{i}"))
    ]


def test_only_the_most_promising_extracts_are_read_in_their_order(over: Make) -> None:
    reader = ScriptedReader(calibration=PLAIN)

    found = over(reader)(QUESTION, many(MOST + 2, near=MOST + 1))

    read = [window.sentences[0] for window in reader.windows_read]
    assert read == [*(f"Boat{i} left." for i in range(MOST - 1)), "It is shut."]
    assert [one.sentence.text for one in found.candidates] == read


def test_the_best_sentence_is_read_again_in_the_middle_of_its_own_window(over: Make) -> None:
    filler = "and more " * 18
    extracts = windows_of(
        article(f"It rained {filler}long. It blew {filler}on. Silt lies there. Gulls nest {filler}now.")
    )
    calibration = Calibration(window=1.0, evidence_window=1.0)
    last = extracts[1].window.sentences[0]
    scripted = {"windows": {last: 2.0, "Silt lies there.": 1.0}, "calibration": calibration}
    reader = ScriptedReader({"Silt lies there.": 1.0}, **scripted)  # type: ignore[arg-type]

    found = over(reader)(QUESTION, extracts)

    assert [len(one.indices) for one in extracts] == [3, 1]
    assert score_of(found, "Silt lies") == 1.0 + (1.0 + 2.0) / 2
    assert found.evidence == calibration.probability(1.0 + (1.0 + 2.0) / 2)


def test_a_window_that_was_read_is_not_read_again(over: Make) -> None:
    reader = ScriptedReader(calibration=PLAIN)

    over(reader)(QUESTION, HARBOUR)

    assert len(reader.windows_read) == 1


def test_of_equally_near_extracts_those_of_articles_found_better_are_read(over: Make) -> None:
    reader = ScriptedReader(calibration=PLAIN)
    worse = windows_of(article("Fog came."), found=0.1)

    over(reader)(QUESTION, [*worse, *many(MOST, near=-1)])

    assert "Fog came." not in [window.sentences[0] for window in reader.windows_read]


def test_without_extracts_there_is_no_evidence(over: Make) -> None:
    found = over(ScriptedReader(calibration=PLAIN))(QUESTION, [])

    assert (found.candidates, found.scores.tolist(), found.evidence) == ([], [], 0.0)


def test_what_has_no_words_is_left_out(over: Make) -> None:
    extracts = windows_of(article("The silt is deep.\n\n* * *\n\n— — —\n\nGulls nest there."))
    reader = OverlapReader(PLAIN)

    found = over(reader)(QUESTION, extracts)
    nothing = over(reader)(QUESTION, windows_of(article("* * *")))

    assert [one.sentence.text for one in found.candidates] == ["The silt is deep.", "Gulls nest there."]
    assert len(found.scores) == 2
    assert (nothing.candidates, nothing.scores.tolist(), nothing.evidence) == ([], [], 0.0)


def test_sentences_that_can_answer_are_no_headings_and_no_questions_unless_there_are_no_others() -> None:
    mixed = candidates_of(article("Silt and gulls\n\nWhy is it shut? The silt is deep."))
    asks = candidates_of(article("Why is it shut? Who knows?"))

    assert quotable(mixed) == [2]
    assert quotable(asks) == [0, 1]


def test_of_equal_scores_the_earlier_comes_first() -> None:
    assert rank([1.0, 2.0, 1.0, 2.0]) == [1, 3, 0, 2]
