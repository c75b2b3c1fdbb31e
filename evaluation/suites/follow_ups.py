"""follow-ups: the last turn of a conversation, with what came before and without."""

from collections.abc import Sequence

from answering.routing.follow_up import standalone
from domain.values import Answer, Statement, Turn
from evaluation.data import Data, Row
from evaluation.figures import Figure, mean
from evaluation.metrics import ndcg, recall
from evaluation.refusing import refusal_figures
from evaluation.stock import Bench, Stock
from evaluation.suite import Suite
from evaluation.suites.refusals_news import decided

PASSAGES = "follow-ups/passages.jsonl.gz"
TASKS = "follow-ups/tasks.jsonl"
DEPTH = 5


def run(bench: Bench, data: Data) -> list[Row]:
    """Search for each last turn, first as the program reads it in its conversation, then as it stands."""
    stock = bench.stock(data, PASSAGES)
    return [_item(stock, row) for row in data.rows(TASKS, "id", "turns", "gold")]


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return the search figures over tasks with gold, and refusal figures; tasks without are the unanswerable side."""
    tasks = data.by_id(TASKS)
    made: dict[str, Figure] = {}
    for field, ending in (("ranked", ""), ("ranked_last_turn", "_last_turn")):
        ranked = [(item[field], gold) for item in items if field in item and (gold := tasks[item["id"]]["gold"])]
        if ranked:
            made[f"ndcg@10{ending}"] = mean([ndcg(order, gold) for order, gold in ranked])
            made[f"recall@5{ending}"] = mean([recall(order, gold, depth=DEPTH) for order, gold in ranked])
    return made | (refusal_figures(items) if all("score" in item for item in items) else {})


def conversation(row: Row) -> tuple[str, list[Turn]]:
    """Return (last question, turns before it), each read by the program in order.

    The agent's words in the file stand as the program's answers: what the user says next depends on them.
    """
    *before, last = row["turns"]
    turns: list[Turn] = []
    for said in before:
        if said["speaker"] == "user":
            turns.append(Turn(question=said["text"], answer=_answer(said["text"], turns, "")))
        elif turns:
            turns[-1] = Turn(question=turns[-1].question, answer=_answer(turns[-1].question, turns[:-1], said["text"]))
    return last["text"], turns


def _answer(question: str, turns: Sequence[Turn], words: str) -> Answer:
    read = standalone(question, turns)
    statements = (Statement(text=words, citations=(), support="unsupported"),) if words else ()
    return Answer(
        question=question,
        kind="answer" if words else "refusal",
        lead="",
        statements=statements,
        read_as=None if read == question else read,
    )


def _item(stock: Stock, row: Row) -> Row:
    question, turns = conversation(row)
    return {
        "id": row["id"],
        "ranked": stock.ranked(stock.search(question, turns), row["gold"]),
        "ranked_last_turn": stock.ranked(stock.search(question), row["gold"]),
        "answerable": bool(row["gold"]),
        **decided(stock.ask(question, turns)),
    }


SUITE = Suite(name="follow-ups", files=(PASSAGES, TASKS), run=run, figures=figures)
