"""Encode the reader's input: a question or statement, a title and some sentences as one sequence of word pieces."""

from collections.abc import Sequence
from dataclasses import dataclass

import tokenizers

MAX_TOKENS = 224
"""The largest number of tokens of one input; sentences that do not fit are left out, a single long one is cut."""
CLS, SEP = 101, 102
"""The special tokens of BERT's vocabulary, which the base model uses."""
QUESTION_TOKENS, TITLE_TOKENS, SENTENCE_TOKENS = 48, 24, 90


@dataclass(frozen=True, slots=True)
class Encoded:
    """One input: the id, the segment (0: question, 1: the rest) and the sentence index (-1: none) of each token.

    ``count`` is the number of sentences that are in the input, from the first on.
    """

    ids: list[int]
    segments: list[int]
    sentence_of: list[int]
    count: int


class Encoder:
    """Builds inputs with the base model's tokenizer. Safe to use from several threads."""

    def __init__(self, tokenizer: tokenizers.Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer

    def pieces(self, texts: Sequence[str], limit: int) -> list[list[int]]:
        """Return the first ``limit`` word pieces of each text, without special tokens."""
        encodings = self._tokenizer.encode_batch([encodable(text) for text in texts], add_special_tokens=False)
        return [encoding.ids[:limit] for encoding in encodings]

    def encode(self, question: str, title: str, sentences: Sequence[str]) -> Encoded:
        """Return ``[CLS] question [SEP] title [SEP] sentence [SEP] sentence [SEP] …``."""
        (asked,) = self.pieces([question], QUESTION_TOKENS)
        (titled,) = self.pieces([title], TITLE_TOKENS)
        return join(asked, titled, self.pieces(sentences, SENTENCE_TOKENS))


def encodable(text: str) -> str:
    """Replace lone surrogates, which no tokenizer accepts, by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def join(question: list[int], title: list[int], sentences: Sequence[list[int]]) -> Encoded:
    """Build an input from word pieces: as many sentences as fit, and at least one, cut if necessary."""
    ids = [CLS, *question, SEP]
    segments = [0] * len(ids)
    ids += [*title, SEP]
    sentence_of = [-1] * len(ids)
    count = 0
    for pieces in sentences:
        if count and len(ids) + len(pieces) + 1 > MAX_TOKENS:
            break
        ids += [*pieces, SEP]
        sentence_of += [count] * (len(pieces) + 1)
        count += 1
    segments += [1] * (len(ids) - len(segments))
    return Encoded(ids[:MAX_TOKENS], segments[:MAX_TOKENS], sentence_of[:MAX_TOKENS], count)
