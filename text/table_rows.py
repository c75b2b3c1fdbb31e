"""Rows: lines that mean something only together with the words above their list or table ("Ribe: 41")."""

import re
from collections.abc import Sequence

_LABEL_AND_FIGURE = r"(?P<label>(?:[\w.'’()&/-]+ ){0,4}[\w.'’()&/-]+)(?:\s?:\s|\s[–—-]\s|\s(?=[$£€]?\d))(?P<told>\S.*)"
_LABELLED = re.compile(rf"(?!\d+[.)] ){_LABEL_AND_FIGURE}")
_NUMBERED = re.compile(rf"\d+[.)] {_LABEL_AND_FIGURE}")
"""Of a ranking, "1. Ribe: 41"; between other rows a numbered line heads the ones below it."""
_CELLS = re.compile(r"\|.+\|")
_RULE = re.compile(r"\|[\s:|-]+\|")
_FEWEST, _FEWEST_OF_FIGURES = 3, 2
_LONGEST_ROW, _LONGEST_ABOVE = 12, 30
"""Words; a longer row is a sentence of its own, longer words above a list do not announce it."""


def rows_of(sentences: Sequence[tuple[str, bool]]) -> dict[int, int]:
    """Map each row to the sentence that it stands under, both by their place.

    A sentence comes with whether it has a line for itself that does not end like a sentence, or a bullet. Rows come in
    runs: two if they have figures, else three. A table's rows stand under its first line if a rule follows that, others
    under the sentence above; without a short one there are no rows.
    """
    found: dict[int, int] = {}
    start = 0
    while start < len(sentences):
        form = next((form for form in (_CELLS, _NUMBERED) if form.fullmatch(sentences[start][0])), _LABELLED)
        end = start
        while end < len(sentences) and _is_row(form, *sentences[end]):
            end += 1
        run = [text for text, _ in sentences[start:end]]
        if len(run) >= (_FEWEST_OF_FIGURES if all(map(_has_figure, run)) or form is _CELLS else _FEWEST):
            first = start + 2 if _RULE.fullmatch(run[1]) else start
            under = start if first > start else _above(sentences, start)
            found |= {} if under is None else dict.fromkeys(range(first, end), under)
        start = max(end, start + 1)
    return found


def label_of(row: str) -> str:
    """Return what a row tells something of: the words before its colon, dash or figure; of a table, its first cell that
    has letters. Empty if there is none.
    """
    if _CELLS.fullmatch(row):
        return next((cell.strip() for cell in row.split("|") if re.search(r"[^\W\d_]", cell)), "")
    found = _NUMBERED.fullmatch(row) or _LABELLED.fullmatch(row)
    return found["label"] if found else ""


def _above(sentences: Sequence[tuple[str, bool]], start: int) -> int | None:
    """The sentence above a list, if it may announce it."""
    short = start > 0 and len(sentences[start - 1][0].split()) <= _LONGEST_ABOVE
    return start - 1 if short else None


def _is_row(form: re.Pattern[str], text: str, whole: bool) -> bool:
    fits = form.fullmatch(text) is not None
    return whole and fits and (form is _CELLS or len(text.split()) <= _LONGEST_ROW)


def _has_figure(line: str) -> bool:
    return re.search(r"\d", line) is not None
