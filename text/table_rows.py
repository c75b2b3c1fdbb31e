"""Rows: lines that mean something only together with the words above their list or table ("Ribe: 41")."""

import re
from collections.abc import Sequence
from itertools import groupby

_LABELLED = re.compile(r"\A(?:[\w.'’()&/-]+ ){0,4}[\w.'’()&/-]+(?:\s?:\s|\s[–—-]\s|\s(?=[$£€]?\d))\S.*\Z")
_CELLS = re.compile(r"\A\|.+\|\Z")
_RULE = re.compile(r"\A\|[\s:|-]+\|\Z")
_FIGURE = re.compile(r"\d")
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
    for form, group in groupby(range(len(sentences)), key=lambda place: _form(*sentences[place])):
        run = list(group)
        texts = [sentences[place][0] for place in run]
        figures = form == "cells" or all(map(_FIGURE.search, texts))
        if not form or len(run) < (_FEWEST_OF_FIGURES if figures else _FEWEST):
            continue
        ruled = _RULE.match(texts[1]) is not None
        above = run[0] if ruled else run[0] - 1
        if ruled or (above >= 0 and len(sentences[above][0].split()) <= _LONGEST_ABOVE):
            found |= dict.fromkeys(run[2:] if ruled else run, above)
    return found


def _form(text: str, whole: bool) -> str:
    if not whole:
        return ""
    if _CELLS.match(text):
        return "cells"
    return "labelled" if _LABELLED.match(text) and len(text.split()) <= _LONGEST_ROW else ""
