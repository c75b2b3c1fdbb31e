"""The reader's training examples: questions and statements with windows of the articles that they were written over."""

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from domain.reading import WINDOW_WORDS, cut_windows
from evaluation.data import Data, Row
from evaluation.training.split import kept_out
from reader.encoding import QUESTION_TOKENS, SENTENCE_TOKENS, TITLE_TOKENS, Encoded, Encoder, join

Cut = Callable[[str], Sequence[tuple[int, int]]]
"""Splits a text into sentences: (start, end) in code points, in order."""

ASKED = "reading/train.jsonl.gz", "article", "question", "core", "ok"
STATED = "statements/train.jsonl.gz", "article", "claim", "supported", "evidence"
"""The training files, with the fields that each line has."""
SAME_STORY = 0.35
"""Above this cosine of tf-idf, two articles may tell the same story, so one may answer a question about the other."""
CHOSEN = 3
"""How many sentences the checker takes for a statement's evidence."""
_OTHERS = 40
_MORE_WORDS = 130
_FOREIGN = 0.06
"""Share of the questions that are shown windows of other articles only."""
_IGNORED, _NO, _YES = -1, 0, 1
_OWN = Path(__file__).parents[1] / "labels"
"""This project's own questions and statements, by ids and places only: in wordings that share little with the texts."""
OWN_TIMES = 3
"""So much more often than the others they are shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as word pieces, with the number of words of each sentence."""

    title: list[int]
    sentences: list[list[int]]
    words: list[int]


@dataclass(frozen=True, slots=True)
class Question:
    """``core`` answers, ``ok`` may stand beside (or only looks like an answer), all by index of the sentence.

    ``likeness`` of each sentence to the question (tf-idf); ``others`` are (article, window) that share its words.
    """

    pieces: list[int]
    article: int
    core: frozenset[int]
    ok: frozenset[int]
    likeness: list[float]
    others: list[tuple[int, range]]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement; ``evidence`` are the sentences that support it, or that it distorts; ``alike`` are those of the
    article that share most words with it (tf-idf), best first.
    """

    pieces: list[int]
    article: int
    evidence: list[int]
    alike: list[int]
    supported: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One input with what is right: a label a sentence (1, 0, -1: not counted), and whether it is supported.

    ``question`` groups the windows that belong to one question; -1 for a statement, whose ``supported`` counts.
    """

    encoded: Encoded
    labels: list[int]
    question: int = -1
    supported: float = -1.0


@dataclass(frozen=True, slots=True)
class TrainingData:
    """All examples, ready to be sampled."""

    articles: list[Piece]
    questions: list[Question]
    statements: list[Statement]
    more: list[tuple[list[int], list[list[int]], bool]]
    """Statements of other texts: pieces of the statement, of its evidence, whether it is supported."""
    kept_out: set[str] = field(default_factory=set)


def load(folder: Path, cut: Cut, encoder: Encoder) -> TrainingData:
    """Read ``reading/train``, ``statements/train``, ``statements/more`` below ``folder``, without the kept-out tenth.

    To these come the project's own questions and statements over the same articles and the texts of ``more``.

    Raises DataError if a file is missing or malformed.
    """
    data, ours = Data(folder), Data(_OWN)
    texts = texts_of(data)
    asked = _known(ours.rows(*ASKED), texts) * OWN_TIMES + data.rows(*ASKED)
    stated = _known(ours.rows(*STATED), texts) * OWN_TIMES + data.rows(*STATED)
    names = {row["article"] for row in asked} | {row["article"] for row in stated}
    left_out = kept_out(names)
    ids = sorted(names - left_out)
    number = {name: index for index, name in enumerate(ids)}
    spans = [list(cut(texts[name]["text"])) for name in ids]
    sentences = [[texts[name]["text"][s:e].strip() for s, e in found] for name, found in zip(ids, spans, strict=True)]
    titles = [texts[name]["title"] for name in ids]
    articles = [
        Piece(title, encoder.pieces(own, SENTENCE_TOKENS), [len(one.split()) for one in own])
        for title, own in zip(encoder.pieces(titles, TITLE_TOKENS), sentences, strict=True)
    ]
    asked = tuple(row for row in asked if row["article"] in number)
    likeness = _Likeness(titles, sentences, articles, [row["question"] for row in asked])
    questions = []
    for row, pieces, (own, others) in zip(
        asked, encoder.pieces([row["question"] for row in asked], QUESTION_TOKENS),
        likeness.of_all([number[row["article"]] for row in asked]), strict=True,
    ):  # fmt: skip
        article = number[row["article"]]
        core = _inside(spans[article], [span for alternative in row["core"] for span in alternative])
        ok = _inside(spans[article], row["ok"]) - core
        if core or not row["core"]:
            questions.append(Question(pieces, article, core, ok, own, others))
    stated = tuple(row for row in stated if row["article"] in number)
    near = likeness.of_own([row["claim"] for row in stated], [number[row["article"]] for row in stated])
    return TrainingData(
        articles, questions, _statements(stated, number, spans, near, encoder), _more(data, cut, encoder), left_out
    )


