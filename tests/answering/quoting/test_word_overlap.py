"""The closest passages where the reader does not know the language."""

from collections.abc import Sequence

import numpy as np
import pytest

from answering.quoting.candidates import Candidate, windows_of
from answering.quoting.reading import rank
from answering.quoting.refusals import nearest
from answering.quoting.word_overlap import (
    BY_MEANING,
    BY_WORDS,
    Weighing,
    by_words,
    passages,
    unjudged_language,
)
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


@pytest.mark.parametrize(("weighing", "town"), [(BY_WORDS, "Neudorf"), (BY_MEANING, "Altdorf")])
def test_the_nearest_sentence_of_a_later_article_wins_where_the_embedder_knows_the_language(
    weighing: Weighing, town: str
) -> None:
    def near(_question: str, candidates: Sequence[Candidate]) -> Vectors:
        return np.array([0.9 if "Altdorf" in one.sentence.text else 0.7 for one in candidates], dtype=np.float32)

    texts = ["Der Umweg führt über Neudorf.", "Das Rathaus ist zu.", "Der Bus hält nun in Altdorf."]
    articles = [article(text, name=f"a{i}") for i, text in enumerate(texts)]

    found = by_words("Wo ist der Umweg?", articles, "de", near, weighing)

    assert town in found.candidates[rank(found.scores)[0]].sentence.text


def test_cosines_count_by_their_range_whatever_the_model() -> None:
    """The cosines of some models lie between .7 and .9, and those of others between 0 and .6."""

    def scores(lowest: float, highest: float) -> list[float]:
        def near(_question: str, candidates: Sequence[Candidate]) -> Vectors:
            return np.linspace(lowest, highest, len(candidates), dtype=np.float32)

        return list(map(float, by_words("Wann ist der Entscheid der Pendler?", [article(GERMAN)], "de", near).scores))

    assert scores(0.7, 0.9) == pytest.approx(scores(0.0, 0.6), abs=1e-5)


def test_where_no_article_is_in_the_language_there_are_no_closest_words() -> None:
    found = by_words("Warum wartet China?", [article(ENGLISH)], "de", level)

    assert (found.candidates, found.scores.tolist(), found.unjudged) == ([], [], "de")


PARAGRAPHS = (
    "Der Kanal wird im Mai gesperrt. Die Schleuse ist undicht. Taucher fanden einen Riss. Er misst zwei Meter. "
    "Schiffe müssen warten.\n\nEin Lotse klagt über die Kosten. Er verliert seine Kunden."
)


def around(text: str, *starts: str, limit: int = 3) -> list[str]:
    """Return the passages around the sentences that begin with these words, best first."""
    candidates = [one for extract in windows_of(article(text)) for one in extract.candidates()]
    ranked = [next(one for one in candidates if one.sentence.text.startswith(start)) for start in starts]
    return [of.text[start:end] for of, start, end in passages(ranked, limit)]


def test_a_passage_is_a_sentence_with_those_beside_it_in_its_paragraph() -> None:
    assert around(PARAGRAPHS, "Taucher") == [
        "Die Schleuse ist undicht. Taucher fanden einen Riss. Er misst zwei Meter."
    ]
    assert around(PARAGRAPHS, "Schiffe") == ["Taucher fanden einen Riss. Er misst zwei Meter. Schiffe müssen warten."]
    assert around(PARAGRAPHS, "Ein Lotse") == ["Ein Lotse klagt über die Kosten. Er verliert seine Kunden."]


def test_no_sentence_stands_in_two_passages_and_there_are_no_more_than_asked_for() -> None:
    assert around(PARAGRAPHS, "Taucher", "Er misst", "Schiffe", "Er verliert", limit=2) == [
        "Die Schleuse ist undicht. Taucher fanden einen Riss. Er misst zwei Meter.",
        "Schiffe müssen warten.",
    ]


def test_a_passage_does_not_grow_long() -> None:
    long = f"Es begann {'sehr ' * 80}spät."

    assert around(f"{long} Dann kam Regen. Alle gingen.", "Dann") == ["Dann kam Regen. Alle gingen."]
    assert around(f"{long} Dann kam Regen.", "Es begann") == [long]


def test_what_nobody_can_judge_is_shown_as_passages() -> None:
    found = by_words("Wo ist der Riss?", [article(PARAGRAPHS)], "de", level)

    assert nearest(found)[0].quote == "Die Schleuse ist undicht. Taucher fanden einen Riss. Er misst zwei Meter."


def test_a_chinese_question_is_none_for_japanese_articles_that_were_found_first() -> None:
    japanese = "市は水曜日、地下鉄の開業を延期すると発表した。三つの駅が消防検査に合格しなかった。"

    assert unjudged_language("坐车要不要涨价？", [article(japanese), article(CHINESE, name="b")]) == "zh"


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
