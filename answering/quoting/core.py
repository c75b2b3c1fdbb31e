"""Which sentence answers first: the best one, unless it is the printed question that the next one answers."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from answering.quoting.asked import asked
from answering.quoting.candidates import Located
from answering.quoting.features import Floats, coverage, is_question, leans, question_weights
from answering.quoting.further import SINGLE
from answering.quoting.offered import is_number, offers
from domain.language import content_words, words
from text.enumerations import enumeration_around
from text.sentences import Sentence
from text.table_rows import label_of
from text.word_forms import kins, stem, stems

_ANSWERS = 3.0
"""The paragraph behind a printed question answers it if it scores at most so much less than the question; a row that
the question names answers if it scores at most so much less than the best sentence."""
_ASKING_CLAUSE = re.compile(
    r"[,;:–—]\s+(?:so|but|and|then|yet)?\s*(?:who|what|when|where|why|how|which)\b", re.IGNORECASE
)
_MOST = re.compile(
    r"\W*(?:in |at |by |on |from )?(?:which|what) (?P<of>\w+)\b(?P<what>.*)\b(?P<most>most|fewest|least|"
    r"(?:high|low|larg|small|bigg|great|long|short|fast|slow|new|old|cheap|warm|cold|hott)est)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_STATED = 0.4
"""Share of the question's words that stand in the statement in front of a printed question that answers it."""


def best_sentence(question: str, candidates: Sequence[Located], scores: Floats, order: Sequence[int]) -> Located:
    """Return the best sentence; if that is a question, the one behind it, which answers it, and if there is none, the
    best other.

    The words that repeat the question are not the answer. Behind a paragraph's end only a sentence answers it that
    fits nearly as well: an article may also go on with something else.
    """
    listed = _named_row(question, candidates, scores, order) or _list_to_compare(question, candidates, order)
    best = listed or candidates[order[0]]
    index = best.sentence.index + 1
    behind = best.everything[index] if index < len(best.everything) else None
    if not is_question(best.sentence.text) or _states(best.sentence.text, question):
        told = behind is not None and _goes_on_to_answer(best.sentence, behind, question)
        return replace(best, sentence=behind) if behind and told else best
    if behind and not is_question(behind.text) and not behind.heading:
        floor = float(scores[order[0]]) - _ANSWERS
        if behind.line == best.sentence.line or score_of(candidates, scores, best.article.id, index) >= floor:
            return replace(best, sentence=behind)
    return next((candidates[i] for i in order if not is_question(candidates[i].sentence.text)), best)


def _named_row(question: str, candidates: Sequence[Located], scores: Floats, order: Sequence[int]) -> Located | None:
    """The row of a list that the question names, where the best sentence does not and scores little more: "559" is what
    a list tells of Almere, and a sentence about all provinces tells nothing of it.
    """
    asked_of, best = stems(question), candidates[order[0]]
    near = [candidates[i] for i in order if scores[i] >= scores[order[0]] - _ANSWERS]
    for row in near:
        if row.sentence.under is None or not offers(row.sentence.text, question):
            continue
        label = {stem(word.text) for word in words(label_of(row.sentence.text)) if word.content}
        if label and label <= asked_of:
            return None if label <= stems(best.sentence.text) else row
    return None


def _list_to_compare(question: str, candidates: Sequence[Located], order: Sequence[int]) -> Located | None:
    """The words above a list of the best sentence's article, where the question asks which of its rows has the most of
    what it tells: "Boats by harbour:" for "Which harbour has the most boats?". The list is then quoted whole.
    """
    extreme = _MOST.match(question)
    if extreme is None:
        return None
    of, counted = stem(extreme["of"]), {stem(word) for word in content_words(f"{extreme['what']} {extreme['rest']}")}
    for i in order:
        row, under = candidates[i], candidates[i].sentence.under
        if under is not None and row.article.id == candidates[order[0]].article.id:
            told = stems(row.everything[under].text)
            whole = of in told and counted & told and enumeration_around(row.everything, under)
            return replace(row, sentence=row.everything[under]) if whole else None
    return None


def _goes_on_to_answer(said: Sentence, behind: Sentence, question: str) -> bool:
    """Whether the next sentence of the paragraph has the fact asked for, and the best one has not: behind "Dorn died on
    Sunday." stands "She was 91."; behind what says no more than the question does ("One sailor drowned."), also "The
    guild named him as Ola Nord.".
    """
    if behind.line != said.line or asked(question) not in SINGLE or offers(behind.text, question) < 1:
        return False
    if leans(behind.text):
        return offers(said.text, question) < 1
    known = stems(question)
    new = [word for word in words(said.text) if word.content and stem(word.text) not in known and not is_number(word)]
    return not new and not offers(said.text, question)


def _states(printed: str, question: str) -> bool:
    """Whether a printed question first states what another question asks for: "The pier is older than the
    mole, so why…?" answers "Which is older?".
    """
    clause = _ASKING_CLAUSE.search(printed)
    if clause is None or asked(printed) == asked(question):
        return False
    weights = question_weights(question)
    front, behind = (
        coverage(weights, kins(part)) for part in (printed[: clause.start()], clause.string[clause.start() :])
    )
    return front >= _STATED and not behind


def score_of(candidates: Sequence[Located], scores: Floats, article_id: str, index: int) -> float:
    """Return the score of an article's sentence, minus infinity if it is no candidate."""
    return next(
        (
            float(score)
            for located, score in zip(candidates, scores, strict=True)
            if located.article.id == article_id and located.sentence.index == index
        ),
        -math.inf,
    )
