"""What anybody would try first: one score by cosine or by BM25, and a threshold on it."""

from collections.abc import Callable, Sequence

import numpy as np

from domain.keys import embedded_string
from domain.language import content_words
from evaluation.bm25 import Bm25
from evaluation.data import Data, Row
from evaluation.figures import Floats
from evaluation.stock import Bench
from evaluation.suites import (
    archive_search,
    cited_answers,
    drafts,
    follow_ups,
    languages,
    news_search,
    reading,
    refusals_clapnq,
    refusals_news,
    sentence_choice,
    small_library,
    statements,
    support,
)
from ingest.split import split
from text.sentences import sentences
from text.word_forms import stem

RANKED = 20
TOP = 3
"""Sentences quoted for each question of cited-answers."""

NEAR = 0.75
"""Likeness from which a sentence bears a claim out, for who looks at nothing else."""

Scorer = Callable[[str, Sequence[str]], Floats]
"""Scores some texts for a question."""

Items = dict[str, list[Row]]


def cosine(bench: Bench) -> Scorer:
    """Return the scorer by cosine, with the program's embedder."""
    return lambda question, texts: np.asarray(
        bench.embedder.embed_passages(texts) @ bench.embedder.embed_questions([question])[0], dtype=np.float64
    )


def bm25(question: str, texts: Sequence[str]) -> Floats:
    """Score by BM25 among these texts alone."""
    return Bm25(texts).scores(question)


def best(scores: Floats, count: int) -> list[int]:
    """Return the places of the highest scores, best first; of equals the earlier first."""
    return [int(place) for place in np.argsort(-scores, kind="stable")[:count]]


def for_sentence_choice(bench: Bench, data: Data) -> Items:
    """Return the candidates' scores by both."""
    rows = data.rows(sentence_choice.QUESTIONS)
    return {
        name: [
            {"id": row["id"], "scores": score(row["question"], [one["sentence"] for one in row["candidates"]]).tolist()}
            for row in rows
        ]
        for name, score in (("BM25", bm25), ("best cosine", cosine(bench)))
    }


def for_cited_answers(bench: Bench, data: Data) -> Items:
    """Return the three best sentences by both, and the first three."""
    rows = data.rows(cited_answers.ANSWERED)
    made = {
        f"{name}, best {TOP}": [
            {"id": row["id"], "chosen": sorted(best(score(row["question"], row["sentences"]), TOP))} for row in rows
        ]
        for name, score in (("BM25", bm25), ("cosine", cosine(bench)))
    }
    first = [{"id": row["id"], "chosen": list(range(min(TOP, len(row["sentences"]))))} for row in rows]
    return made | {f"the first {TOP}": first}


def for_refusals_clapnq(bench: Bench, data: Data) -> Items:
    """Return the whole passage's score (with its title) by both; BM25 counts words over all passages of the suite."""
    files = ((cited_answers.ANSWERED, True), (refusals_clapnq.UNANSWERED, False))
    rows = [(row, answerable) for file, answerable in files for row in data.rows(file)]
    texts = [embedded_string(row["title"], " ".join(row["sentences"])) for row, _ in rows]
    ranking, near = Bm25(texts), cosine(bench)
    return {
        "BM25": [
            _scored(row, answerable, ranking.scores(row["question"])[i]) for i, (row, answerable) in enumerate(rows)
        ],
        "best cosine": [
            _scored(row, answerable, near(row["question"], [text])[0])
            for (row, answerable), text in zip(rows, texts, strict=True)
        ],
    }


def for_refusals_news(bench: Bench, data: Data, articles: str, removed: str) -> Items:
    """Return the best score of the program's own passages by both."""
    stock = bench.stock(data, articles)
    made: Items = {"BM25": [], "best cosine": []}
    for row in data.rows(removed):
        for answerable, hidden in ((True, ()), (False, row["remove"])):
            result = stock.search(row["question"], scope=stock.hiding(hidden))
            keyword = max((score for _, score in result.rankings["keyword"]), default=0.0)
            made["BM25"].append(_scored(row, answerable, keyword))
            made["best cosine"].append(_scored(row, answerable, result.similarity))
    return made


def for_news_2022(bench: Bench, data: Data) -> Items:
    """Return refusals-news' baselines."""
    return for_refusals_news(bench, data, news_search.ARTICLES, refusals_news.REMOVED)


def for_news_2026(bench: Bench, data: Data) -> Items:
    """Return refusals-news-2026's baselines."""
    return for_refusals_news(bench, data, refusals_news.NEWER_ARTICLES, refusals_news.NEWER_REMOVED)


def for_small_library(bench: Bench, data: Data) -> Items:
    """Return the best score of passages as the program cuts them, by both, in the same libraries."""
    made: Items = {}
    for name, score in (("BM25", bm25), ("best cosine", cosine(bench))):
        made[name] = []
        for row, size, library in small_library.drawn(data):
            for answerable in (True, False):
                passages = [
                    (article["id"], embedded_string(article["title"], passage.text))
                    for article in library
                    if answerable or article["id"] != row["id"]
                    for passage in split(article["id"], article["text"])
                ]
                scores = score(row["question"], [text for _, text in passages]) if passages else np.zeros(1)
                found = bool(passages) and passages[best(scores, 1)[0]][0] == row["id"]
                made[name].append({**_scored(row, answerable, scores.max()), "size": size, "found": found})
    return made


