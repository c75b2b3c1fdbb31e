"""An answer as plain data: what is program, what is quotation, which mark opens what."""

from dataclasses import replace

from domain.values import (
    Answer,
    Citation,
    CitedArticle,
    Footer,
    RefusalReason,
    Source,
    Statement,
    Trace,
    TracedSentence,
)
from ui import labels
from ui.view_models.answer import addresses, answer_data, part_of
from ui.view_models.answer_details import Tools

ARTICLE = CitedArticle(
    id="a",
    source=Source(title="Ferry late: $5 and $6", outlet="Coast Herald", published="2025-11-03"),
    digest="d",
)


def citation(number: int, quote: str = "The ferry came late.", **more: object) -> Citation:
    given = {"start": 0, "end": len(quote), "article": ARTICLE} | more
    return Citation(number=number, quote=quote, **given)  # type: ignore[arg-type]


def quoted(number: int, *, item: bool = False) -> Statement:
    return Statement(text="The ferry came late.", citations=(number,), support="verbatim", item=item)


def answered(**more: object) -> Answer:
    given = {"question": "Why?", "kind": "answer", "lead": "Coast Herald writes:"} | more
    return Answer(**given)  # type: ignore[arg-type]


def test_a_mark_names_its_source_and_shows_the_quote_with_where_it_is_from() -> None:
    data = answer_data(answered(statements=(quoted(1),), citations=(citation(1),)), "4")

    (mark,) = data["groups"][0]["statements"][0]["marks"]
    assert mark == {
        "address": "4:1",
        "number": 1,
        "label": "Open source 1: Ferry late: $5 and $6",
        "card": {
            "quote": "“The ferry came late.”",
            "title": "Ferry late: $5 and $6",
            "facts": "Coast Herald · 3 November 2025",
            "lang": "",
        },
    }


def test_each_mark_of_a_statement_opens_its_own_source() -> None:
    statement = Statement(text="Both say so.", citations=(2, 1), support="supported")
    cited = (citation(1), citation(2, "The boat came late."))

    data = answer_data(answered(mode="write", statements=(statement,), citations=cited), "4")

    marks = data["groups"][0]["statements"][0]["marks"]
    assert [(mark["address"], mark["number"]) for mark in marks] == [("4:2", 2), ("4:1", 1)]
    assert {address: one.number for address, one in addresses(answered(citations=cited), "4").items()} == {
        mark["address"]: mark["number"] for mark in marks
    }


def test_a_refusal_without_words_of_articles_can_be_asked_again_but_not_taken_along() -> None:
    bare = answered(kind="refusal", lead="There are no articles yet.", refusal=RefusalReason.NO_ARTICLES)
    near = answered(kind="refusal", lead="Your articles hold no answer to this.", nearest=(citation(1),))

    offered = [set(answer_data(answer, "0")["tools"]["keep"]) for answer in (bare, near)]

    assert offered[0] == {"question", "edit", "again", "standing"}
    assert {"copy", "save", "plain", "markdown"} <= offered[1]


def test_what_was_not_answered_within_a_scope_can_be_asked_of_all_articles() -> None:
    offered = {}
    for kind in ("answer", "closest", "refusal"):
        data = answer_data(answered(kind=kind, searched="Searched: 2 articles."), "0")
        offered[kind] = data["searched"]["elsewhere"]

    assert offered == {"answer": "", "closest": labels.SCOPE_ELSEWHERE, "refusal": labels.SCOPE_ELSEWHERE}


def test_only_a_refusal_announces_its_nearest_words_since_the_closest_have_said_so() -> None:
    near_labels = [
        answer_data(answered(kind=kind, nearest=(citation(1),)), "0")["near_label"] for kind in ("refusal", "closest")
    ]

    assert near_labels == [labels.NEAREST, ""]


