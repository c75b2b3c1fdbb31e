"""Readers and checkers by name or folder: cross-encoders, and span markers (token classifiers that mark answers).

Weights are loaded from safetensors only, and code that a model brings along is not run.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from domain.bundled import OTHER_MODELS
from domain.errors import ReaderError
from domain.reading import Calibration, Reader, Window, WindowScores
from reader.encoding import encodable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_MOST_TOKENS = 512
"""The largest number of tokens of one input, even if a model would take more: windows and evidence have fewer."""
_MOST_CHARS = 8 * _MOST_TOKENS
"""The largest number of characters of each text of a pair: the tokenizer's memory grows with both lengths."""
_SENTENCE_CHARS = 1000
"""The largest number of characters of a sentence that a span marker reads."""
_SUPPORTED = ("entail", "support", "consistent", "attributable", "faithful", "true", "yes", "relevant")
"""How a label begins that means "supported" or "answers"."""
_NOTHING = float("-inf")

Model = TypeVar("Model")
_Logits = npt.NDArray[np.float64]


def load_named(name: str, calibration: Calibration | None) -> Reader:
    """Return the reader of this name or folder: a cross-encoder or a span marker. Raises ReaderError."""
    kind = _kind(name, "DATELINE_READER")
    if kind == "SequenceClassification":
        return _cross_encoder(name, calibration, "DATELINE_READER")
    return _span_marker(name, calibration, "DATELINE_READER")


def load_judge(name: str, calibration: Calibration | None) -> "CrossEncoderReader":
    """Return the judge of this name or folder: a cross-encoder for inference or fact checking. Raises ReaderError."""
    setting = "DATELINE_CHECKER"
    if _kind(name, setting) != "SequenceClassification":
        raise ReaderError(f"The model {name} does not classify pairs of texts.", hint=_other(setting))
    return _cross_encoder(name, calibration, setting)


class CrossEncoderReader:
    """A reader and checker that is a sentence-transformers CrossEncoder. Safe to call from several threads, one at a
    time.

    Each text is scored behind the article's title. Sentences are scored alone, since most of these models were trained
    to score a whole text; their context only counts in the score of the window, which is scored as a whole. Texts
    longer than the model's input are cut.
    """

    def __init__(self, name: str, model: "CrossEncoder", positive: int, calibration: Calibration | None) -> None:
        """``positive`` is the index of the label that means "answers" or "supported"."""
        self.name = name
        self.calibration = calibration
        self._model = model
        self._positive = positive
        self._lock = Lock()

    def read(self, question: str, windows: Sequence[Window]) -> list[WindowScores]:
        """Score (question, sentence) and (question, window)."""
        sentences = [[_titled(window, (one,)) for one in window.sentences] for window in windows]
        whole = [_titled(window, window.sentences) for window in windows]
        texts = {text for own in sentences for text in own} | set(whole)
        logits = self._logits([(question, text) for text in sorted(texts - {""})])
        return [
            WindowScores(
                tuple(logits.get((question, one), _NOTHING) for one in own), logits.get((question, text), _NOTHING)
            )
            for own, text in zip(sentences, whole, strict=True)
        ]

    def judge(self, statement: str, evidence: Sequence[Window]) -> list[float]:
        """Score (evidence, statement), the order in which models for inference read premise and hypothesis."""
        pairs = [(_titled(window, window.sentences), statement) for window in evidence]
        logits = self._logits([pair for pair in dict.fromkeys(pairs) if pair[0]])
        return [logits.get(pair, _NOTHING) for pair in pairs]

    def _logits(self, pairs: list[tuple[str, str]]) -> dict[tuple[str, str], float]:
        """Return the log-odds of the positive label for each pair."""
        if not pairs:
            return {}
        from torch.nn import Identity

        encoded = [(encodable(first[:_MOST_CHARS]), encodable(second[:_MOST_CHARS])) for first, second in pairs]
        with self._lock:
            made = self._model.predict(encoded, activation_fn=Identity(), show_progress_bar=False)
        rows = np.asarray(made, dtype=np.float64).reshape(len(pairs), -1)
        return dict(zip(pairs, _log_odds(rows, self._positive).tolist(), strict=True))


