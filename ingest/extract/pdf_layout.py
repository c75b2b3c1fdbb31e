"""The layout of printed pages: from characters with their places to lines in reading order, and to paragraphs."""

import re
from bisect import insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SENTENCE_END = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_NUMBER = re.compile(r"\A\W*+\d{1,4}\W*+\Z")
_LETTERS = re.compile(r"[^\W\d_]*")
_FIGURES = re.compile(r"[\d.,%\s+−–-]+")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

# All lengths are relative to the height of the font.
_GUTTER = 0.5
"""The narrowest gap between two columns."""
_WORD_GAP = 0.1
"""Between words whose spaces are not drawn, beyond the gap that all letters of the line have."""
_DRAWN_WORD_GAP = 0.3
"""The same where spaces are drawn."""
_LETTERS_A_SPACE = 12
_LARGER = 1.8
"""A letter so much larger than its neighbours is a drop cap."""
_SAME_SIZE = 0.12
_INDENT = 0.6
_MAX_INDENT = 5.0

_FULL_LINE = 0.8
"""Share of a column's width from which on a line is full."""
_ALONE = 0.6
"""Share of a column's width up to which a line without a sentence's end is a paragraph by itself: a title, a byline."""
_MIN_ROWS = 3
"""Of a block in columns."""
_MAX_STEP = 2.2
"""Between two rows of one block, in steps from line to line."""
_HEADING = 1.3
"""Size of a heading, and its distance from the row above, where it ends a block."""
_PARAGRAPH_STEP = 1.2
_CELL_CHARS = 12
"""Fewer characters a line on average are cells of a table, if they stand side by side."""
_ALIGNED = 0.7
_ALIGNMENT = 0.1
_MAX_INTERRUPTIONS = 3


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character where it is printed: left and right edge, baseline and font height in points, y upwards."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(slots=True)
class Line:
    """A printed line within its column, whose edges are ``left`` and ``right``."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    left: float
    right: float
    column: tuple[int, int]
    """Number of the page and of the column on it."""
    is_row: bool = False
    """Whether it is a row of a table."""

    @property
    def is_short(self) -> bool:
        """Whether the line ends well before its column does."""
        return self.x1 - self.left < _FULL_LINE * (self.right - self.left)

    @property
    def is_indented(self) -> bool:
        """Whether the line begins behind its column's left edge, as the first one of a paragraph may."""
        return _INDENT * self.size < self.x0 - self.left < _MAX_INDENT * self.size


class _Segment:
    """Characters side by side on one baseline, with no gap among them as wide as one between columns."""

    def __init__(self, glyph: Glyph) -> None:
        self.glyphs = [glyph]
        self.x0, self.x1, self.y, self.size = glyph.x0, glyph.x1, glyph.y, glyph.size

    def takes(self, glyph: Glyph) -> bool:
        """Whether a character goes on here: on the baseline, or smaller and raised."""
        gap = (glyph.x0 - self.x1) / self.size
        if self._raises(glyph):
            return -_GUTTER < gap < _WORD_GAP
        if max(glyph.size, self.size) > _LARGER * min(glyph.size, self.size):
            return False
        return -_GUTTER < gap < 2 * _GUTTER and abs(glyph.y - self.y) / self.size < 0.15

    def add(self, glyph: Glyph) -> None:
        raised = glyph.text.isdigit() and self._raises(glyph)
        if raised:
            glyph = Glyph(glyph.text.translate(_SUPERSCRIPTS), glyph.x0, glyph.x1, glyph.y, glyph.size)
        elif glyph.size > self.size:
            self.y, self.size = glyph.y, glyph.size
        self.glyphs.append(glyph)
        self.x1 = max(self.x1, glyph.x1)

    def _raises(self, glyph: Glyph) -> bool:
        return 0.4 < glyph.size / self.size < 0.8 and 0.15 < (glyph.y - self.y) / self.size < 0.6

    @property
    def text(self) -> str:
        """The words, with spaces where they are drawn and where gaps are as wide as spaces."""
        glyphs = self.glyphs
        gaps = [
            (after.x0 - before.x1) / self.size
            for before, after in pairwise(glyphs)
            if not (before.text.isspace() or after.text.isspace())
        ]
        spaces = sum(glyph.text.isspace() for glyph in glyphs)
        is_drawn = spaces * _LETTERS_A_SPACE >= len(glyphs) - spaces
        limit = max(median(gaps) if gaps else 0.0, 0.0) + (_DRAWN_WORD_GAP if is_drawn else _WORD_GAP)
        parts = [glyphs[0].text]
        for before, after in pairwise(glyphs):
            parts.append(" " * ((after.x0 - before.x1) / self.size > limit))
            parts.append(after.text)
        return " ".join("".join(parts).split())


