"""Whether excerpts of articles support a statement, and by which sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.checking.evidence import (
    ArticleSentence,
    Evidence,
    Excerpt,
    excerpt_sentences,
    rank_evidence,
    with_neighbours,
)
from answering.checking.exact import mismatches
from domain.language import content_words
from domain.reading import Calibration, Judge, Reader
from domain.values import Article, Reason, ReasonKind, Support

THRESHOLD = 0.4
"""The least probability at which a statement counts as supported. Of 288 kept-out statements .188 of the true ones are
then rejected and .222 of the false ones accepted, of the 144 of `statements` .181 and .181 (bearable: .22 and .25)."""
_FRAME = re.compile(r"^(?:the )?(?:correct |short )?answer(?: to [^.:]{1,40}?)? is(?: that)?:?\s+", re.IGNORECASE)
"""What small models put in front of a statement; it says nothing."""
_ASKING = ("?", "？", "؟")
"""How a statement ends that asks; a question mark before the quotation mark is that of words it reports."""
_FOLDED = str.maketrans("“”‘’–—\u00a0", "\"\"''-- ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Exact words of an article: ``article.text[start:end]``."""

    article: Article
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a statement is supported.

    ``places`` are the sentences that support it, or that come nearest; ``reasons`` say why it is unsupported, else they
    are empty; ``probability`` that it is supported, 0 to 1: 1 if it is verbatim, 0 if a name, number or date differs.
    """

    support: Support
    places: tuple[Place, ...] = ()
    reasons: tuple[Reason, ...] = ()
    probability: float


class Checker:
    """Compares statements with excerpts of articles. Safe to call from several threads, as its reader and judge are."""

    def __init__(self, reader: Reader, judge: Judge) -> None:
        self._reader = reader
        self._judge = judge

    def __call__(self, statement: str, excerpts: Sequence[Excerpt]) -> Verdict:
        """Decide whether the excerpts support a statement.

        A statement that is a sentence of theirs is recognised first. Else the judge decides on the three sentences that
        the reader ranks first (``support_logits``), of one article after the other and then of all, unless a number,
        date or name differs; the fewest that are enough are cited. A statement without content words ("See here.") or
        one that asks, as of a model that repeats the question, states nothing.

        Args:
            statement: one sentence, without citation markers.
            excerpts: what it may rest on; with none, it is unsupported.
        """
        found = excerpt_sentences(excerpts)
        if places := _verbatim(statement, found):
            return Verdict(support="verbatim", places=places, probability=1.0)
        statement = _FRAME.sub("", statement)
        verdict: Verdict | None = None
        states = content_words(statement) and not statement.rstrip().endswith(_ASKING)
        for ranked in rank_evidence(statement, found, self._reader) if states else ():
            tried = self._decide(statement, ranked, found)
            if tried.support != "unsupported":
                return tried
            verdict = verdict or tried
        return verdict or Verdict(support="unsupported", reasons=(Reason(ReasonKind.NOT_FOUND),), probability=0.0)

    def _decide(
        self, statement: str, ranked: Sequence[Evidence], excerpts: Sequence[Sequence[ArticleSentence]]
    ) -> Verdict:
        """Decide on several cuts of the evidence, and cite the first that is enough; each has those before it in it."""
        support = (self._judge.calibration or Calibration()).support
        logit, logits = support_logits(self._judge, statement, ranked, excerpts)
        *parts, whole = ranked
        probability = support(logit)
        reasons = mismatches(statement, whole)
        if reasons or probability < THRESHOLD:
            return Verdict(
                support="unsupported",
                places=_places(whole.sentences),
                reasons=reasons or (Reason(ReasonKind.NOT_SUPPORTED),),
                probability=0.0 if reasons else probability,
            )
        enough = (
            evidence
            for evidence, own in zip(parts, logits[:-1], strict=True)
            if support(own) >= THRESHOLD and not mismatches(statement, evidence)
        )
        return Verdict(support="supported", places=_places(next(enough, whole).sentences), probability=probability)


def support_logits(
    judge: Judge, statement: str, ranked: Sequence[Evidence], excerpts: Sequence[Sequence[ArticleSentence]]
) -> tuple[float, list[float]]:
    """Return the mean logit over several cuts of the evidence, and the logit of each of ``ranked``.

    The cuts are those of ``ranked``, and the best sentence with the one before and the one behind it: what a judge gets
    wrong depends on how much it is shown, and the mean errs less (docs/experiments/reader.md).
    """
    cuts = [*ranked, with_neighbours(ranked[0], excerpts)]
    logits = judge.judge(statement, [evidence.window for evidence in cuts])
    return sum(logits) / len(logits), logits[: len(ranked)]


def _verbatim(statement: str, excerpts: Sequence[Sequence[ArticleSentence]]) -> tuple[Place, ...]:
    """The sentences side by side that say it word for word; quotation marks and the last full stop are left aside."""
    wanted = _plain(statement)
    for found in excerpts:
        for index in range(len(found)):
            words = ""
            for end, last in enumerate(found[index:], start=index + 1):
                words = f"{words} {last.sentence.text}"
                if _plain(words) == wanted:
                    return _places(found[index:end])
                if not wanted.startswith(_plain(words)):
                    break
    return ()


def _plain(text: str) -> str:
    return " ".join(text.translate(_FOLDED).split()).strip("\"'. ")


def _places(found: Sequence[ArticleSentence]) -> tuple[Place, ...]:
    return tuple(Place(article=one.article, start=one.sentence.start, end=one.sentence.end) for one in found)