def _known(rows: Sequence[Row], texts: Mapping[str, Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row["article"] in texts)


def texts_of(data: Data) -> dict[str, Row]:
    """Return the texts asked about, by id: the news articles, and those of ``more``, which have no title."""
    more = {
        "more:" + hashlib.sha256(row["text"].encode()).hexdigest()[:16]: {"title": "", "text": row["text"]}
        for row in data.rows("statements/more.jsonl.gz", "text")
    }
    return data.by_id("news-search/articles.jsonl.gz", "title", "text") | more


def question_examples(data: TrainingData, question: Question, group: int, rng: random.Random) -> list[Example]:
    """Draw windows for a question: one that answers, two or three of its article that do not, and often one of another
    article; of some questions only windows of others, as where no article answers. Borders of windows are drawn too,
    so that a sentence is met in different company.
    """
    article = data.articles[question.article]
    drawn = cut_windows(article.words, first_words=rng.randint(WINDOW_WORDS // 4, WINDOW_WORDS))
    answering = [window for window in drawn if question.core.intersection(window)]
    rest = sorted((w for w in drawn if not question.core.intersection(w)), key=lambda w: -_closeness(question, w))
    chosen: list[tuple[int, range]] = []
    if question.others and rng.random() < _FOREIGN:
        chosen += rng.sample(question.others[:12], min(2, len(question.others[:12])))
        chosen.append(rng.choice(question.others))
    elif answering:
        chosen.append((question.article, rng.choice(answering[:2])))
        if rest:
            chosen += [(question.article, window) for window in {rest[0], rng.choice(rest[:6])}]
    else:
        chosen += [(question.article, window) for window in rng.sample(rest[:5], min(3, len(rest)))]
    if question.others and rng.random() < 0.5:
        chosen.append(rng.choice(question.others[:12] if rng.random() < 0.6 else question.others))
    examples = []
    for number, window in chosen:
        piece = data.articles[number]
        encoded = join(question.pieces, piece.title, [piece.sentences[i] for i in window])
        own = number == question.article
        labels = [_label(question, i) if own else _NO for i in window][: encoded.count]
        examples.append(Example(encoded, labels, question=group))
    return examples


def statement_example(data: TrainingData, statement: Statement, rng: random.Random) -> Example:
    """Draw an input for a statement: its evidence with up to two neighbours, or filled up to three sentences with those
    that share most words with it, as the checker does; of a true one, a fifth of the time its evidence is taken away
    (then it is unsupported), a tenth of the time it is the article's own sentence.
    """
    article = data.articles[statement.article]
    evidence, supported = list(statement.evidence), statement.supported
    if supported and rng.random() < 0.2:
        if len(evidence) > 1 and rng.random() < 0.5:
            evidence.remove(rng.choice(evidence))
            supported = False
        else:
            drawn = rng.sample(range(len(article.sentences)), min(len(article.sentences), 3))
            if others := [i for i in drawn if i not in evidence]:
                evidence, supported = others[:2], False
    pieces = statement.pieces
    if supported and rng.random() < 0.1:
        pieces = article.sentences[evidence[0]][:QUESTION_TOKENS]
    if rng.random() < 0.6:
        beside = [i for i in statement.alike if i not in statement.evidence][: max(0, CHOSEN - len(evidence))]
    else:
        near = {i + d for i in evidence for d in (-1, 1) if 0 <= i + d < len(article.sentences)}
        near -= set(statement.evidence)
        beside = rng.sample(sorted(near), min(len(near), rng.choice([0, 1, 1, 2])))
    shown = sorted({*evidence, *beside})
    encoded = join(pieces, article.title, [article.sentences[i] for i in shown])
    return Example(encoded, [_IGNORED] * encoded.count, supported=float(supported))


def more_example(data: TrainingData, supported: bool, rng: random.Random) -> Example:
    """Draw a statement of the other texts that is supported, or not."""
    while True:
        pieces, sentences, right = rng.choice(data.more)
        if right == supported:
            encoded = join(pieces, [], sentences)
            return Example(encoded, [_IGNORED] * encoded.count, supported=float(right))


def _label(question: Question, sentence: int) -> int:
    if sentence in question.core:
        return _YES
    return _IGNORED if sentence in question.ok and question.core else _NO


def _closeness(question: Question, window: range) -> float:
    return bool(question.ok.intersection(window)) + sum(question.likeness[i] for i in window)


def _inside(spans: Sequence[tuple[int, int]], marked: Iterable[Sequence[int]]) -> frozenset[int]:
    """Return the sentences of which a marked span covers half, or which cover half of a marked span."""
    return frozenset(
        index
        for index, (start, end) in enumerate(spans)
        for first, last in marked
        if min(end, last) - max(start, first) > 0.5 * min(end - start, last - first)
    )


def _statements(
    rows: Sequence[Row],
    number: dict[str, int],
    spans: Sequence[Sequence[tuple[int, int]]],
    near: Sequence[Sequence[float]],
    encoder: Encoder,
) -> list[Statement]:
    found = []
    for row, own, pieces in zip(
        rows, near, encoder.pieces([row["claim"] for row in rows], QUESTION_TOKENS), strict=True
    ):
        article = number[row["article"]]
        if evidence := sorted(_inside(spans[article], row["evidence"]))[:CHOSEN]:
            alike = sorted(range(len(own)), key=lambda i: -own[i])[: 2 * CHOSEN]
            found.append(Statement(pieces, article, evidence, alike, row["supported"]))
    return found


def _more(data: Data, cut: Cut, encoder: Encoder) -> list[tuple[list[int], list[list[int]], bool]]:
    """Each statement with the sentences of its long text that share most of its words, in the text's order."""
    found = []
    for row in data.rows("statements/more.jsonl.gz", "text", "claim", "supported"):
        sentences = [text for s, e in cut(row["text"]) if (text := row["text"][s:e].strip())]
        words = set(re.findall(r"\w+", row["claim"].lower()))
        shared = [
            len(words & set(re.findall(r"\w+", one.lower()))) / (3 + len(one.split())) ** 0.5 for one in sentences
        ]
        kept, count = [], 0
        for index in sorted(range(len(sentences)), key=lambda i: -shared[i]):
            count += len(sentences[index].split())
            if count > _MORE_WORDS:
                break
            kept.append(index)
        if kept:
            (claim,) = encoder.pieces([row["claim"]], QUESTION_TOKENS)
            found.append(
                (claim, encoder.pieces([sentences[i] for i in sorted(kept)], SENTENCE_TOKENS), row["supported"])
            )
    return found


class _Likeness:
    """How much words questions share with sentences of their own article, and with windows of others (tf-idf)."""

    def __init__(
        self, titles: Sequence[str], sentences: Sequence[Sequence[str]], articles: Sequence[Piece], asked: Sequence[str]
    ) -> None:
        self._windows = [(number, window) for number, a in enumerate(articles) for window in cut_windows(a.words)]
        texts = [titles[n] + " " + " ".join(sentences[n][i] for i in window) for n, window in self._windows]
        weigh = TfidfVectorizer(sublinear_tf=True, stop_words="english")
        self._by_window: csr_matrix = weigh.fit_transform(texts)
        whole = weigh.transform([" ".join(own) for own in sentences])
        self._same = (whole @ whole.T).toarray() > SAME_STORY
        self._by_sentence = [weigh.transform(own) if own else None for own in sentences]
        self._asked = weigh.transform(asked)
        self._weigh = weigh

    def of_own(self, statements: Sequence[str], articles: Sequence[int]) -> list[list[float]]:
        """Return the likeness of each statement to each sentence of its article."""
        stated = self._weigh.transform(statements)
        pairs = ((self._by_sentence[article], row) for row, article in enumerate(articles))
        return [[] if own is None else (own @ stated[row].T).toarray().ravel().tolist() for own, row in pairs]

    def of_all(self, articles: Sequence[int]) -> list[tuple[list[float], list[tuple[int, range]]]]:
        """Return, for each question over its article, its sentences' likeness and the closest foreign windows."""
        found = []
        home = np.array([number for number, _ in self._windows])
        for first in range(0, len(articles), 500):
            rows = (self._asked[first : first + 500] @ self._by_window.T).tocsr()
            for offset, article in enumerate(articles[first : first + 500]):
                row = rows[offset]
                best = row.indices[np.argsort(-row.data, kind="stable")[:200]]
                others = [self._windows[i] for i in best if not self._same[article, home[i]]][:_OTHERS]
                own = self._by_sentence[article]
                near = [] if own is None else (own @ self._asked[first + offset].T).toarray().ravel().tolist()
                found.append((near, others))
        return found
