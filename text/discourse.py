"""How sentences belong together: enumerations, quotations over several sentences, printed questions, framed clauses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from text.sentences import Sentence, is_question

_PLACES = {
    word: place
    for place, words in enumerate(
        (
            "first firstly one",
            "second secondly another two",
            "third thirdly three",
            "fourth fourthly four",
            "fifth five",
        )
    )
    for word in words.split()
}
_LAST = ("finally", "lastly", "last")
_MEMBER = re.compile(
    r"\A\W{0,3}(?:(?:and|but|then),? )?(?:the )?(?P<word>[a-z]+)(?: (?:is|was|comes|came|of all|reason|point)\b|[,:;])",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:two|three|four|five|six|several|a number of|\d) (?:[\w’'-]+ ){0,2}?[a-z]+s\b|\bfollowing\b|:\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?P<word>two|three|four|five|[2-5]) (?:[\w’'-]+ ){0,2}?[a-z]+s\W*\Z", re.IGNORECASE)
_REACH = 12  # sentences, and lines, from an enumeration's head to its last member at most
_BETWEEN = 2  # a member follows the one before, or stands behind one sentence more
_FRAME = re.compile(
    r"\A(?:(?:And|But|So|Yet|Still),? )?"
    r"(?P<label>(?i:the|one|another|an?|his|her|its|their) (?:[\w’'-]+ ){0,3}?"
    r"(?:answer|reason|explanation|cause|result|conclusion|argument|point|problem|idea|aim|goal|hope|fear|worry|risk|view))"
    r" (?:is|was|may be|might be|could be|seems to be|would be) (?:(?:simply|probably|clearly) )?"
    r"(?P<link>that|because) (?P<clause>\S)"
)
_ASKS = re.compile(
    r"(?:\A|[,;:–—-]\s?(?:(?:so|and|but|then),? )?|\bso )"
    r"(?P<question>(?:why|how|what|who|when|where|which)\b[^,;:]{0,200}\?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause to quote for its sentence: ``sentence[start:]``, and the label before it ("the likely answer")."""

    start: int
    label: str


def framed_clause(sentence: str) -> Clause | None:
    """Return the clause behind a frame such as "The likely answer is that …"; None where there is no such frame."""
    match = _FRAME.match(sentence)
    if match is None:
        return None
    label = match["label"]
    start = match.start("clause") if match["link"] == "that" else match.start("link")
    return Clause(start=start, label=label[0].lower() + label[1:])


def printed_question(sentence: str) -> str | None:
    """Return the question that a sentence puts, from its question word on: of "It has the means, so why is it waiting?"
    the last four words; None if it is no question.

    A question without a question word ("Will it last?") is returned whole.
    """
    if not is_question(sentence):
        return None
    match = _ASKS.search(sentence)
    return match["question"] if match else sentence


def enumeration_around(everything: Sequence[Sentence], index: int) -> tuple[int, list[int]] | None:
    """Return (head, members) as indices if the sentence announces an enumeration or belongs to one; else None.

    Members are sentences that begin "First,", "Second,", "Finally," in order, or the bulleted lines below the head; at
    least two. One sentence between two members is passed over. Behind a head that ends with their number, they are the
    rest of its paragraph.
    """
    for head in range(index, max(-1, index - _REACH), -1):
        if everything[head].listed:
            continue
        if everything[head].line < everything[index].line - _REACH:
            break
        members = _bullets(everything, head) or _ordered(everything, head)
        if not members and index == head:
            members = _counted(everything, head)
        if len(members) > 1 and _ANNOUNCES.search(everything[head].text) and (index == head or index in members):
            return head, members
    return None


def _ordered(everything: Sequence[Sentence], head: int) -> list[int]:
    members: list[int] = []
    for sentence in everything[head + 1 : head + 1 + _REACH]:
        if sentence.index - (members[-1] if members else head) > _BETWEEN:
            break
        word = match["word"].lower() if (match := _MEMBER.match(sentence.text)) else ""
        if _PLACES.get(word) == len(members) or (members and word in _LAST):
            members.append(sentence.index)
        elif not members:
            break
    return members


def _counted(everything: Sequence[Sentence], head: int) -> list[int]:
    """The rest of a paragraph that has as many sentences as its first one ends by announcing ("four proposals.")."""
    match = _COUNTED.search(everything[head].text)
    rest = [one.index for one in everything[head + 1 : head + 1 + _REACH] if one.line == everything[head].line]
    word = match["word"].lower() if match else "0"
    return rest if len(rest) == (int(word) if word.isdigit() else _PLACES[word] + 1) else []


def _bullets(everything: Sequence[Sentence], head: int) -> list[int]:
    members: list[int] = []
    for sentence in everything[head + 1 :]:
        if sentence.listed:
            members.append(sentence.index)
        elif not members or sentence.line != everything[members[-1]].line:
            break
    return members


def opened(text: str, everything: Sequence[Sentence], index: int) -> int:
    """Return the index of the sentence in which the quotation begins that is open where a sentence begins ("I asked for
    one goal. They gave me three," she said); the sentence's own if none is.
    """
    first = index
    while first and everything[first].line == everything[first - 1].line:
        if not _open_at(text, everything, everything[first].start, index):
            break
        first -= 1
    return first


def closed(text: str, everything: Sequence[Sentence], index: int) -> int:
    """Return the index of the sentence in which the quotation ends that is open where a sentence ends; the sentence's
    own if none is, or none in the paragraph ends it.
    """
    last = index
    while _open_at(text, everything, everything[last].end, index):
        last += 1
        if last == len(everything) or everything[last].line != everything[last - 1].line:
            return index
    return last


def _open_at(text: str, everything: Sequence[Sentence], place: int, index: int) -> bool:
    """Whether a quotation that began in the line of the sentence ``index`` has not ended at a place in it."""
    line = next(sentence.start for sentence in everything if sentence.line == everything[index].line)
    before = text[line:place]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
