"""The turns that go to the browser: each once, again when it changed, all when the browser lacks one."""

import json
from concurrent.futures import Future
from dataclasses import replace

from domain.errors import DatelineError
from domain.values import Answer, Footer, Standing, Trace
from tests.asking import article, cite
from ui import labels
from ui.state.conversation import Exchange
from ui.state.partial_answer import Draft
from ui.view_models.answer_details import Tools
from ui.view_models.data import Data
from ui.view_models.turns import Turns

HARBOUR = article("The quay is shut.")
TRACE = Trace(evidence=0.5, threshold=0.2, missing=(), rankings={}, titles={}, sentences=())
DIGESTS = {HARBOUR.id: HARBOUR.digest}


def exchange(question: str, *, done: bool = True) -> Exchange:
    future: Future[Answer] = Future()
    citation = cite(1, of=HARBOUR, quote="The quay is shut.")
    if done:
        future.set_result(
            Answer(question=question, kind="answer", lead="", citations=(citation,), suggestions=("And?",), trace=TRACE)
        )
    return Exchange(question, future)


def look(
    turns: Turns,
    exchanges: list[Exchange],
    tools: Tools | None = None,
    digests: dict[str, str] | None = None,
    *,
    seen: int | None = None,
) -> list[Data]:
    """Draw once more, for a browser that has seen the drawing before, or an earlier one."""
    seen = turns.drawing if seen is None else seen
    known = DIGESTS if digests is None else digests
    return turns.data(exchanges, tools or Tools(), waits="", digests=known, seen=seen)


def test_a_question_on_its_way_says_what_it_waits_for_and_else_that_it_is_looked_up() -> None:
    turns, waiting = Turns(), [exchange("one?", done=False)]

    (first,) = turns.data(waiting, Tools(), waits=labels.WAITING_FOR_FIRST, digests=DIGESTS, seen=0)
    (then,) = turns.data(waiting, Tools(), waits="", digests=DIGESTS, seen=0)

    assert (first["turn"]["waiting"], then["turn"]["waiting"]) == (labels.WAITING_FOR_FIRST, labels.SEARCHING)


def test_a_question_over_many_articles_says_which_part_of_them_is_read() -> None:
    draft = Draft()
    turns, waiting = Turns(), [replace(exchange("one?", done=False), draft=draft)]
    [before] = look(turns, waiting)

    draft.note_part(2, 4)
    [after] = look(turns, waiting)

    assert before["turn"]["waiting"] == labels.WRITING_SOON  # type: ignore[index]
    assert after["turn"]["waiting"] == "The model is reading part 2 of 4 of the articles…"  # type: ignore[index]


def sent(entries: list[Data]) -> list[bool]:
    return [entry["turn"] is not None for entry in entries]


def test_what_has_not_changed_is_not_sent_again() -> None:
    turns, exchanges = Turns(), [exchange("one?"), exchange("two?")]

    first, second = look(turns, exchanges), look(turns, exchanges)

    assert (sent(first), sent(second)) == ([True, True], [False, False])
    assert [entry["hash"] for entry in first] == [entry["hash"] for entry in second]


def test_a_new_turn_is_sent_with_the_one_that_was_last() -> None:
    turns, exchanges = Turns(), [exchange("one?"), exchange("two?")]
    look(turns, exchanges)

    entries = look(turns, [*exchanges, exchange("three?")])

    assert sent(entries) == [False, True, True]
    follow_ups = [entry["turn"]["follow_ups"] for entry in entries if entry["turn"]]  # type: ignore[index]
    assert follow_ups == [None, {"title": labels.FOLLOW_UPS, "questions": ["And?"]}]


def test_an_answer_that_has_come_is_sent() -> None:
    turns, waiting = Turns(), exchange("one?", done=False)
    [before] = look(turns, [waiting])

    waiting.answer.set_exception(DatelineError("Busy.", hint="Ask again."))
    [after] = look(turns, [waiting])

    assert before["turn"]["waiting"] == labels.SEARCHING  # type: ignore[index]
    assert after["turn"]["answer"]["lead"] == "Busy. Ask again."  # type: ignore[index]
    assert after["turn"]["answer"]["instead"] is None  # type: ignore[index]
    assert after["turn"]["follow_ups"] == {"title": labels.ASK_AGAIN, "questions": ["one?"]}  # type: ignore[index]


def test_what_the_reader_opened_under_an_answer_is_sent_and_what_was_sent_before_it_too() -> None:
    turns, exchanges, tools = Turns(), [exchange("one?"), exchange("two?")], Tools()
    look(turns, exchanges, tools)

    tools.verdicts["0"] = "good"
    judged = look(turns, exchanges, tools)
    del tools.verdicts["0"]
    again = look(turns, exchanges, tools)

    assert (sent(judged), sent(again)) == ([True, False], [True, False])


def test_an_article_that_changed_is_told_under_its_quotes() -> None:
    answered, near = exchange("one?"), exchange("two?")
    answer = near.answer.result()
    near.answer = Future()
    near.answer.set_result(replace(answer, kind="closest", citations=(), nearest=answer.citations))
    turns, exchanges = Turns(), [answered, near]
    look(turns, exchanges)

    entries = look(turns, exchanges, digests={HARBOUR.id: "another"})

    stated = [entry["turn"]["answer"]["changed"] for entry in entries]  # type: ignore[index]
    assert stated == [labels.CHANGED_SINCE] * 2


def test_m6_a_quote_from_before_says_that_another_text_stands_at_its_address() -> None:
    turns, exchanges = Turns(), [exchange("one?")]
    look(turns, exchanges)
    standings = {HARBOUR.id: Standing(replaced="2025-11-03")}

    (entry,) = turns.data(exchanges, Tools(), waits="", digests=DIGESTS, seen=1, standings=standings)

    assert "another text has stood at its address since 3 November 2025" in json.dumps(entry["turn"])


def test_what_never_got_to_the_browser_is_sent_until_it_did() -> None:
    turns, exchanges = Turns(), [exchange("one?")]

    drawn = [look(turns, exchanges, seen=seen) for seen in (0, 0, 0, 2, 4)]

    assert [sent(entries) for entries in drawn] == [[True], [True], [True], [False], [False]]


def test_a_drawing_seen_before_does_not_count_for_what_came_later() -> None:
    turns, exchanges = Turns(), [exchange("one?")]
    look(turns, exchanges)
    seen = turns.drawing

    exchanges.append(exchange("two?"))
    drawn = [look(turns, exchanges, seen=seen) for _ in range(2)]

    assert [sent(entries) for entries in drawn] == [[True, True], [True, True]]
    assert sent(look(turns, exchanges)) == [False, False]


def test_a_browser_that_lacks_a_turn_gets_all_of_them() -> None:
    turns, exchanges = Turns(), [exchange("one?"), exchange("two?")]
    look(turns, exchanges)

    turns.forget()

    assert sent(look(turns, exchanges)) == [True, True]


def test_the_footer_of_an_answer_goes_along_in_words() -> None:
    turns = Turns(footer_text=lambda footer: "" if footer is None else f"{footer.quotes} quoted")
    future: Future[Answer] = Future()
    future.set_result(Answer(question="one?", kind="answer", lead="", footer=Footer(quotes=2)))

    (entry,) = look(turns, [Exchange("one?", future)])

    assert entry["turn"]["answer"]["foot"] == "2 quoted"