def test_of_very_many_papers_with_the_same_story_a_card_names_three() -> None:
    copied = citation(1, also=("A", "B", "C", "D"))

    data = answer_data(answered(statements=(quoted(1),), citations=(copied,)), "0")

    assert data["articles"][0]["facts"].endswith("also in A, B, C")


def test_a_card_says_in_which_other_papers_the_same_story_stands() -> None:
    copied = citation(1, also=("Island Post", "North Mail"))

    data = answer_data(answered(statements=(quoted(1),), citations=(copied,)), "0")

    assert data["articles"][0]["facts"] == "Coast Herald · 3 November 2025 · also in Island Post, North Mail"


def test_the_articles_words_name_their_language_and_those_of_the_program_do_not() -> None:
    german = citation(1, "Die Fähre kam spät.")
    statement = Statement(text=german.quote, citations=(1,), support="verbatim")
    answer = answered(statements=(statement,), citations=(german,))

    data = answer_data(answer, "0", language=lambda text: "de" if "Fähre" in text else "")

    (shown,) = data["groups"][0]["statements"]
    assert (shown["lang"], shown["marks"][0]["card"]["lang"]) == ("de", "de")


def test_the_card_of_a_long_quote_shows_its_beginning() -> None:
    long = citation(1, "The ferry came late. " * 40)

    data = answer_data(answered(statements=(quoted(1),), citations=(long,)), "0")

    shown = data["groups"][0]["statements"][0]["marks"][0]["card"]["quote"]
    assert shown.startswith("“The ferry came late. The ferry")
    assert shown.endswith("…”")
    assert len(shown) <= 203


def test_words_around_a_quote_are_told_apart_from_the_quote() -> None:
    around = citation(1, before="It was a grey day.", after="But that was in May.")

    data = answer_data(answered(statements=(quoted(1),), citations=(around,)), "0")

    statement = data["groups"][0]["statements"][0]
    assert statement["before"] == "It was a grey day. "
    assert statement["text"] == "The ferry came late."
    assert statement["after"] == " But that was in May."
    assert statement["verbatim"]


def test_a_full_stop_behind_a_quote_stands_close() -> None:
    data = answer_data(answered(statements=(quoted(1),), citations=(citation(1, after="."),)), "0")

    assert data["groups"][0]["statements"][0]["after"] == "."


def test_only_the_articles_own_words_are_quotations() -> None:
    stated = Statement(text="By Jane Roe", citations=(1,), support="stated")
    doubtful = Statement(text="The sea was green.", citations=(), support="unsupported")

    data = answer_data(answered(statements=(stated, doubtful), citations=(citation(1),)), "0")

    first, second = data["groups"][0]["statements"]
    assert not first["verbatim"]
    assert not first["doubt"]
    assert not second["verbatim"]
    assert second["doubt"] == labels.UNSUPPORTED


def test_a_run_of_items_is_one_list() -> None:
    statements = (quoted(1), quoted(2, item=True), quoted(3, item=True), quoted(4))
    citations = tuple(citation(number) for number in range(1, 5))

    data = answer_data(answered(statements=statements, citations=citations), "0")

    assert [(group["list"], len(group["statements"])) for group in data["groups"]] == [
        (False, 1),
        (True, 2),
        (False, 1),
    ]


def test_a_refusal_says_so_and_its_nearest_words_can_be_opened() -> None:
    answer = answered(kind="refusal", refusal=RefusalReason.NOT_MENTIONED, nearest=(citation(1), citation(2)))

    data = answer_data(answer, "2")

    assert data["label"] == labels.NOT_FOUND
    assert data["near_label"] == labels.NEAREST
    assert [near["marks"][0]["address"] for near in data["nearest"]] == ["2:near0", "2:near1"]
    assert data["nearest"][0]["source"] == "Ferry late: $5 and $6, Coast Herald, 3 November 2025"


