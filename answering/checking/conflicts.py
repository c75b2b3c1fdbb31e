"""What a written statement says otherwise than the sentences that carry it, in plain, machine-readable words."""

import re
from collections.abc import Iterator
from itertools import pairwise

from answering.checking.carrying import roots
from answering.checking.grounds import Grounds
from answering.checking.quantities import other_dates, other_numbers, other_rates
from answering.checking.roles import exchanged, other_names
from domain.language import words
from text.antonyms import opposite
from text.negation import FACT, NEGATING, WILL, denials, happened, levels, negators
from text.quote_attribution import spoken
from text.word_forms import root, stem

_FEW = 2
"""Words by which a sentence and the same with a "not" differ at most."""
_UNIVERSAL = re.compile(
    r"\b(?:all|every|everyone|everybody|everything|always|entire(?:ly)?|both|each|whole|only)\b", re.IGNORECASE
)
_PARTIAL = re.compile(
    r"\b(?:some|most|many|several|half|part(?:ly)?|few|often|sometimes|mostly|majority|a third|a quarter|"
    r"(?:one|first|two|part) of)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:unknown|unclear|unconfirmed|undecided)\b|"
    r"\b(?:not|never|cannot|not be|not yet) (?:be |been )?(?:known|confirmed|clear|proven|established|decided)\b",
    re.IGNORECASE,
)
_ALLEGED = re.compile(
    r"\b(?:alleg\w+|accus\w+|reportedly|rumou?r\w*|purported\w*|claim(?:s|ed)|charged with)\b", re.IGNORECASE
)


def conflicts(claim: str, grounds: Grounds) -> list[str]:
    """Return the reasons why the grounds does not bear a statement out, each once; empty if none was found."""
    kinds = (
        other_numbers,
        other_rates,
        other_dates,
        other_names,
        exchanged,
        _unknown,
        _negations,
        _opposites,
        _certainty,
        _quantity,
        _speaker,
    )
    return list(dict.fromkeys(reason for kind in kinds for reason in kind(claim, grounds)))


def _negations(claim: str, grounds: Grounds) -> Iterator[str]:
    only = grounds.sentences[0]
    same_words = len(grounds.sentences) == 1 and roots(claim) - roots(only) <= NEGATING
    if same_words and negators(claim) != negators(only) and abs(len(words(claim)) - len(words(only))) <= _FEW:
        yield f"negation {'added' if negators(claim) > negators(only) else 'dropped'}"
        return
    own, theirs = denials(claim), [one for sentence in grounds.sentences for one in denials(sentence)]
    own_words, their_words = roots(claim), roots(grounds.text)
    for denied, others, there, name in ((own, theirs, their_words, "added"), (theirs, own, own_words, "dropped")):
        answered = {word for other in others for word in other.under}
        alone = [one for one in denied if not one.loose and not answered & set(one.under)]
        told = {word for one in denied for word in one.under}
        rest = sum(not one.loose and not told & set(one.under) for one in others)
        for denial in alone if len(alone) > rest else ():
            if not denial.firm and others:
                continue
            if denial.under[0] in there:
                yield f"negation {name}: {denial.under[0]}"
                return


def _unknown(claim: str, grounds: Grounds) -> Iterator[str]:
    """What the grounds call open is not told as it is."""
    left_open = _OPEN.search(grounds.text)
    if left_open and not _OPEN.search(claim) and not any(one.firm for one in denials(claim)):
        yield f"open: {left_open.group().lower()}"


def _opposites(claim: str, grounds: Grounds) -> Iterator[str]:
    own = {root(word.text) for word in words(claim)}
    theirs = {root(word.text) for word in words(grounds.text)}
    own_denied = {word for denial in denials(claim) for word in denial.under}
    denied = {word for sentence in grounds.sentences for denial in denials(sentence) for word in denial.under}
    for word in sorted(own - theirs):
        for other in sorted(theirs - own):
            if opposite(word, other) and (word in own_denied) == (other in denied):
                yield f"opposite: {word}, {other}"
                return
    for side, other in (("against", "for"), ("for", "against")):
        if turned := _followed_by(claim, side) & _followed_by(grounds.text, other) - _followed_by(grounds.text, side):
            yield f"opposite: {sorted(turned)[0]} {side}"


def _followed_by(text: str, preposition: str) -> set[str]:
    """The roots of content words with that preposition behind them."""
    return {
        root(word.text)
        for word, behind in pairwise(words(text))
        if behind.text.lower() == preposition and word.content and not word.name
    }


def _certainty(claim: str, grounds: Grounds) -> Iterator[str]:
    theirs: dict[str, int] = {}
    for sentence in grounds.sentences:
        for word, level in levels(sentence).items():
            theirs[word] = max(theirs.get(word, 0), level)
    ahead = [word for word, level in levels(claim).items() if level == WILL]
    for word in (*happened(claim), *ahead):
        if (FACT if word not in ahead else WILL) - theirs.get(word, FACT) >= 2:
            yield f"certainty: {word}"
            return


def _quantity(claim: str, grounds: Grounds) -> Iterator[str]:
    universal = _UNIVERSAL.search(claim)
    if universal and not _UNIVERSAL.search(grounds.text) and _PARTIAL.search(grounds.text):
        yield f"quantity: {universal.group().lower()}"


def _speaker(claim: str, grounds: Grounds) -> Iterator[str]:
    said = spoken(claim, grounds.printed)
    if said and said.name:
        theirs = {
            name
            for article in grounds.articles
            for sentence in grounds.sentences
            if (own := spoken(sentence, article.text)) and (name := own.name)
        }
        last = stem(said.name.split()[-1])
        if theirs and not any(last in {stem(part) for part in name.split()} for name in theirs):
            yield f"speaker: {said.name}"
    if (alleged := _ALLEGED.search(grounds.text)) and not _ALLEGED.search(claim) and not (said and said.name):
        yield f"alleged: {alleged.group().lower()}"