_Row = list[_Segment]


class Page:
    """The characters of one page, in the order in which the file draws them, grouped by their places."""

    def __init__(self, glyphs: Sequence[Glyph], number: int) -> None:
        self._number = number
        self._segments = list(_segments(glyphs))

    def number_rows(self) -> list[str]:
        """Return the text of the highest and the lowest row if it stands apart and begins or ends with a number."""
        rows = _rows(self._segments)
        if len(rows) < 3:
            return []
        steps = [above[0].y - below[0].y for above, below in pairwise(rows)]
        limit = _HEADING * max(median(steps), median(one.size for one in self._segments))
        apart = [row for row, step in ((rows[0], steps[0]), (rows[-1], steps[-1])) if step > limit]
        return [_text(row) for row in apart if any(_NUMBER.match(one.text) for one in (row[0], row[-1]))]

    def edges(self) -> list[str]:
        """Return the text of the two highest and the two lowest rows."""
        return [_text(row) for row in self._edges()]

    def drop_edges(self, texts: Sequence[str]) -> None:
        """Leave out those of the highest and lowest rows that have one of these texts."""
        dropped = {id(segment) for row in self._edges() if _text(row) in texts for segment in row}
        self._segments = [segment for segment in self._segments if id(segment) not in dropped]

    def lines(self) -> list[Line]:
        """Return the lines in reading order: columns from left to right, between what spans them."""
        caps = _drop_caps(self._segments)
        rest = [segment for segment in self._segments if segment not in caps]
        found: list[Line] = []
        for number, column in enumerate(_columns(rest)):
            left, right = min(one.x0 for one in column), max(one.x1 for one in column)
            rows = _rows(column)
            for row, is_row in zip(rows, _are_of_table(rows), strict=True):
                size = max(row, key=lambda one: len(one.glyphs)).size
                x0, x1 = row[0].x0, max(one.x1 for one in row)
                found.append(Line(_text(row), x0, x1, row[0].y, size, left, right, (self._number, number), is_row))
        for cap in caps:
            _put_before(cap, found)
        return [line for line in found if line.text]

    def _edges(self) -> list[_Row]:
        rows = _rows(self._segments)
        return rows if len(rows) <= 4 else [*rows[:2], *rows[-2:]]


def paragraphs_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each paragraph, which may go on in the next column or on the next page.

    What is set in another size (a quotation set large, a caption) may interrupt a paragraph; it comes after it.
    """
    steps = _steps(lines)
    found: list[list[Line]] = []
    current: list[Line] = []
    for line in lines:
        if not current or _begins(current, line, steps):
            before = _interrupted(found, line)
            current = before or []
            if not before:
                found.append(current)
        current.append(line)
    return found


def _interrupted(paragraphs: Sequence[list[Line]], line: Line) -> list[Line] | None:
    """Return the paragraph before those in another size that a line goes on with, if there is one."""
    for paragraph in reversed(paragraphs[-_MAX_INTERRUPTIONS:]):
        if _same_size(paragraph[-1], line):
            return paragraph if paragraph is not paragraphs[-1] and _goes_on(paragraph, line) else None
    return None


def _goes_on(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether a line goes on with the sentence in which an earlier paragraph breaks off."""
    last = paragraph[-1]
    is_open = _same_size(last, line) and not _SENTENCE_END.search(last.text)
    return is_open and (line.text[0].islower() or (len(paragraph) > 1 and not last.is_short))


