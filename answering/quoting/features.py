"""What can be measured of a sentence against a question."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from answering.quoting.asked import asked
from answering.quoting.offered import DESCRIBING, explains, nearness, new_things, offers
from domain.language import words
from domain.protocols import Vectors
from text.word_forms import kin, kins
from text.word_frequency import zipf

Floats = npt.NDArray[np.float64]

FEATURES = (
    "similarity",  # cosine of question and sentence
    "pair",  # cosine of question and (sentence before + sentence)
    "coverage",  # share of the question's content words in the sentence, by weight
    "pair_coverage",  # share in the sentence or the one before
    "offers",  # something of the kind asked for
    "offers_fact",  # the same where words alone tell the kind for certain: a number, a time, a country, a state
    "question",  # the sentence is itself a question
    "after_question",  # how much the printed question that it stands behind asks the same, 0 if little
    "short",  # fewer than six words
    "leaning",  # begins with a word that points back
    "heading",  # a headline or a line of its own
    "position",  # logarithm of its place in the article, up to the tenth: news tells the main thing first
    "retrieval",  # how well its passage was found, 1 for the best
    "consensus",  # how much promising sentences of other articles say the same new thing
    "near",  # how near something of the kind asked for stands to a word of the question
    "novelty",  # share of its content words that the question does not have: words that repeat it do not answer
    "explains",  # it says outright that it gives the reason or the description asked for; times pair_coverage
)
RELATIVE = ("similarity", "pair", "coverage", "consensus")
"""Features that are also given relative to the other candidates of the same question (standard score)."""

_LEANING = re.compile(
    r"^\W*(?:it|they|he|she|this|that|these|those|his|her|their|its|such|but|and|however|so|then|also|another|both|yet|"
    r"instead|still|nor|otherwise|meanwhile|there)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\?[\"”’')\]*_]*$")
_SAME_QUESTION, _SAME_MEANING = 0.4, 0.7
"""Share of words, and cosine, from which two questions ask much the same: "When will the first bills come?" and "When
will households get their first bill?" have .77; one about another side of the same matter may have .65."""
_FACTS = frozenset({"number", "time", "country", "state"})
_FIRST = 10
"""Sentences of an article whose order counts; behind them all are alike."""
_COMMON_ZIPF, _RARE_ZIPF = 8.0, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may be quoted, and the one before it ("" if there is none, or it is not known).

    ``printed`` is the question that stands in a line of its own above its paragraph, "" if none does.
    ``position`` counts sentences from the article's start, from 0; ``retrieval`` is from 0 to 1; ``article`` tells the
    articles apart.
    """

    text: str
    article: str = ""
    before: str = ""
    printed: str = ""
    heading: bool = False
    position: int = 0
    retrieval: float = 1.0


def measure(
    question: str, candidates: Sequence[Candidate], *, similarity: Vectors, pair: Vectors, printed: Mapping[str, float]
) -> Floats:
    """Return shape ``(len(candidates), len(FEATURES) + len(RELATIVE))``; ``similarity`` and ``pair`` have one cosine a
    candidate, ``printed`` one for each of ``printed_questions``.
    """
    weights, known = question_weights(question), kins(question)
    weights = _locally_rare(weights, [kins(candidate.text) for candidate in candidates])
    own_coverage = np.array([coverage(weights, kins(candidate.text)) for candidate in candidates])
    things = [new_things(candidate.text, question) for candidate in candidates]
    fact = float(asked(question) in _FACTS)
    agreed = consensus(
        things, [candidate.article for candidate in candidates], similarity.astype(np.float64), own_coverage
    )
    rows = [
        (
            *(float(value[i]) for value in (similarity, pair, own_coverage)),
            coverage(weights, kins(candidate.text) | kins(candidate.before)),
            (offered := offers(candidate.text, question)),
            fact * offered,
            float(is_question(candidate.text)),
            _after_question(question, weights, candidate, printed),
            float(len(words(candidate.text)) < 6),
            float(leans(candidate.text)),
            float(candidate.heading),
            float(np.log1p(min(candidate.position, _FIRST))),
            candidate.retrieval,
            float(agreed[i]),
            nearness(candidate.text, question),
            _novelty(candidate.text, known),
            explains(candidate.text, question) * coverage(weights, kins(candidate.text) | kins(candidate.before)),
        )
        for i, candidate in enumerate(candidates)
    ]
    table = np.array(rows, dtype=np.float64).reshape(len(candidates), len(FEATURES))
    return np.hstack([table, _standard(table[:, [FEATURES.index(name) for name in RELATIVE]])])


def question_weights(question: str) -> dict[str, float]:
    """Return a weight (0.5 to 6) for the stem of each content word of the question; rarer in English weighs more.

    The verb of "What has she called it?" is left out: a text may describe in other words.
    """
    described = asked(question) == "description"
    return {
        kin(word.text): word_weight(word.text)
        for word in words(question)
        if word.content and not (described and DESCRIBING.search(word.text))
    }


def word_weight(word: str) -> float:
    """Return 0.5 (as common as "the") to 6 (rare): 8 minus the word's Zipf frequency in English."""
    return max(0.5, _COMMON_ZIPF - max(zipf(word.lower(), "en"), _RARE_ZIPF))


