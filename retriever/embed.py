"""Text to vectors: the bundled model and one for many languages by onnxruntime, any other by sentence-transformers."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from domain.bundled import BUNDLED, OTHER_MODELS, REINSTALL, bundled_folder, is_exported
from domain.errors import EmbedderError, Stopping
from domain.protocols import Embedder, Vectors
from retriever.e5 import BEFORE_PASSAGE, BEFORE_QUESTION, E5, export_e5
from retriever.e5 import MAX_TOKENS as E5_MAX_TOKENS
from retriever.export import MAX_TOKENS, export_bundled, onnx_path
from retriever.recent import Recent

_BATCH = 8
"""Texts in one forward pass, sorted by length. A pass keeps one processor busy, so each gets its own: two at once with
8 each take two thirds of the processor time of one pass over 16 that is shared by both, and wait for no other."""

_MOST_WORKERS = 8
_QUESTIONS, _TEXTS = 64, 256
"""Questions or statements, and sentences, whose token vectors are kept while a reply is checked: several statements may
rest on one sentence. Some 50 kB a sentence."""


def load_embedder(name: str, cache: Path, *, meanwhile: Callable[[], object] = lambda: None) -> Embedder:
    """Return the embedder called ``name``; raises EmbedderError if it cannot be had.

    The bundled model is exported to ONNX in ``cache`` at the first call (some seconds, once): onnxruntime
    starts in a tenth of a second where sentence-transformers takes several, and gives the same vectors.
    ``meanwhile`` is done here while its file is checked, which takes a quarter of a second and no interpreter.
    """
    if name == E5:
        meanwhile()
        return OnnxEmbedder(
            *export_e5(cache),
            name=E5,
            max_tokens=E5_MAX_TOKENS,
            before_question=BEFORE_QUESTION,
            before_passage=BEFORE_PASSAGE,
        )
    if name != BUNDLED:
        return SentenceTransformerEmbedder(name)
    with ThreadPoolExecutor(1, thread_name_prefix="checking-model") as checking:
        exported = checking.submit(is_exported, onnx_path(cache))
        meanwhile()
    if not exported.result():
        export_bundled(cache)
    return OnnxEmbedder(onnx_path(cache), bundled_folder() / "tokenizer.json")


class OnnxEmbedder:
    """An exported model: mean of the token vectors, length 1. Safe to use from several threads.

    Args:
        model: a graph as ``retriever.export`` writes it.
        tokenizer: tokenizers' JSON.
        name: the model's.
        max_tokens: what a text is cut to.
        before_question, before_passage: what the model wants before each question and each passage.
    """

    dim = 384

    def __init__(
        self,
        model: Path,
        tokenizer: Path,
        *,
        name: str = BUNDLED,
        max_tokens: int = MAX_TOKENS,
        before_question: str = "",
        before_passage: str = "",
    ) -> None:
        import onnxruntime
        import tokenizers

        alone = onnxruntime.SessionOptions()
        alone.intra_op_num_threads = 1
        try:
            self._tokenizer: tokenizers.Tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
            self._session: onnxruntime.InferenceSession = onnxruntime.InferenceSession(
                str(model), alone, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise EmbedderError(f"The embedding model cannot be loaded: {error}.", hint=REINSTALL) from error
        self.name = name
        self._before_question, self._before_passage = before_question, before_passage
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.no_padding()
        self._workers = ThreadPoolExecutor(min(_MOST_WORKERS, os.cpu_count() or 1), thread_name_prefix="embedding")
        self._asked = Recent(self._ask, most=_QUESTIONS)
        self._tokens_of = Recent(self._token_vectors, most=_TEXTS)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages; texts are sorted by length within, so that little is padded."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for rows, _, (made,) in self._passes(["vectors"], texts):
            vectors[rows] = made
        return vectors

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions, one vector a row, with what the model wants before each."""
        rows = [asked.vector for asked in self._asked(texts)]
        return np.stack(rows) if rows else np.zeros((0, self.dim), dtype=np.float32)

    def align(self, question: str, texts: Sequence[str]) -> tuple[list[str], Vectors]:
        """Compare a question with each text, by word pieces in lower case without special tokens."""
        (asked,) = self._asked([question])
        best = np.zeros((len(texts), len(asked.tokens)), dtype=np.float32)
        for row, tokens in enumerate(self._tokens_of(texts)):
            if len(tokens):
                best[row] = (asked.token_vectors @ tokens.T).max(axis=1)
        return asked.tokens, best

    def _ask(self, questions: list[str]) -> list["_Asked"]:
        """Return all that is asked of the model about a question or a statement, from one pass; nothing is padded."""
        made: list[_Asked] = []
        first = self._first_token(self._before_question)
        for question in questions:
            encoding = self._tokenizer.encode(self._before_question + _encodable(question))
            (vector,), (tokens,) = self._run(["vectors", "tokens"], [encoding.ids])
            made.append(_Asked(encoding.tokens[first:-1], vector, _unit(tokens[first:-1])))
        return made

    def _first_token(self, before: str) -> int:
        """Return the place of a text's first token, behind the mark and what the model wants before the text."""
        return len(self._tokenizer.encode(before).ids) - 1

    def _token_vectors(self, texts: list[str]) -> list[Vectors]:
        """Return the vectors of each text's tokens, each of length 1, without the marks at both ends."""
        made: dict[int, Vectors] = {}
        first = self._first_token(self._before_passage)
        for rows, lengths, (tokens,) in self._passes(["tokens"], texts):
            made |= {row: _unit(tokens[at, first : lengths[at] - 1]) for at, row in enumerate(rows)}
        return [made[row] for row in range(len(texts))]

    def _passes(self, outputs: list[str], texts: Sequence[str]) -> Iterator[tuple[list[int], list[int], list[Vectors]]]:
        """Yield (rows, their numbers of tokens, outputs) of each forward pass; the longest texts begin."""
        texts = [self._before_passage + text for text in _encodable_all(texts)]
        token_ids = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda row: -len(token_ids[row]))
        batches = [order[first : first + _BATCH] for first in range(0, len(order), _BATCH)]
        try:
            made = self._workers.map(lambda rows: self._run(outputs, [token_ids[row] for row in rows]), batches)
        except RuntimeError as error:  # no pool takes work once the interpreter has begun to end
            raise Stopping from error
        for rows, values in zip(batches, made, strict=True):
            yield rows, [len(token_ids[row]) for row in rows], values

    def _run(self, outputs: list[str], token_ids: list[list[int]]) -> list[Vectors]:
        width = max(len(ids) for ids in token_ids)
        input_ids = np.zeros((len(token_ids), width), dtype=np.int64)
        attention_mask = np.zeros_like(input_ids)
        for row, ids in enumerate(token_ids):
            input_ids[row, : len(ids)] = ids
            attention_mask[row, : len(ids)] = 1
        values = self._session.run(outputs, {"input_ids": input_ids, "attention_mask": attention_mask})
        return [np.asarray(value, dtype=np.float32) for value in values]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question's tokens, without the marks at both ends, its vector, and its tokens' vectors of length 1."""

    tokens: list[str]
    vector: Vectors
    token_vectors: Vectors


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by name or folder; its own prompts for questions and passages are used."""

    def __init__(self, name: str) -> None:
        self.name = name
        try:
            from sentence_transformers import SentenceTransformer

            try:  # what was downloaded once is not asked for again: without a network every file would wait for retries
                self._model = SentenceTransformer(name, device="cpu", local_files_only=True)
            except Exception:
                self._model = SentenceTransformer(name, device="cpu")
        except ModuleNotFoundError as error:
            raise EmbedderError(f"The embedding model {name} cannot be loaded.", hint=OTHER_MODELS) from error
        except Exception as error:
            raise EmbedderError(
                f"The embedding model {name} cannot be loaded.",
                hint=f"Check DATELINE_EMBEDDER and the network, or unset it to use {BUNDLED}.",
            ) from error
        self.dim = int(self._model.get_embedding_dimension() or 0)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages."""
        return self._rows(self._model.encode_document(_encodable_all(texts), normalize_embeddings=True), len(texts))

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions."""
        return self._rows(self._model.encode_query(_encodable_all(texts), normalize_embeddings=True), len(texts))

    def align(self, question: str, texts: Sequence[str]) -> tuple[list[str], Vectors]:
        """Compare a question with each text, by the model's own tokens without special tokens."""
        encodable = _encodable_all([question, *texts])
        asked = self._model.tokenizer(encodable[0], truncation=True)["input_ids"]
        every = self._model.encode(encodable, output_value="token_embeddings")
        rows = [_unit(np.asarray(tokens.cpu(), dtype=np.float32)[1:-1]) for tokens in every]
        best = np.zeros((len(texts), len(asked) - 2), dtype=np.float32)
        for row, tokens in enumerate(rows[1:]):
            if len(tokens):
                best[row] = (rows[0] @ tokens.T).max(axis=1)
        return [str(token) for token in self._model.tokenizer.convert_ids_to_tokens(asked)[1:-1]], best

    def _rows(self, vectors: Any, count: int) -> Vectors:
        return np.asarray(vectors, dtype=np.float32).reshape(count, self.dim)


def _unit(rows: Vectors) -> Vectors:
    """Return the rows with length 1."""
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit


def _encodable(text: str) -> str:
    """Lone surrogates, which no tokenizer takes, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _encodable_all(texts: Sequence[str]) -> list[str]:
    return [_encodable(text) for text in texts]