def for_archive_search(_bench: Bench, data: Data) -> Items:
    """Return BM25 over whole articles."""
    rows = data.rows(archive_search.ARTICLES)
    ranking = Bm25([embedded_string(row["title"], row["text"]) for row in rows])
    names = [row["id"] for row in rows]
    return {
        "BM25": [
            {"id": row["id"], "ranked": [names[i] for i in best(ranking.scores(row["question"]), RANKED)]}
            for row in data.rows(archive_search.QUESTIONS)
        ]
    }


def for_follow_ups(bench: Bench, data: Data) -> Items:
    """Return the ranking of whole passages for the last turn alone and for the last two user turns joined, by both."""
    rows = data.rows(follow_ups.PASSAGES)
    names = [row["id"] for row in rows]
    texts = [embedded_string(row["title"], row["text"]) for row in rows]
    ranking, vectors = Bm25(texts), bench.embedder.embed_passages(texts)

    def dense(question: str) -> Floats:
        return np.asarray(vectors @ bench.embedder.embed_questions([question])[0], dtype=np.float64)

    made: Items = {}
    for name, score in (("BM25", ranking.scores), ("dense", dense)):
        made[f"{name}, last two user turns"] = []
        for task in data.rows(follow_ups.TASKS):
            said = [turn["text"] for turn in task["turns"] if turn["speaker"] == "user"]
            both, last = score("\n".join(said[-2:])), score(said[-1])
            made[f"{name}, last two user turns"].append(
                {
                    "id": task["id"],
                    "ranked": [names[i] for i in best(both, RANKED)],
                    "ranked_last_turn": [names[i] for i in best(last, RANKED)],
                }
            )
    return made


def for_support(bench: Bench, data: Data) -> Items:
    """Return whether all telling words of a claim stand in its article, and whether one of its sentences is near."""
    rows, near = data.rows(support.CLAIMS), cosine(bench)
    made: Items = {"all its words": [], f"cosine {NEAR}": []}
    for row in rows:
        have = {stem(word) for word in content_words(row["article"])}
        known = all(stem(word) in have for word in content_words(row["claim"]))
        likeness = float(near(row["claim"], [one.text for one in sentences(row["article"])]).max())
        made["all its words"].append({"id": row["id"], "supported": known, "score": float(known)})
        made[f"cosine {NEAR}"].append({"id": row["id"], "supported": likeness >= NEAR, "score": likeness})
    return made


def for_reading(bench: Bench, data: Data) -> Items:
    """Return reading's baselines."""
    return _nearest_sentences(bench, data, reading.ARTICLES, reading.QUESTIONS)


def for_languages(bench: Bench, data: Data) -> Items:
    """Return languages' baselines."""
    return _nearest_sentences(bench, data, languages.ARTICLES, languages.QUESTIONS)


def for_statements(bench: Bench, data: Data) -> Items:
    """Return every claim supported, and whether a sentence of its article is near."""
    articles, near = data.by_id(statements.ARTICLES), cosine(bench)
    made: Items = {"always supported": [], f"cosine {NEAR}": []}
    for row in data.rows(statements.CLAIMS):
        found = sentences(articles[row["article"]]["text"])
        likeness = near(row["claim"], [one.text for one in found])
        nearest, score = found[best(likeness, 1)[0]], float(likeness.max())
        made["always supported"].append({"id": row["id"], "supported": True, "score": 1.0})
        made[f"cosine {NEAR}"].append(
            {
                "id": row["id"],
                "supported": score >= NEAR,
                "score": score,
                "evidence": [[nearest.start, nearest.end]],
            }
        )
    return made


def for_drafts(bench: Bench, data: Data) -> Items:
    """Return the given items: a quotation is verbatim if an article has its very characters, a statement supported if
    some sentence is near.
    """
    rows, near = data.rows(drafts.ARTICLES, "id", "text"), cosine(bench)
    places = [(row["id"], one) for row in rows for one in sentences(row["text"])]
    texts = [one.text for _, one in places]
    made = []
    for draft in data.rows(drafts.DRAFTS):
        items = []
        for item in draft["items"]:
            words, found = draft["text"][item["start"] : item["end"]], []
            if item["type"] == "quotation":
                found = [[row["id"], at, at + len(words)] for row in rows if (at := row["text"].find(words)) >= 0]
                outcome = "verbatim" if found else "not_found"
            else:
                likeness = near(words, texts)
                article, nearest = places[best(likeness, 1)[0]]
                found = [[article, nearest.start, nearest.end]]
                outcome = "supported" if float(likeness.max()) >= NEAR else "not_found"
            items.append({**item, "outcome": outcome, "evidence": found})
        made.append({"id": draft["id"], "items": items})
    return {f"same characters, cosine {NEAR}": made}


def _nearest_sentences(bench: Bench, data: Data, articles: str, questions: str) -> Items:
    """Return each question answered by the sentence of all articles that is nearest by cosine; nothing is refused."""
    places = [(row["id"], one) for row in data.rows(articles) for one in sentences(row["text"])]
    vectors = bench.embedder.embed_passages([one.text for _, one in places])
    made = []
    for row in data.rows(questions):
        likeness = np.asarray(vectors @ bench.embedder.embed_questions([row["question"]])[0], dtype=np.float64)
        article, sentence = places[best(likeness, 1)[0]]
        made.append(
            {
                "id": row["id"],
                "answerable": row["answerable"],
                "kind": row["kind"],
                "quotes": [[article, sentence.start, sentence.end]],
                "statements": [sentence.text],
                "score": float(likeness.max()),
                "refused": False,
            }
        )
    return {"plain cosine": made}


def _scored(row: Row, answerable: bool, score: float) -> Row:
    return {"id": row["id"], "answerable": answerable, "score": float(score), "refused": None}
