"""Quotations that run over several sentences of a paragraph: "I asked for one goal. They gave me three," she said."""

from collections.abc import Sequence

from text.sentences import Sentence


def opened(text: str, everything: Sequence[Sentence], index: int) -> int:
    """Return the index of the sentence in which the quotation begins that is open where a sentence begins; the
    sentence's own if none is.
    """
    first = index
    while first and _same_line(everything, first) and _open_at(text, everything, everything[first].start, index):
        first -= 1
    return first


def closed(text: str, everything: Sequence[Sentence], index: int) -> int:
    """Return the index of the sentence in which the quotation ends that is open where a sentence ends; the sentence's
    own if none is, or none in the paragraph ends it.
    """
    last = index
    while _open_at(text, everything, everything[last].end, index):
        last += 1
        if last == len(everything) or not _same_line(everything, last):
            return index
    return last


def _same_line(everything: Sequence[Sentence], index: int) -> bool:
    return everything[index].line == everything[index - 1].line


def _open_at(text: str, everything: Sequence[Sentence], place: int, index: int) -> bool:
    """Whether a quotation that began in the line of the sentence ``index`` has not ended at a place in it."""
    line = next(sentence.start for sentence in everything if sentence.line == everything[index].line)
    told = text[line:place]
    return told.count("“") > told.count("”") or told.count('"') % 2 == 1