def coverage(weights: dict[str, float], found: frozenset[str]) -> float:
    """Return the share (0 to 1) of the question's weight that is among the stems found; 0 for a question without
    words.
    """
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in found) / total if total else 0.0


def _locally_rare(weights: dict[str, float], sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return the weights times the inverse frequency of each word among the sentences: in an article about Russia,
    "Russia" tells them apart less than "sanctioned".
    """
    counts = {word: sum(word in sentence for sentence in sentences) for word in weights}
    return {word: weight * float(np.log(1 + len(sentences) / (counts[word] + 0.5))) for word, weight in weights.items()}


def _novelty(sentence: str, known: frozenset[str]) -> float:
    content = [kin(word.text) for word in words(sentence) if word.content]
    return sum(word not in known for word in content) / len(content) if content else 0.0


def printed_questions(question: str, candidates: Sequence[Candidate]) -> dict[str, str]:
    """Map the questions printed before or above candidates that ask for the same kind of thing to their articles."""
    kind = asked(question)
    return {
        text: one.article
        for one in candidates
        for text in (one.before, one.printed)
        if is_question(text) and asked(text) == kind
    }


def _after_question(
    question: str, weights: dict[str, float], candidate: Candidate, printed: Mapping[str, float]
) -> float:
    """How much the printed question in front, or above the paragraph, asks the same: by its share of the question's
    words, or, if it asks for the very same kind of thing, by its meaning.
    """
    text = candidate.before if is_question(candidate.before) else candidate.printed
    if not text or not asks_alike(question, text):
        return 0.0
    share, likeness = coverage(weights, kins(text)), printed.get(text, 0.0)
    return max(share * (share >= _SAME_QUESTION), likeness * (likeness >= _SAME_MEANING))


def asks_alike(question: str, printed: str) -> bool:
    """Whether a printed question can ask for what the reader asks for: a "why" is no "where"."""
    kind = asked(question)
    return kind in ("thing", "other") or asked(printed) in (kind, "thing", "other")


def is_question(sentence: str) -> bool:
    """Whether the sentence ends with a question mark, quotation marks left aside."""
    return _ASKING.search(sentence) is not None


def leans(sentence: str) -> bool:
    """Whether the sentence begins with a word that points back ("It…", "But…")."""
    return _LEANING.match(sentence) is not None


def consensus(things: Sequence[frozenset[str]], articles: Sequence[str], similarity: Floats, covered: Floats) -> Floats:
    """Return for each sentence the weight (0 to 1) of other articles' sentences that name a thing it names, the best.

    Weights are a softmax over how well each sentence fits the question: what several articles say is likelier the
    answer (redundancy: Clarke, Cormack and Lynam, SIGIR 2001).
    """
    if not len(things):
        return np.zeros(0)
    fit = _standard(similarity[:, np.newaxis])[:, 0] + _standard(covered[:, np.newaxis])[:, 0]
    weights = np.exp(fit - fit.max())
    weights /= weights.sum()
    totals: dict[str, float] = {}
    within: dict[tuple[str, str], float] = {}
    for weight, article, own in zip(weights, articles, things, strict=True):
        for thing in own:
            totals[thing] = totals.get(thing, 0.0) + float(weight)
            within[thing, article] = within.get((thing, article), 0.0) + float(weight)
    return np.array(
        [
            max((totals[thing] - within[thing, article] for thing in own), default=0.0)
            for article, own in zip(articles, things, strict=True)
        ]
    )


def _standard(columns: Floats) -> Floats:
    """Each column less its mean, over its standard deviation (a little added: equal values give 0)."""
    if not len(columns):
        return columns
    standard: Floats = (columns - columns.mean(axis=0)) / (columns.std(axis=0) + 0.01)
    return standard
