"""A reader without a model, for tests; it passes the same tests as the real ones."""

import re
from collections.abc import Sequence

from domain.reading import Calibration, Window, WindowScores

_NOTHING = float("-inf")


class OverlapReader:
    """Scores a sentence by the share of the question's words that it has: logits from -3 (none) to 3 (all)."""

    name = "overlap"

    def __init__(self, calibration: Calibration | None = None) -> None:
        self.calibration = calibration

    def read(self, question: str, windows: Sequence[Window]) -> list[WindowScores]:
        """Score the sentences of each window, and the window by the words that its sentences have together."""
        return [
            WindowScores(tuple(_overlap(question, one) for one in window.sentences), _overlap(question, _text(window)))
            for window in windows
        ]

    def judge(self, statement: str, evidence: Sequence[Window]) -> list[float]:
        """Score each piece of evidence by the share of the statement's words that it has."""
        return [_overlap(statement, _text(window)) for window in evidence]


def _text(window: Window) -> str:
    return " ".join(window.sentences)


def _overlap(question: str, text: str) -> float:
    wanted, words = set(_words(question)), set(_words(text))
    if not words:
        return _NOTHING
    share = len(wanted & words) / len(wanted) if wanted else 0.0
    return 6.0 * share - 3.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