def _begins(paragraph: Sequence[Line], line: Line, steps: float) -> bool:
    """Whether a line begins a paragraph; ``steps`` is the usual step from line to line, in heights of the font."""
    last = paragraph[-1]
    if line.is_row or last.is_row or not _same_size(last, line):
        return True
    ended = _SENTENCE_END.search(last.text) is not None
    if not ended and (line.text[0].islower() or last.text.endswith("-")):
        return False
    if line.column != last.column:
        return ended and (last.is_short or line.is_indented)
    if (last.y - line.y) > _PARAGRAPH_STEP * steps * line.size:
        return True
    if line.is_indented and not last.is_indented:
        return True
    return last.is_short and (ended or (len(paragraph) == 1 and last.x1 - last.x0 < _ALONE * (last.right - last.left)))


def _same_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * one.size


def _steps(lines: Sequence[Line]) -> float:
    pairs = ((one, other) for one, other in pairwise(lines) if one.column == other.column and _same_size(one, other))
    steps = [(one.y - other.y) / one.size for one, other in pairs if one.y > other.y]
    return median(steps) if steps else 1.0


def _segments(glyphs: Sequence[Glyph]) -> Iterator[_Segment]:
    segment: _Segment | None = None
    for glyph in glyphs:
        if segment is not None and segment.takes(glyph):
            segment.add(glyph)
        elif not glyph.text.isspace():
            if segment is not None:
                yield segment
            segment = _Segment(glyph)
    if segment is not None:
        yield segment


def _rows(segments: Sequence[_Segment]) -> list[_Row]:
    """Return segments by their baselines, from the top; those of a row from the left."""
    rows: list[_Row] = []
    for segment in sorted(segments, key=lambda one: -one.y):
        if rows and abs(rows[-1][0].y - segment.y) < 0.3 * min(segment.size, rows[-1][0].size):
            insort(rows[-1], segment, key=lambda one: one.x0)
        else:
            rows.append([segment])
    return rows


def _text(row: _Row) -> str:
    return " ".join(filter(None, (segment.text for segment in row)))


def _columns(segments: Sequence[_Segment]) -> list[list[_Segment]]:
    """Return the columns in reading order; rows that span several columns part what is above from what is below."""
    rows = _rows(segments)
    size = median(segment.size for segment in segments) if segments else 0.0
    steps = [above[0].y - below[0].y for above, below in pairwise(rows)]
    step = max(median(steps), size) if steps else size
    found: list[list[_Segment]] = []
    plain: list[_Segment] = []
    first = 0
    while first < len(rows):
        end, gutters = _block(rows, first, size, step)
        parts = _parted([segment for row in rows[first:end] for segment in row], gutters)
        if end - first < _MIN_ROWS or _is_table(parts):
            plain.extend(rows[first])
            first += 1
            continue
        found.extend(filter(None, (plain, *(column for part in parts for column in _columns(part)))))
        plain = []
        first = end
    return [*found, plain] if plain else found


def _block(rows: Sequence[_Row], first: int, size: float, step: float) -> tuple[int, list[float]]:
    """Return where a block in columns that begins with a row ends, and the middles of its gutters; (first, []): none.

    Over all rows of a block there is a gap that no row covers. ``size`` and ``step`` are the usual height of the font
    and the usual distance of two rows.
    """
    covered: list[tuple[float, float]] = []
    end, gutters = first, []
    for number in range(first, len(rows)):
        row = rows[number]
        below = rows[number - 1][0].y - row[0].y if number > first else 0.0
        heading = len(row) == 1 and row[0].size > _HEADING * size
        if below > (_HEADING if heading else _MAX_STEP) * step:
            break
        covered = _merged([*covered, *((segment.x0, segment.x1) for segment in row)])
        gaps = [(one, other) for (_, one), (other, _) in pairwise(covered) if other - one > _GUTTER * size]
        if gaps:
            end, gutters = number + 1, [(one + other) / 2 for one, other in gaps]
        elif end > first or number - first >= _MIN_ROWS:
            break
    return end, gutters


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _parted(segments: Sequence[_Segment], gutters: Sequence[float]) -> list[list[_Segment]]:
    parts: list[list[_Segment]] = [[] for _ in range(len(gutters) + 1)]
    for segment in segments:
        parts[sum(gutter < segment.x0 for gutter in gutters)].append(segment)
    return parts


