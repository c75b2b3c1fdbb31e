"""Two articles that give different numbers for the same thing."""

from collections.abc import Sequence

from answering.quoting.asked import asked
from answering.quoting.candidates import Located
from answering.quoting.features import Floats
from answering.quoting.offered import is_number
from answering.quoting.quote import Quote
from domain.language import Word, words
from text.word_forms import stem, stems

_WITHIN = 2.0
"""A rival's score may be so much below the core's."""
_UNIT_WORDS = 2


def rival(core: Quote, question: str, candidates: Sequence[Located], scores: Floats) -> Quote | None:
    """Return the best sentence of another article that gives another number with the same unit ("145 people" against
    "120 people"), and not the core's number too.

    None for questions that ask for no number or time, or where there is no such sentence.
    """
    if asked(question) not in ("number", "time"):
        return None
    own = _quantities(core.sentence.text, question)
    best = max((float(score) for score in scores), default=0.0)
    others = [
        (float(score), located)
        for score, located in zip(scores, candidates, strict=True)
        if located.article.id != core.article.id and not located.sentence.heading and score >= best - _WITHIN
    ]
    for _, located in sorted(others, key=lambda pair: -pair[0]):
        theirs = _quantities(located.sentence.text, question)
        units = {unit for _, unit in own} & {unit for _, unit in theirs}
        if units and not {number for number, unit in own if unit in units} & {number for number, _ in theirs}:
            return Quote(article=located.article, sentence=located.sentence, everything=located.everything)
    return None


def _quantities(sentence: str, question: str) -> set[tuple[str, str]]:
    """The numbers that the question does not name, each with the stem of the next word that carries meaning."""
    known = stems(question)
    found: set[tuple[str, str]] = set()
    everything = words(sentence)
    for place, word in enumerate(everything):
        if not is_number(word) or stem(word.text) in known:
            continue
        unit = next(
            (stem(other.text) for other in everything[place + 1 : place + 1 + _UNIT_WORDS] if _is_unit(other)), ""
        )
        if unit:
            found.add((word.text.replace(",", "").lower(), unit))
    return found


def _is_unit(word: Word) -> bool:
    return word.content and not is_number(word)
