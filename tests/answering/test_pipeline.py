"""A question's whole way, with the real model over small articles of invented places."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assembly import Services
from domain.values import EVERYTHING, Answer, Footer, Scope, Turn
from tests.asking import assert_exact, material, texts

Over = Callable[..., Services]

HARBOUR = "\n\n".join(
    [
        "The harbour of Wexmouth closed on Monday after forty years.",
        "Ilsa Dorn, the mayor, signed the order at noon. Fishing boats were told to move to Belmar. The ferry company "
        "Nordlin lost its only berth. The last dredger left Wexmouth in 2016.",
        "Neighbouring ports have offered money, so why is Wexmouth waiting? The likely answer is that it hopes the "
        "province will pay for the dredging.",
        "Dorn cannot keep the pier open for three reasons. First, the silt is four metres deep. Second, the pilots "
        "have left the town. And third, insurers refuse to cover any ship that docks there.",
        "Until last year the pier made a profit for the town. But this is no longer the case.",
        "Anglers have called the basin “a bowl of porridge”. They still come every Sunday.",
    ]
)
BAKERY = "\n\n".join(
    [
        "A bakery in Tarvale has won the national bread prize for its black rye loaf.",
        "Petra Vahl, who bakes it, starts work at two in the morning. The judges praised the crust. The prize is worth "
        "8,500 crowns.",
        "Vahl wants to spend the money on a new oven. Her father opened the shop in 1974.",
    ]
)


def ask(program: Services, question: str, scope: Scope = EVERYTHING) -> Answer:
    """The answer, checked for what must hold of each."""
    answer = program.ask.quote(question, scope=scope)
    assert_exact(answer, program)
    return answer


@pytest.fixture
def harbour(over: Over) -> Services:
    return over(material(HARBOUR))


@pytest.fixture
def both(over: Over) -> Services:
    return over(
        material(HARBOUR, outlet="The Tide", published="2025-10-06"),
        material(BAKERY, title="Bread of the year", author="Olav Reeve", published="2024-03-01"),
    )


# What is quoted


@pytest.mark.parametrize(
    ("sentence", "question", "core"),
    [
        (
            "China has the means, so why is it waiting? The likely answer is patience.",
            "why is China waiting?",
            "The likely answer is patience.",
        ),
        (
            "Rents fell in Skarn. So why did the Ollers leave Skarn? They had found a farm with a well.",
            "Why did the Ollers leave Skarn?",
            "They had found a farm with a well.",
        ),
        (
            "The comet returned. Who saw the comet first? A night nurse on the roof of the clinic did.",
            "Who saw the comet first?",
            "A night nurse on the roof of the clinic did.",
        ),
    ],
)
def test_the_sentence_that_repeats_the_question_is_not_the_answer(
    over: Over, sentence: str, question: str, core: str
) -> None:
    program = over(material(f"Skarn was in the news.\n\n{sentence}"))

    answer = ask(program, question)

    assert answer.kind == "answer"
    assert texts(answer.statements)[0] == core


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("Who signed the order?", "Ilsa Dorn, the mayor, signed the order at noon."),
        ("How deep is the silt?", "silt is four metres deep"),
        ("When did the last dredger leave Wexmouth?", "The last dredger left Wexmouth in 2016."),
        ("Which company lost its berth?", "The ferry company Nordlin lost its only berth."),
        ("What have anglers called the basin?", "Anglers have called the basin “a bowl of porridge”."),
        ("Where were fishing boats told to move?", "Fishing boats were told to move to Belmar."),
    ],
)
def test_a_fact_is_answered_by_the_sentence_that_states_it(harbour: Services, question: str, core: str) -> None:
    answer = ask(harbour, question)

    assert (answer.kind, answer.mode, answer.refusal) == ("answer", "quote", None)
    assert any(core in text for text in texts(answer.statements)[:2])


@pytest.mark.parametrize(
    ("question", "core", "least"),
    [
        ("How much is the bread prize worth?", "The prize is worth 8,500 crowns.", 0.5),
        ("Who signed the order?", "Ilsa Dorn, the mayor, signed the order at noon.", 0.25),
        ("What does Vahl want to spend the money on?", "Vahl wants to spend the money on a new oven.", 0.5),
    ],
)
def test_of_two_articles_the_one_that_tells_is_quoted(both: Services, question: str, core: str, least: float) -> None:
    answer = ask(both, question)

    assert texts(answer.statements)[0] == core
    assert answer.evidence is not None
    assert least <= answer.evidence <= 1


def test_of_a_framed_answer_only_the_clause_is_quoted_and_the_lead_names_the_frame(harbour: Services) -> None:
    answer = ask(harbour, "Why is Wexmouth waiting?")

    assert texts(answer.statements)[0] == "it hopes the province will pay for the dredging."
    assert "the likely answer" in answer.lead
    assert answer.citations[0].before.endswith("The likely answer is that")


@pytest.mark.parametrize(
    "question", ["Why can Dorn not keep the pier open?", "For what reasons is the pier not kept open?"]
)
def test_an_enumeration_comes_whole_as_a_list_its_head_first(harbour: Services, question: str) -> None:
    answer = ask(harbour, question)

    assert [(statement.item, statement.text.split()[0]) for statement in answer.statements] == [
        (False, "Dorn"), (True, "First,"), (True, "Second,"), (True, "And"),
    ]  # fmt: skip


def test_words_that_the_core_leans_on_are_shown_too(over: Over) -> None:
    program = over(
        material("The crane of Ostrel is a landmark. It was built by Mattis Quill in 1911.\n\nNobody uses it.")
    )

    answer = ask(program, "Who built the crane of Ostrel?")

    assert texts(answer.statements)[0] == "It was built by Mattis Quill in 1911."
    assert "The crane of Ostrel is a landmark." in (answer.citations[0].before, *texts(answer.statements))


def test_words_that_turn_the_core_round_stand_behind_it(harbour: Services) -> None:
    answer = ask(harbour, "What did the pier make for the town until last year?")

    assert texts(answer.statements)[0] == "Until last year the pier made a profit for the town."
    assert answer.citations[0].after == "But this is no longer the case."


def test_a_sentence_that_stands_by_itself_has_no_words_around_it(harbour: Services) -> None:
    answer = ask(harbour, "Who signed the order?")

    assert (answer.citations[0].before, answer.citations[0].after) == ("", "")


def test_a_headline_is_no_answer(over: Over) -> None:
    program = over(material("Orrin dam breaks\n\nThe dam at Orrin broke at dawn because a gate had rusted through."))

    answer = ask(program, "Why did the Orrin dam break?")

    assert texts(answer.statements) == ["The dam at Orrin broke at dawn because a gate had rusted through."]


# Who speaks, and when


@pytest.mark.parametrize(
    ("fields", "lead"),
    [
        ({"author": "Jane Roe"}, "Jane Roe writes, in an article without a date:"),
        ({"author": "Jane Roe", "outlet": "The Tide", "published": "2025-10-06"}, "Jane Roe writes"),
        ({"author": "Jane Roe", "published": "2025-10-06"}, "Jane Roe writes, in an article of 6 October 2025:"),
        ({"outlet": "The Tide"}, "The Tide writes, in an article without a date:"),
        ({"outlet": "The Tide", "published": "2025-10-06"}, "The Tide writes, in an article of 6 October 2025:"),
        ({"published": "2025-10-06"}, "“Harbour closes”, an article of 6 October 2025, says:"),
        ({}, "“Harbour closes”, an article without a date, says:"),
    ],
)
def test_the_lead_says_who_speaks_and_when(over: Over, fields: dict[str, str], lead: str) -> None:
    answer = ask(over(material(HARBOUR, **fields)), "Who signed the order?")

    assert answer.lead.startswith(lead)
    assert answer.as_of == fields.get("published")


def test_the_author_may_be_named_by_a_byline_alone(over: Over) -> None:
    answer = ask(over(material(f"By Jane Roe\n\n{HARBOUR}")), "Who signed the order?")

    assert answer.lead == "Jane Roe writes, in an article without a date:"


def test_an_author_introduced_at_the_end_wrote_a_column(over: Over) -> None:
    answer = ask(over(material(f"{HARBOUR}\n\nJane Roe is a fellow of the Tide Institute")), "Who signed the order?")

    assert answer.lead == "Jane Roe writes, in a column without a date:"


def test_the_footer_counts_quotes_and_articles_and_gives_the_day(both: Services) -> None:
    answer = ask(both, "Why can Dorn not keep the pier open?")

    assert answer.footer == Footer(quotes=4, articles=1, newest="2025-10-06")


# What is no look-up


def test_a_greeting_is_answered_without_searching(harbour: Services) -> None:
    answer = ask(harbour, "hi")

    assert (answer.kind, answer.statements, answer.citations) == ("talk", (), ())
    assert answer.evidence is None
    assert answer.lead


def test_the_articles_at_hand_are_listed_by_title(both: Services) -> None:
    answer = ask(both, "what articles do you have?")

    assert answer.kind == "talk"
    assert texts(answer.statements) == ["Harbour closes", "Bread of the year"]
    assert [(citation.field, citation.quote) for citation in answer.citations] == [
        ("title", "Harbour closes"),
        ("title", "Bread of the year"),
    ]
    assert all(statement.support == "stated" for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "field", "value"),
    [
        ("Who wrote “Bread of the year”?", "author", "Olav Reeve"),
        ("When was “Bread of the year” published?", "published", "2024-03-01"),
        ("Where was “Harbour closes” published?", "outlet", "The Tide"),
    ],
)
def test_a_field_of_the_source_is_stated(both: Services, question: str, field: str, value: str) -> None:
    answer = ask(both, question)

    assert answer.kind == "answer"
    assert [(statement.text, statement.support) for statement in answer.statements] == [(value, "stated")]
    assert [(citation.field, citation.start, citation.end) for citation in answer.citations] == [(field, None, None)]


def test_who_wrote_it_is_told_by_the_byline_where_no_field_says_so(over: Over) -> None:
    answer = ask(over(material(f"By Jane Roe\n\n{HARBOUR}")), "Who wrote the article?")

    assert answer.kind == "answer"
    assert texts(answer.statements) == ["By Jane Roe"]
    assert answer.statements[0].support == "verbatim"


@pytest.mark.parametrize("question", ["Who wrote the article?", "When was it published?", "Where was it published?"])
def test_what_the_source_does_not_say_is_not_made_up(harbour: Services, question: str) -> None:
    answer = ask(harbour, question)

    assert (answer.kind, answer.statements) == ("talk", ())
    assert "Harbour closes" in answer.lead
    assert "does not say" in answer.lead


def test_it_means_the_article_quoted_last(both: Services) -> None:
    before = Turn(question="", answer=both.ask.quote("How much is the bread prize worth?"))

    answer = both.ask.quote("Who wrote it?", [before])

    assert texts(answer.statements) == ["Olav Reeve"]


def test_among_several_articles_it_means_none(both: Services) -> None:
    answer = ask(both, "Who wrote it?")

    assert (answer.kind, answer.statements) == ("talk", ())
    assert "2 articles" in answer.lead


@pytest.mark.parametrize(("question", "most"), [("Summarise it.", 4), ("What is it about?", 2)])
def test_a_summary_is_made_of_whole_sentences_in_order(harbour: Services, question: str, most: int) -> None:
    answer = ask(harbour, question)

    starts = [citation.start or 0 for citation in answer.citations]
    assert answer.kind == "answer"
    assert 1 <= len(answer.statements) <= most
    assert starts == sorted(starts)
    assert all(text[0].isupper() and text.endswith(".") for text in texts(answer.statements))
    assert "Harbour closes" in answer.lead


def test_of_many_articles_the_newest_are_listed(over: Over) -> None:
    many = [material(f"Told {n}.", title=f"T{n}", published=f"2025-10-{n:02}") for n in range(1, 16)]

    answer = ask(over(*many), "what articles do you have?")

    assert texts(answer.statements) == [f"T{n}" for n in range(15, 3, -1)]
    assert "15" in answer.lead


def test_a_title_is_recognised_by_most_of_its_words(both: Services) -> None:
    assert texts(ask(both, "Who wrote “bread of the years”?").statements) == ["Olav Reeve"]
    assert ask(both, "Who wrote “The owl and the fox”?").statements == ()


# A conversation


def test_a_follow_up_is_read_with_the_question_before(both: Services) -> None:
    turns = [Turn(question="Who bakes the rye loaf?", answer=both.ask.quote("Who bakes the rye loaf?"))]

    answer = both.ask.quote("When does she start work?", turns)

    assert (answer.question, answer.read_as) == (
        "When does she start work?",
        "Who bakes the rye loaf? When does she start work?",
    )
    assert "Petra Vahl, who bakes it, starts work at two in the morning." in texts(answer.statements)


def test_a_question_that_stands_by_itself_is_read_as_it_is(both: Services) -> None:
    turns = [Turn(question="Who bakes the rye loaf?", answer=both.ask.quote("Who bakes the rye loaf?"))]

    assert both.ask.quote("Who signed the harbour order?", turns).read_as is None


# Articles that disagree


def test_two_articles_with_different_figures_stand_as_two_lines_with_outlet_and_date(over: Over) -> None:
    program = over(
        material(
            "The ferry Skerrow caught fire off Belmar. Some 120 people were evacuated from the Skerrow in the night.",
            title="Fire on the Skerrow",
            outlet="The Tide",
            published="2025-10-06",
        ),
        material(
            "An inquiry into the fire on the ferry Skerrow began. In all 145 people were evacuated from the Skerrow.",
            title="Inquiry begins",
            outlet="Belmar Post",
            published="2025-11-02",
        ),
    )

    answer = ask(program, "How many people were evacuated from the Skerrow?")

    assert [(statement.attribution, statement.text) for statement in answer.statements] == [
        ("Belmar Post, 2 November 2025:", "In all 145 people were evacuated from the Skerrow."),
        ("The Tide, 6 October 2025:", "Some 120 people were evacuated from the Skerrow in the night."),
    ]
    assert "not say the same" in answer.lead


# Several questions


def test_several_questions_are_answered_each_with_numbers_through(both: Services) -> None:
    answer = ask(both, "Who signed the order? How much is the bread prize worth? Who wrote “Bread of the year”?")

    assert [part.kind for part in answer.parts] == ["answer"] * 3
    assert [texts(part.statements)[0] for part in answer.parts] == [
        "Ilsa Dorn, the mayor, signed the order at noon.",
        "The prize is worth 8,500 crowns.",
        "Olav Reeve",
    ]
    assert answer.citations == tuple(citation for part in answer.parts for citation in part.citations)
    for part in answer.parts:
        own = {citation.number for citation in part.citations}
        assert {number for statement in part.statements for number in statement.citations} == own


def test_of_two_questions_one_may_be_refused(both: Services) -> None:
    answer = ask(both, "Who signed the order? What did Zebulon Quist say?")

    assert answer.kind == "answer"
    assert [part.kind for part in answer.parts] == ["answer", "refusal"]
    assert answer.refusal is None


def test_a_later_question_may_lean_on_an_earlier_one(both: Services) -> None:
    answer = ask(both, "How much is the bread prize worth? Who wrote it?")

    assert texts(answer.parts[1].statements) == ["Olav Reeve"]
    assert answer.read_as is None


def test_the_numbers_of_stated_fields_have_no_gaps(both: Services) -> None:
    before = Turn(question="", answer=both.ask.quote("what articles do you have?"))
    cited = tuple(replace(citation, field=None) for citation in before.answer.citations)

    answer = both.ask.quote("Who wrote them?", [replace(before, answer=replace(before.answer, citations=cited))])

    assert [(statement.text, statement.citations) for statement in answer.statements] == [("Olav Reeve", (1,))]
    assert_exact(answer, both)


# Refusing


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did Zebulon Quist say about the harbour?", ["Zebulon Quist"]),
        ("Who won the 1930 Skarnholm Cup?", ["1930", "Skarnholm"]),
    ],
)
def test_a_name_that_no_article_has_is_told(both: Services, question: str, missing: list[str]) -> None:
    answer = ask(both, question)

    assert (answer.kind, answer.refusal, answer.statements, answer.citations) == ("refusal", "not_mentioned", (), ())
    assert all(name in answer.lead for name in missing)
    assert 1 <= len(answer.nearest) <= 3


def test_what_the_articles_do_not_tell_is_refused_with_the_nearest_words(both: Services) -> None:
    answer = ask(both, "How do volcanoes form?")

    assert answer.kind == "refusal"
    assert answer.refusal in ("not_found", "not_mentioned")
    assert answer.statements == ()
    assert [citation.number for citation in answer.nearest] == list(range(1, len(answer.nearest) + 1))
    assert answer.nearest


def test_a_name_known_only_to_a_title_is_not_missing(over: Over) -> None:
    program = over(material("The harbour closed on Monday. Ilsa Dorn signed the order.", title="Wexmouth news"))

    answer = ask(program, "Who signed the order in Wexmouth?")

    assert answer.trace is not None
    assert answer.trace.missing == ()
    assert texts(answer.statements)[0] == "Ilsa Dorn signed the order."


def test_an_empty_library_is_a_refusal_that_says_so(over: Over) -> None:
    answer = over().ask.quote("Who signed the order?")

    assert (answer.kind, answer.refusal, answer.nearest) == ("refusal", "no_articles", ())


@pytest.mark.parametrize("question", ["", "  ", "?"])
def test_an_empty_question_is_a_refusal_that_says_so(harbour: Services, question: str) -> None:
    answer = ask(harbour, question)

    assert (answer.kind, answer.refusal) == ("refusal", "no_question")


def test_higher_thresholds_refuse_more(both: Services) -> None:
    question = "How much is the bread prize worth?"
    assert both.ask.quote(question).kind == "answer"

    both.parts.answerer()._threshold = 1.0

    assert both.ask.quote(question).kind in ("closest", "refusal")


def test_words_that_come_near_are_shown_without_a_claim(both: Services) -> None:
    question = "How much is the bread prize worth?"
    evidence = both.ask.quote(question).evidence or 0

    both.parts.answerer()._threshold = min(1.0, evidence * 1.2)
    answer = ask(both, question)

    assert (answer.kind, answer.refusal, answer.statements, answer.citations) == ("closest", "not_clear", (), ())
    assert "The prize is worth 8,500 crowns." in [citation.quote for citation in answer.nearest]


# Scope


def test_an_article_outside_the_scope_is_not_quoted(both: Services) -> None:
    bread = next(entry.id for entry in both.library.entries() if entry.source.title == "Bread of the year")

    answer = both.ask.quote("Who signed the order to close the harbour?", scope=Scope(within=frozenset({bread})))

    assert answer.kind != "answer"
    assert {citation.article.id for citation in answer.nearest} <= {bread}


@pytest.mark.parametrize("question", ["what articles do you have?", "Who wrote it?", "Who wrote “Bread of the year”?"])
def test_an_article_outside_the_scope_is_not_spoken_of(both: Services, question: str) -> None:
    bread = next(entry.id for entry in both.library.entries() if entry.source.title == "Bread of the year")

    answer = both.ask.quote(question, scope=Scope(hidden=frozenset({bread})))

    assert bread not in {citation.article.id for citation in answer.citations}
    assert "Reeve" not in answer.lead + " ".join(texts(answer.statements))


def test_a_scope_without_articles_is_a_refusal_that_says_so(both: Services, over: Over) -> None:
    every = frozenset(entry.id for entry in both.library.entries())

    assert both.ask.quote("Who signed the order?", scope=Scope(hidden=every)).refusal == "no_articles_in_scope"
    assert over().ask.quote("Who signed the order?", scope=Scope(since="2025-01-01")).refusal == "no_articles"


def test_only_articles_of_the_chosen_days_are_quoted_and_the_answer_says_so(both: Services) -> None:
    question = "How much is the bread prize worth?"

    inside = both.ask.quote(question, scope=Scope(since="2024-02-01", until="2024-03-01"))
    outside = both.ask.quote(question, scope=Scope(until="2024-02-29"))

    assert texts(inside.statements)[0] == "The prize is worth 8,500 crowns."
    assert inside.scope == Scope(since="2024-02-01", until="2024-03-01")
    assert inside.searched == ("Searched: “Bread of the year” alone, published from 1 February 2024 to 1 March 2024.")
    assert outside.searched == "Searched: 0 articles, published until 29 February 2024."
    assert (outside.kind, outside.refusal, outside.nearest) == ("refusal", "no_articles_in_scope", ())


def test_what_a_refusal_names_as_missing_is_missing_in_the_articles_searched(both: Services) -> None:
    bread = next(entry.id for entry in both.library.entries() if entry.source.title == "Bread of the year")

    answer = both.ask.quote("What did Ilsa Dorn sign?", scope=Scope(within=frozenset({bread})))

    assert answer.refusal == "not_mentioned"
    assert answer.lead.startswith("The articles searched hold no answer to this: Ilsa Dorn")
    assert both.ask.quote("What did Ilsa Dorn sign?").kind == "answer"


def test_a_scope_that_holds_only_a_duplicate_quotes_the_duplicate(over: Over) -> None:
    words = "The prize of the Aldmoor bakers is worth 8,500 crowns."
    program = over(
        material(words, title="First print", outlet="Aldmoor Post", published="2024-03-01"),
        material(words, title="Second print", outlet="Lunde Herald", published="2024-05-01"),
    )
    question = "How much is the prize of the Aldmoor bakers worth?"

    later = ask(program, question, scope=Scope(since="2024-04-01"))
    second = next(entry.id for entry in program.library.entries() if entry.duplicate_of)
    chosen = ask(program, question, scope=Scope(within=frozenset({second})))

    assert texts(later.statements) == texts(chosen.statements) == [words]
    assert {citation.article.source.outlet for citation in later.citations} == {"Lunde Herald"}
    assert chosen.citations[0].article.id == second
    assert {citation.article.source.outlet for citation in ask(program, question).citations} == {"Aldmoor Post"}


def test_an_answer_from_all_articles_says_nothing_of_a_scope(both: Services) -> None:
    assert both.ask.quote("How much is the bread prize worth?").searched == ""
    assert both.ask.quote("hello", scope=Scope(since="2024-02-01")).searched == ""
