"""Answers made of citations: numbering, the footer, the day they stand for."""

import pytest

from answering.quoting.answers import as_of, joined, quoted_footer, verbatim
from domain.values import Answer, Article, Citation, Footer, RefusalReason
from tests.asking import article, cite, cited

NEW = article("Silt is deep. Boats left.", name="a1", published="2025-10-06", author="Jane Roe")
OLD = article("The crane was sold.", name="a2", title="Crane", published="2024-03-01T10:00:00+01:00")
UNDATED = article("Gulls nest.", name="a3", title="Gulls")


def stated(number: int, of: Article) -> Citation:
    author = of.source.author or ""
    return Citation(number=number, quote=author, start=None, end=None, article=cited(of), field="author")


def answer(question: str, *citations: Citation, kind: str = "answer", nearest: tuple[Citation, ...] = ()) -> Answer:
    return Answer(
        question=question,
        kind=kind,  # type: ignore[arg-type]
        lead="Says:",
        statements=verbatim(citations),
        citations=citations,
        refusal=None if kind == "answer" else RefusalReason.NOT_FOUND,
        nearest=nearest,
        suggestions=("More?",),
    )


def test_a_statement_is_the_very_words_of_its_quote() -> None:
    made = verbatim(
        [cite(1, of=NEW, quote="Silt is deep."), stated(2, NEW)], items=[True, False], attributions=["A:", ""]
    )

    assert [(one.text, one.citations, one.support, one.item, one.attribution) for one in made] == [
        ("Silt is deep.", (1,), "verbatim", True, "A:"),
        ("Jane Roe", (2,), "stated", False, ""),
    ]


def test_an_answer_is_as_of_the_newest_article_cited() -> None:
    assert as_of([cite(1, of=OLD, quote="The crane was sold."), cite(2, of=NEW, quote="Boats left.")]) == "2025-10-06"
    assert as_of([cite(1, of=OLD, quote="The crane was sold.")]) == "2024-03-01"
    assert as_of([cite(1, of=UNDATED, quote="Gulls nest.")]) is None
    assert as_of([]) is None


@pytest.mark.parametrize(
    ("citations", "footer"),
    [
        ([cite(1, of=NEW, quote="Boats left.")], Footer(quotes=1, articles=1, newest="2025-10-06")),
        (
            [cite(1, of=OLD, quote="The crane was sold."), cite(2, of=NEW, quote="Boats left.")],
            Footer(quotes=2, articles=2, newest="2025-10-06"),
        ),
        (
            [cite(1, of=NEW, quote="Boats left."), cite(2, of=NEW, quote="Silt is deep."), stated(3, NEW)],
            Footer(quotes=2, facts=1, articles=1, newest="2025-10-06"),
        ),
        ([cite(1, of=UNDATED, quote="Gulls nest.")], Footer(quotes=1, articles=1)),
        ([stated(1, NEW)], Footer(facts=1, articles=1, newest="2025-10-06")),
        ([], None),
    ],
)
def test_the_footer_counts_quotes_facts_and_articles(citations: list[Citation], footer: Footer | None) -> None:
    assert quoted_footer(citations) == footer


def test_several_answers_are_numbered_through() -> None:
    first = answer("One?", cite(1, of=NEW, quote="Silt is deep."), cite(2, of=NEW, quote="Boats left."))
    second = answer("Two?", cite(1, of=OLD, quote="The crane was sold."))

    whole = joined("One? Two?", [first, second])

    assert whole.question == "One? Two?"
    assert [(citation.number, citation.quote) for citation in whole.citations] == [
        (1, "Silt is deep."),
        (2, "Boats left."),
        (3, "The crane was sold."),
    ]
    assert [statement.citations for statement in whole.statements] == [(1,), (2,), (3,)]
    assert [statement.citations for statement in whole.parts[1].statements] == [(3,)]
    assert [citation.number for citation in whole.parts[1].citations] == [3]
    assert whole.as_of == "2025-10-06"
    assert whole.suggestions == ()


def test_answered_in_part_is_answered() -> None:
    near = cite(1, of=NEW, quote="Boats left.")
    refused = answer("One?", kind="refusal", nearest=(near,))

    whole = joined("One? Two?", [refused, answer("Two?", cite(1, of=OLD, quote="The crane was sold."))])

    assert (whole.kind, whole.refusal, whole.nearest) == ("answer", None, ())
    assert [part.kind for part in whole.parts] == ["refusal", "answer"]
    assert whole.parts[0].nearest == (near,)


def test_refused_in_every_part_is_refused() -> None:
    refused = answer("One?", kind="refusal", nearest=(cite(1, of=NEW, quote="Boats left."),))

    whole = joined("One? Two?", [refused, refused])

    assert (whole.kind, whole.refusal) == ("refusal", "not_found")
    assert [citation.quote for citation in whole.nearest] == ["Boats left."]
