"""A reader whose logits the test sets."""

from collections.abc import Mapping, Sequence

from domain.reading import Calibration, Window, WindowScores

LOW = -5.0


class ScriptedReader:
    """Gives each sentence the logit that stands for it, and LOW to all others; the same for windows, by any of their
    sentences. ``windows_read`` are the windows it has read, in order.
    """

    def __init__(
        self,
        sentences: Mapping[str, float] | None = None,
        *,
        windows: Mapping[str, float] | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        self.name = "scripted"
        self.calibration = calibration
        self.windows_read: list[Window] = []
        self._sentences = sentences or {}
        self._windows = windows or {}

    def read(self, question: str, windows: Sequence[Window]) -> list[WindowScores]:
        """Return the logits that are set."""
        self.windows_read += windows
        return [
            WindowScores(
                tuple(self._sentences.get(one, LOW) for one in window.sentences),
                max(self._windows.get(one, LOW) for one in window.sentences),
            )
            for window in windows
        ]

    def judge(self, statement: str, evidence: Sequence[Window]) -> list[float]:
        """Support nothing."""
        return [LOW for _ in evidence]