def test_an_empty_library_is_not_called_a_miss() -> None:
    data = answer_data(answered(kind="refusal", refusal=RefusalReason.NO_ARTICLES), "0")

    assert data["label"] == labels.NO_ARTICLES


def test_closest_words_are_labelled_and_an_answer_is_not() -> None:
    assert answer_data(answered(kind="closest"), "0")["label"] == labels.CLOSEST
    assert answer_data(answered(), "0")["label"] == ""


def test_each_question_of_several_has_its_own_answer_and_its_own_marks() -> None:
    first = answered(question="One?", statements=(quoted(1),), citations=(citation(1, "One."),))
    second = answered(question="Two?", statements=(quoted(1),), citations=(citation(1, "Two."),))
    both = answered(parts=(first, second), citations=(*first.citations, *second.citations))

    data = answer_data(both, "7")
    cited = addresses(both, "7")

    assert [part["question"] for part in data["parts"]] == ["One?", "Two?"]
    assert data["tools"]["keep"]
    assert not any((part["tools"] or {}).get("keep") for part in data["parts"])
    marks = [part["groups"][0]["statements"][0]["marks"][0]["address"] for part in data["parts"]]
    assert [cited[mark].quote for mark in marks] == ["One.", "Two."]


def test_a_question_that_leaned_on_the_conversation_tells_how_it_was_read() -> None:
    read = answer_data(answered(question="And when?", read_as="What burned? And when?"), "0")["read"]

    assert read == {
        "text": labels.READ_AS.format(question="What burned? And when?"),
        "alone": labels.ASK_ALONE,
        "question": "And when?",
    }


def test_a_question_that_stood_by_itself_tells_nothing_of_how_it_was_read() -> None:
    assert answer_data(answered(), "0")["read"] is None


def traced(evidence: float = 0.62, **more: object) -> Trace:
    given = {
        "evidence": evidence,
        "threshold": 0.3,
        "missing": (),
        "rankings": {"dense": (("a#0", 0.612), ("b#3", 0.4)), "keyword": (), "keyword articles": (("b", 2.5),)},
        "titles": {"a": "Ferry late", "b": "Bread"},
        "sentences": (TracedSentence(article="a", start=0, end=4, text="Late.", score=1.5),),
    } | more
    return Trace(**given)  # type: ignore[arg-type]


def test_how_an_answer_was_found_is_shown_only_when_asked_for() -> None:
    answer = answered(trace=traced())

    closed = answer_data(answer, "0", Tools())["tools"]
    opened = answer_data(answer, "0", Tools(explained={"0"}))["tools"]

    assert closed["explained"] is None
    assert opened["explained"]["lines"] == [
        "Evidence that the articles hold an answer: 0.62 of 1. An answer needs 0.30: enough."
    ]
    dense, keyword, articles, sentences = opened["explained"]["rankings"]
    assert dense["rows"] == [
        {"text": "Ferry late, passage 1", "score": "0.61"},
        {"text": "Bread, passage 4", "score": "0.40"},
    ]
    assert (keyword["rows"], keyword["none"]) == ([], labels.RANKED_NONE)
    assert articles["rows"] == [{"text": "Bread", "score": "2.50"}]
    assert sentences["rows"] == [{"text": "Late.", "score": "1.50"}]


def test_too_little_evidence_and_words_that_are_missing_are_said() -> None:
    answer = answered(kind="refusal", trace=traced(0.1, missing=("Macron", "1987")))

    lines = answer_data(answer, "0", Tools(explained={"0"}))["tools"]["explained"]["lines"]

    assert lines[0].endswith("too little.")
    assert lines[1] == "In none of the articles searched: Macron, 1987."


def test_an_answer_that_was_not_looked_up_is_not_judged() -> None:
    assert answer_data(answered(kind="talk"), "0")["tools"] is None


