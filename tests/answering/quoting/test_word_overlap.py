"""The closest words where the reader does not know the language."""

from collections.abc import Sequence

import numpy as np
import pytest

from answering.quoting.candidates import Candidate
from answering.quoting.reading import rank
from answering.quoting.word_overlap import by_words, unjudged_language
from domain.protocols import Vectors
from tests.asking import article

GERMAN = (
    "Der Stadtrat hat den Bau der Brücke gestoppt. Grund sind die Baukosten, die sich verdoppelt haben. "
    "Pendler fahren einen Umweg über Altdorf. Im Herbst stimmen die Einwohner ab."
)
CHINESE = "市政府周三宣布推迟开通地铁。三座车站没有通过消防检查。附近的商店每月得到五千元补贴。"
ENGLISH = "The council has stopped the bridge. The costs have doubled since the spring, and that is too much."


def level(_question: str, candidates: Sequence[Candidate]) -> Vectors:
    """No sentence is nearer than another."""
    return np.zeros(len(candidates), dtype=np.float32)


def best(question: str, *texts: str, language: str) -> str:
    found = by_words(question, [article(text, name=f"a{i}") for i, text in enumerate(texts)], language, level)
    return found.candidates[rank(found.scores)[0]].sentence.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Welche Kosten haben sich erhöht?", "Baukosten"),
        ("Welchen Umweg nimmt man?", "Altdorf"),
        ("Worüber wird abgestimmt, und was sagen die Einwohner?", "Herbst"),
    ],
)
def test_sentences_with_pieces_of_the_questions_words_come_first(question: str, words: str) -> None:
    assert words in best(question, GERMAN, language="de")


def test_characters_and_their_pairs_count_where_words_are_not_parted() -> None:
    assert "补贴" in best("商店能得到多少补贴？", CHINESE, language="zh")


def test_only_articles_in_the_language_are_looked_at() -> None:
    assert "Baukosten" in best("Welche Kosten?", ENGLISH, GERMAN, language="de")


def test_of_two_articles_the_one_found_first_counts_more() -> None:
    assert best(
        "Wo ist der Umweg?", "Der Umweg führt über Neudorf.", "Der Umweg führt über Altdorf.", language="de"
    ) == ("Der Umweg führt über Neudorf.")


def test_the_cosine_decides_where_no_word_is_shared() -> None:
    def near(_question: str, candidates: Sequence[Candidate]) -> Vectors:
        return np.array(["Pendler" in one.sentence.text for one in candidates], dtype=np.float32)

    found = by_words("Xylophon?", [article(GERMAN)], "de", near)

    assert "Pendler" in found.candidates[rank(found.scores)[0]].sentence.text
    assert found.unjudged == "de"


def test_where_no_article_is_in_the_language_there_are_no_closest_words() -> None:
    found = by_words("Warum wartet China?", [article(ENGLISH)], "de", level)

    assert (found.candidates, found.scores.tolist(), found.unjudged) == ([], [], "de")


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("Warum wird die Brücke nicht gebaut, und was kostet sie?", GERMAN, "de"),
        ("Baukosten", GERMAN, "de"),
        ("地铁什么时候开通？", CHINESE, "zh"),
        ("Why has the council stopped the bridge?", GERMAN, ""),
        ("Why has the council stopped the bridge?", ENGLISH, ""),
        ("Warum wird die Brücke nicht gebaut, und was kostet sie?", ENGLISH, ""),
    ],
)
def test_what_the_reader_cannot_judge(question: str, text: str, language: str) -> None:
    assert unjudged_language(question, [article(text)]) == language


def test_without_articles_there_is_nothing_to_judge() -> None:
    assert unjudged_language("Warum?", []) == ""