def _is_table(parts: Sequence[Sequence[_Segment]]) -> bool:
    """Whether parts side by side are columns of a table: short cells on common baselines."""
    columns = [_rows(part) for part in parts]
    chars = [sum(len(one.glyphs) for row in rows for one in row) / len(rows) for rows in columns]
    together = _rows([segment for part in parts for segment in part])
    aligned = sum(len(row) > 1 for row in together) / min(map(len, columns))
    return min(chars) < _CELL_CHARS and aligned >= _ALIGNED


def _are_of_table(rows: Sequence[_Row]) -> list[bool]:
    """Return for each row of a column whether it has cells that begin or end where those of a neighbour do."""
    together = [_have_common_edge(above, below) for above, below in pairwise(rows)]
    return [one or other for one, other in zip([False, *together], [*together, False], strict=True)] if rows else []


def _have_common_edge(one: _Row, other: _Row) -> bool:
    """Whether cells behind the first one are aligned in two rows."""
    pairs = [(cell, below) for cell in one[1:] for below in other[1:]]
    return any(
        abs(cell.x0 - below.x0) < _ALIGNMENT * cell.size
        or (abs(cell.x1 - below.x1) < _ALIGNMENT * cell.size and _FIGURES.fullmatch(cell.text) is not None)
        for cell, below in pairs
    )


def _drop_caps(segments: Sequence[_Segment]) -> list[_Segment]:
    """Return the letters that are set much larger than the text beside them."""
    sizes = Counter(round(segment.size) for segment in segments for _ in segment.glyphs)
    body = sizes.most_common(1)[0][0] if sizes else 0
    large = [one for one in segments if one.size > _LARGER * body and len(one.text) <= 2 and one.text[-1:].isalpha()]
    return [
        cap for cap in large if any(_is_beside(cap, one.x0, one.y, one.size) for one in segments if one.size < cap.size)
    ]


def _is_beside(cap: _Segment, x0: float, y: float, size: float) -> bool:
    """Whether a line begins close behind a drop cap, at its height."""
    return -0.3 * size < x0 - cap.x1 < 1.5 * size and cap.y - 0.3 * size < y < cap.y + cap.size


def _put_before(cap: _Segment, lines: Sequence[Line]) -> None:
    """Put a drop cap at the beginning of the highest line beside it."""
    beside = [line for line in lines if line.size < cap.size and _is_beside(cap, line.x0, line.y, line.size)]
    if not beside:
        return
    first = max(beside, key=lambda line: line.y)
    first.text = cap.text + " " * _stands_alone(cap.text, first.text) + first.text
    start = first.x0
    for line in lines[lines.index(first) :]:
        if line.column != first.column or abs(line.x0 - start) > 0.3 * line.size:
            break
        line.x0 = cap.x0
        line.left = min(line.left, cap.x0)


def _stands_alone(cap: str, rest: str) -> bool:
    """Whether a drop cap is a word of its own ("A council"): a vowel that makes no word with what follows."""
    from wordfreq import zipf_frequency

    word = (_LETTERS.match(rest) or [""])[0]
    joined = zipf_frequency(cap + word, "en")
    return cap[-1].lower() in "aàáeèéioóòôuy" and not joined and bool(word) and zipf_frequency(word, "en") > 0