def test_a_refusal_is_judged_in_other_words_than_an_answer() -> None:
    refusal = answered(kind="refusal", trace=traced(), nearest=(citation(1, "Near."), citation(2, "Nearer.")))

    answer_tools = answer_data(answered(trace=traced()), "0")["tools"]
    refusal_tools = answer_data(refusal, "0")["tools"]

    assert [one["label"] for one in answer_tools["verdicts"]] == [labels.ANSWERS, labels.ANSWERS_NOT]
    assert [one["label"] for one in refusal_tools["verdicts"]] == [labels.RIGHTLY_REFUSED, labels.WRONGLY_REFUSED]
    assert answer_tools["form"]["choices"] == []
    assert [one["value"] for one in refusal_tools["form"]["choices"]] == ["1", "2", ""]


def test_a_verdict_is_told_in_the_place_of_the_buttons() -> None:
    tools = answer_data(answered(trace=traced()), "0", Tools(verdicts={"0": "bad"}))["tools"]

    assert tools["noted"] == "Noted: This does not answer. Kept in the library's folder “judged”."


def test_a_part_of_an_answer_is_found_by_its_address() -> None:
    first, second = answered(question="One?"), answered(question="Two?")
    both = answered(parts=(first, second))

    assert part_of(both, "7", "7") is both
    assert part_of(both, "7", "7.1") is second
    assert part_of(both, "7", "7.2") is None


def test_every_mark_that_is_shown_can_be_opened() -> None:
    answer = answered(statements=(quoted(1),), citations=(citation(1),), nearest=(citation(1, "Near."),))

    data = answer_data(answer, "0")

    shown = {data["groups"][0]["statements"][0]["marks"][0]["address"], data["nearest"][0]["marks"][0]["address"]}
    assert shown == set(addresses(answer, "0"))


def test_each_article_that_is_quoted_has_one_card_and_a_fact_of_its_source_makes_none() -> None:
    other = CitedArticle(id="b", source=Source(title="Bread"), digest="e")
    stated = citation(4, "Jane Roe", field="author", start=None, end=None)
    cited = (citation(1), replace(citation(2), article=other), citation(3), stated)

    cards = answer_data(answered(citations=cited), "0")["articles"]

    assert [(card["title"], card["numbers"]) for card in cards] == [(ARTICLE.source.title, [1, 3]), ("Bread", [2])]


def test_the_words_behind_what_rests_on_several_quotes_are_those_behind_the_last() -> None:
    statement = Statement(text="It came late. It left.", citations=(1, 2), support="verbatim")
    cited = (citation(1, after="Not here."), citation(2, after="But it came."))

    data = answer_data(answered(statements=(statement,), citations=cited), "0")

    assert data["groups"][0]["statements"][0]["after"] == " But it came."


def test_the_footer_is_shown_in_words_for_each_part() -> None:
    parts = tuple(answered(question=f"{count}?", footer=Footer(quotes=count)) for count in (1, 2))
    both = answered(parts=parts, footer=parts[0].footer)

    data = answer_data(both, "0", footer_text=lambda footer: f"{footer.quotes} quoted" if footer else "none")

    assert (data["foot"], [part["foot"] for part in data["parts"]]) == ("", ["1 quoted", "2 quoted"])
    assert answer_data(answered(), "0", footer_text=lambda footer: "" if footer is None else "some")["foot"] == ""


def test_each_quote_from_a_picture_of_a_page_says_so() -> None:
    scan = replace(ARTICLE, source=replace(ARTICLE.source, format="scan"))
    cited = (citation(1), citation(2, article=scan))

    data = answer_data(answered(statements=(quoted(1), quoted(2)), citations=cited, nearest=cited), "4")

    plain, recognised = data["groups"][0]["statements"]
    assert (plain["recognised"], recognised["recognised"]) == ("", labels.RECOGNISED)
    assert [near["recognised"] for near in data["nearest"]] == ["", labels.RECOGNISED]
    assert labels.RECOGNISED in recognised["marks"][0]["card"]["facts"]
