"""What the peers' quick starts do on the same data, in the same run. The one file that may use any framework."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from domain.keys import embedded_string
from evaluation import plain, without
from evaluation.bm25 import Bm25
from evaluation.data import Data, Row
from evaluation.stock import Bench
from evaluation.suites import archive_search, extraction, news_search
from text.sentences import sentences

CHUNK_CHARS, OVERLAP_CHARS = 1000, 200
NEIGHBOURS = 100
"""Chunks taken for each question, so that 20 articles come of them."""
QUOTED = 4
RANKED = 20


@dataclass(frozen=True, slots=True)
class Chunk:
    """A slice as LangChain's quick start cuts it, and its article."""

    article: str
    title: str
    text: str


def baselines(suite: str, bench: Bench, data: Data) -> dict[str, list[Row]]:
    """Return, by the baseline's name, items of the suite's form as far as the baseline goes."""
    made: dict[str, list[Row]] = {}
    for peer in PEERS.get(suite, ()):
        made |= peer(bench, data)
    return made


def chunks_of(rows: Sequence[Row]) -> list[Chunk]:
    """Cut articles with RecursiveCharacterTextSplitter: 1,000 characters, 200 overlapping, all else as it comes."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS)
    return [Chunk(row["id"], row["title"], text) for row in rows for text in splitter.split_text(row["text"])]


def quick_start(bench: Bench, chunks: Sequence[Chunk], questions: Sequence[str]) -> list[list[Chunk]]:
    """Return each question's nearest chunks from Chroma with its defaults.

    The vectors are the program's own embedder's, that is, the same model's: what differs is the splitting, the missing
    title and the missing keywords.
    """
    import chromadb
    from chromadb.config import Settings

    client: Any = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
    collection = client.create_collection(f"quick-start-{uuid4().hex}", embedding_function=None)
    vectors = bench.embedder.embed_passages([chunk.text for chunk in chunks])
    batch = client.get_max_batch_size()
    for first in range(0, len(chunks), batch):
        ids = [str(i) for i in range(first, min(first + batch, len(chunks)))]
        collection.add(ids=ids, embeddings=vectors[first : first + batch])
    asked = bench.embedder.embed_questions(questions)
    found = collection.query(query_embeddings=asked, n_results=min(NEIGHBOURS, len(chunks)), include=[])
    client.delete_collection(collection.name)
    return [[chunks[int(identifier)] for identifier in ids] for ids in found["ids"]]


def for_news_search(bench: Bench, data: Data) -> dict[str, list[Row]]:
    """Return the quick start, quoting the sentences of its five chunks that are nearest by cosine, and BM25."""
    rows = data.rows(news_search.QUESTIONS)
    chunks = chunks_of(data.rows(news_search.ARTICLES))
    ranking = Bm25([embedded_string(chunk.title, chunk.text) for chunk in chunks])
    dense = quick_start(bench, chunks, [row["question"] for row in rows])
    keyword = [[chunks[i] for i in plain.best(ranking.scores(row["question"]), NEIGHBOURS)] for row in rows]
    near = plain.cosine(bench)
    quoting = []
    for row, found in zip(rows, dense, strict=True):
        texts = [sentence.text for chunk in found[: news_search.PASSAGES] for sentence in sentences(chunk.text)]
        texts = list(dict.fromkeys(texts))
        quoted = [texts[i] for i in plain.best(near(row["question"], texts), QUOTED)] if texts else []
        quoting.append({**_found(row, found), "statements": quoted})
    return {
        "LangChain quick start": quoting,
        "BM25, its chunks with titles": [_found(row, found) for row, found in zip(rows, keyword, strict=True)],
    }


def for_archive_search(bench: Bench, data: Data) -> dict[str, list[Row]]:
    """Return the quick start."""
    rows = data.rows(archive_search.QUESTIONS)
    chunks = chunks_of(data.rows(archive_search.ARTICLES))
    found = quick_start(bench, chunks, [row["question"] for row in rows])
    return {"LangChain quick start": [_found(row, own) for row, own in zip(rows, found, strict=True)]}


def for_extraction(_bench: Bench, data: Data) -> dict[str, list[Row]]:
    """Return trafilatura as it comes, without comments, and favouring precision; and every word of the page."""
    import trafilatura

    ways: dict[str, Callable[[str], str | None]] = {
        "trafilatura": trafilatura.extract,
        "trafilatura, no comments": lambda page: trafilatura.extract(page, include_comments=False),
        "trafilatura, precise": lambda page: trafilatura.extract(page, favor_precision=True, include_comments=False),
        "all text": trafilatura.html2txt,
    }
    files = extraction.files(data)
    pages = {file: extraction.page_of(data, file).decode("utf-8", "replace") for file in files}
    return {name: [{"file": file, "text": way(pages[file]) or ""} for file in files] for name, way in ways.items()}


def _found(row: Row, chunks: Sequence[Chunk]) -> Row:
    ranked = list(dict.fromkeys(chunk.article for chunk in chunks))[:RANKED]
    return {"id": row["id"], "ranked": ranked, "passages": [chunk.text for chunk in chunks[: news_search.PASSAGES]]}


PEERS: dict[str, tuple[Callable[[Bench, Data], dict[str, list[Row]]], ...]] = {
    "news-search": (for_news_search, without.news_search_without),
    "archive-search": (for_archive_search, plain.for_archive_search, without.archive_search_without),
    "sentence-choice": (plain.for_sentence_choice,),
    "cited-answers": (plain.for_cited_answers,),
    "refusals-clapnq": (plain.for_refusals_clapnq,),
    "refusals-news": (plain.for_news_2022,),
    "refusals-news-2026": (plain.for_news_2026,),
    "small-library": (plain.for_small_library,),
    "follow-ups": (plain.for_follow_ups,),
    "support": (plain.for_support,),
    "reading": (plain.for_reading,),
    "languages": (plain.for_languages,),
    "statements": (plain.for_statements,),
    "extraction": (for_extraction,),
    "drafts": (plain.for_drafts,),
    "events": (),  # what cosine and near-duplicates reach is among its own figures
}
