"""Who does what to whom: names that a written statement puts where the sentences that carry it have others."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from answering.checking.grounds import Grounds
from domain.language import Word, words
from text.proper_names import names, unnamed
from text.word_forms import root

_PRONOUNS = frozenset("he she it they we".split())
_NO_DEED = re.compile(r"^\d|(?:ion|ment|ing)s?$")
_BEHIND = 2
_BE = frozenset("is are was were be been being".split())


def other_names(claim: str, grounds: Grounds) -> Iterator[str]:
    """Yield "name: Oxford" for names that the grounds lack, or that stand there in the place of another."""
    source = " ".join(
        part for article in grounds.articles for part in (article.source.author, article.source.outlet) if part
    )
    lacking = [word.text for word in unnamed(claim, f"{grounds.text} {grounds.context} {source}", grounds.printed)]
    if not lacking:
        lacking = _in_its_place(claim, grounds) or _at_the_start(claim, grounds) or _other_pronoun(claim, grounds)
    if lacking:
        yield f"name: {' '.join(lacking)}"


def _in_its_place(claim: str, grounds: Grounds) -> list[str]:
    """Names that the first carrying sentence lacks and has another name for, between the same words."""
    first = grounds.sentences[0]
    theirs = _between(words(first), {word.start for word in names(first, grounds.printed)})
    own = words(claim)
    lacking = {word.start for word in unnamed(claim, first, grounds.printed)}
    return [name for sides, name in _between(own, lacking).items() if sides in theirs]


def _at_the_start(claim: str, grounds: Grounds) -> list[str]:
    """A name that begins the claim, where the same next words have another name before them and never this one."""
    own = words(claim)
    mine = [run for run in _runs(own, {word.start for word in names(claim, grounds.printed)}) if run[0] == 0]
    theirs = [
        (name, behind)
        for sentence in grounds.sentences
        for _, name, behind in _runs(words(sentence), {word.start for word in names(sentence, grounds.printed)})
    ]
    for _, name, behind in mine:
        others = {other for other, next_words in theirs if next_words == behind and len(behind) == _BEHIND}
        if others and not any(part in other.split() for other in others for part in name.split()):
            return [name]
    return []


def _runs(found: Sequence[Word], named: set[int]) -> list[tuple[int, str, tuple[str, ...]]]:
    """Each name with the place where it begins and the two words behind it."""
    runs, place = [], 0
    while place < len(found):
        end = place
        while end < len(found) and found[end].start in named:
            end += 1
        if end > place:
            behind = tuple(word.text.lower() for word in found[end : end + _BEHIND])
            runs.append((place, " ".join(word.text for word in found[place:end]), behind))
        place = max(end, place + 1)
    return runs


def _other_pronoun(claim: str, grounds: Grounds) -> list[str]:
    """A pronoun between the same words as another one: "said that it would", "said that he would"."""
    theirs = {sides: word for sentence in grounds.sentences for sides, word in _pronouns(sentence)}
    for sides, word in _pronouns(claim):
        if sides in theirs and theirs[sides] != word:
            return [word]
    return []


def _pronouns(text: str) -> list[tuple[tuple[str, ...], str]]:
    plain = [word.text.lower() for word in words(text)]
    return [
        ((*plain[place - 2 : place], plain[place + 1]), word)
        for place, word in enumerate(plain)
        if word in _PRONOUNS and 2 <= place < len(plain) - 1
    ]


def _between(found: Sequence[Word], named: set[int]) -> dict[tuple[str, str], str]:
    """Map (word before, word behind) to the name that stands between; "" at an end."""
    spans: dict[tuple[str, str], str] = {}
    place = 0
    while place < len(found):
        end = place
        while end < len(found) and found[end].start in named:
            end += 1
        if end > place:
            before = found[place - 1].text.lower() if place else ""
            behind = found[end].text.lower() if end < len(found) else ""
            spans[before, behind] = " ".join(word.text for word in found[place:end])
        place = max(end, place + 1)
    return spans


def exchanged(claim: str, grounds: Grounds) -> Iterator[str]:
    """Two names round the same word, the other way round, and nowhere as it is told."""
    own, named = words(claim), {root(word.text) for word in names(claim, grounds.printed)}
    theirs = [words(sentence) for sentence in grounds.sentences]
    told_so = _triples(own, named)
    for first, verb, second in sorted(told_so):
        if (second, verb, first) in told_so:
            continue
        for sentence in theirs:
            found = _triples(sentence, named)
            changed = _passive(own, verb) != _passive(sentence, verb)
            straight, turned = (first, verb, second) in found, (second, verb, first) in found
            if (straight and not turned) if changed else (turned and not straight):
                yield f"swapped: {first}, {second}"
                return
    for sentence in theirs:
        mine, other = _subjects(own, named), _subjects(sentence, named)
        for verb in mine.keys() & other.keys():
            (subject, behind), (their_subject, their_behind) = mine[verb], other[verb]
            exchanged = subject != their_subject and subject in their_behind and their_subject in behind
            if exchanged and _passive(own, verb) == _passive(sentence, verb):
                yield f"swapped: {subject}, {their_subject}"
                return


def _subjects(found: Sequence[Word], named: set[str]) -> dict[str, tuple[str, set[str]]]:
    """Map the root of each content word, where it first stands, to the nearest name before it and all behind it."""
    roots_ = [root(word.text) for word in found]
    subjects: dict[str, tuple[str, set[str]]] = {}
    last = ""
    for place, (word, own) in enumerate(zip(found, roots_, strict=True)):
        if own in named:
            last = own
        elif last and word.content and own not in subjects:
            subjects[own] = (last, {other for other in roots_[place + 1 :] if other in named})
    return subjects


def _triples(found: Sequence[Word], named: set[str]) -> set[tuple[str, str, str]]:
    """Every (name, word between, next name), as roots; names that stand side by side are one."""
    roots = [root(word.text) for word in found]
    places = [place for place, own in enumerate(roots) if own in named]
    triples = set()
    for first, second in pairwise(places):
        for between in range(first + 1, second):
            told = found[between].content and not _NO_DEED.search(found[between].text)
            if told and roots[first] != roots[second]:
                triples.add((roots[first], roots[between], roots[second]))
    return triples


def _passive(found: Sequence[Word], verb: str) -> bool:
    place = next((index for index, word in enumerate(found) if root(word.text) == verb), 0)
    return any(word.text.lower() in _BE for word in found[max(0, place - 2) : place]) and any(
        word.text.lower() == "by" for word in found[place + 1 : place + 4]
    )