class SpanMarker:
    """A reader that is a token classifier which marks the spans that answer a question. Safe to call from several
    threads.

    A sentence's score is the highest log-odds that one of its tokens is marked, since a span may be a part of it; a
    window's score is that of its best sentence. A text that is longer than the model's input is read in several parts.
    """

    def __init__(self, name: str, model: Any, tokenizer: Any, calibration: Calibration | None) -> None:
        self.name = name
        self.calibration = calibration
        self._model = model
        self._tokenizer = tokenizer
        labels: Mapping[int, str] = model.config.id2label
        self._outside = next((index for index, label in labels.items() if label == "O"), 0)
        places = getattr(model.config, "max_position_embeddings", None) or _MOST_TOKENS
        self._limit = min(_MOST_TOKENS, places, tokenizer.model_max_length)
        self._lock = Lock()

    def read(self, question: str, windows: Sequence[Window]) -> list[WindowScores]:
        """Score the sentences of each window by their tokens."""
        with self._lock:
            asked = self._cut(encodable(question))
            return [self._read(asked, window) for window in windows]

    def judge(self, statement: str, evidence: Sequence[Window]) -> list[float]:
        """Score as ``read`` scores a window: these models are trained on questions, so this only ranks."""
        return [scores.window for scores in self.read(statement, evidence)]

    def _read(self, question: str, window: Window) -> WindowScores:
        sentences = [encodable(one[:_SENTENCE_CHARS]) for one in window.sentences]
        best = [_NOTHING] * len(sentences)
        ends = np.cumsum([len(one) + 1 for one in sentences])
        for place, logit in self._tokens(question, " ".join(sentences)):
            index = int(np.searchsorted(ends, place, side="right"))
            best[index] = max(best[index], logit)
        return WindowScores(tuple(best), max(best, default=_NOTHING))

    def _tokens(self, question: str, text: str) -> "list[tuple[int, float]]":
        """Return, for each token of the text, the offset of its last character and the log-odds that it is marked."""
        import torch

        if not text.strip():
            return []
        parts = self._tokenizer(
            question, text, truncation="only_second", max_length=self._limit,
            return_overflowing_tokens=True, return_offsets_mapping=True,
        )  # fmt: skip
        found = []
        for row, offsets in enumerate(parts["offset_mapping"]):
            inputs = {key: torch.tensor([parts[key][row]]) for key in self._tokenizer.model_input_names if key in parts}
            with torch.inference_mode():
                logits: torch.Tensor = self._model(**inputs).logits[0]
            odds = -_log_odds(logits.double().numpy(), self._outside)
            if logits.shape[1] == 1:
                odds = -odds
            found += [
                (end - 1, float(odds[token]))
                for token, (owner, (start, end)) in enumerate(zip(parts.sequence_ids(row), offsets, strict=True))
                if owner == 1 and end > start
            ]
        return found

    def _cut(self, question: str) -> str:
        """Cut the question to a third of the model's input, so that two thirds are left for the text."""
        offsets = self._tokenizer(question, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
        most = self._limit // 3
        return question if len(offsets) <= most else question[: offsets[most - 1][1]]


def _cross_encoder(name: str, calibration: Calibration | None, setting: str) -> CrossEncoderReader:
    def load(local: bool) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder

        plain = {"use_safetensors": True}
        model: CrossEncoder = CrossEncoder(
            name, device="cpu", local_files_only=local, trust_remote_code=False, model_kwargs=plain
        )
        return model

    model = _local_first(name, setting, load)
    model.max_seq_length = min(model.max_seq_length or _MOST_TOKENS, _MOST_TOKENS)
    config: Any = model.config
    labels: Mapping[int, str] = config.id2label
    positive = positive_label(labels)
    if positive is None:
        named = ", ".join(labels.values())
        raise ReaderError(
            f"Of the labels of {name} ({named}), none is known to mean that a text answers or supports.",
            hint=_other(setting),
        )
    return CrossEncoderReader(name, model, positive, calibration)


def _span_marker(name: str, calibration: Calibration | None, setting: str) -> SpanMarker:
    def load(local: bool) -> tuple[Any, dict[str, Any], Any]:
        from transformers import AutoModelForTokenClassification, AutoTokenizer

        common = {"local_files_only": local, "trust_remote_code": False}
        model, report = AutoModelForTokenClassification.from_pretrained(
            name, use_safetensors=True, output_loading_info=True, **common
        )
        return model.eval(), report, AutoTokenizer.from_pretrained(name, **common)

    model, report, tokenizer = _local_first(name, setting, load)
    if report["missing_keys"]:
        raise ReaderError(f"The model {name} needs code of its own, which Dateline does not run.", hint=_other(setting))
    return SpanMarker(name, model, tokenizer, calibration)


def positive_label(labels: Mapping[int, str]) -> int | None:
    """Return the index of the label that means "answers" or "supported"; None if this cannot be known.

    It is the only label, or the only one whose name begins as one of ``_SUPPORTED``, or the second of two unnamed ones.
    """
    if len(labels) == 1:
        return next(iter(labels))
    named = [index for index, label in labels.items() if label.lower().startswith(_SUPPORTED)]
    if len(named) == 1:
        return named[0]
    unnamed = all(label == f"LABEL_{index}" for index, label in labels.items())
    return 1 if len(labels) == 2 and unnamed else None


def _kind(name: str, setting: str) -> str:
    """Return the model's task, "SequenceClassification" or "TokenClassification". Raises ReaderError."""

    def load(local: bool) -> dict[str, Any]:
        from transformers import PretrainedConfig

        found: dict[str, Any] = PretrainedConfig.get_config_dict(name, local_files_only=local)[0]
        return found

    config = _local_first(name, setting, load)
    architectures = config.get("architectures") or [""]
    for kind in ("SequenceClassification", "TokenClassification"):
        if architectures[0].endswith(f"For{kind}"):
            return kind
    if config.get("auto_map"):  # with code of its own, which may be only a wrapper of a span marker
        return "TokenClassification"
    raise ReaderError(f"The model {name} neither scores pairs of texts nor marks spans.", hint=_other(setting))


def _local_first(name: str, setting: str, load: Callable[[bool], Model]) -> Model:
    """Load a model from this disk, or download it if it is not there; translate errors into ReaderError."""
    try:
        if Path(name).is_dir():
            return load(True)
        try:
            return load(True)
        except ModuleNotFoundError:
            raise
        except Exception:
            return load(False)
    except ModuleNotFoundError as error:
        raise ReaderError(f"The model {name} cannot be loaded.", hint=OTHER_MODELS) from error
    except Exception as error:
        reason = str(error)
        if "trust_remote_code" in reason:
            raise ReaderError(
                f"The model {name} needs code of its own, which Dateline does not run.", hint=_other(setting)
            ) from error
        if "model.safetensors" in reason:
            raise ReaderError(
                f"The model {name} has no weights in the format safetensors; files of other formats can run code.",
                hint=f"Convert it with transformers (save_pretrained) to a folder, or: {_other(setting)}",
            ) from error
        raise ReaderError(
            f"The model {name} cannot be loaded.",
            hint=f"Check {setting} and the network, or unset it to use the bundled model.",
        ) from error


def _other(setting: str) -> str:
    return f"Choose another for {setting}, or unset it to use the bundled model."


def _titled(window: Window, sentences: Sequence[str]) -> str:
    """Return the title, a line break and the sentences; "" if the sentences have no words."""
    text = " ".join(sentences)
    return "\n".join(part for part in (window.title, text) if part.strip()) if text.strip() else ""


def _log_odds(logits: _Logits, label: int) -> _Logits:
    """Return log(p / (1 - p)) of one label for each row; if there is only one label, its logit."""
    own = logits[:, label]
    if logits.shape[1] == 1:
        return own
    others: _Logits = np.delete(logits, label, axis=1)
    top = others.max(axis=1)
    odds: _Logits = own - top - np.log(np.exp(others - top[:, None]).sum(axis=1))
    return odds
