"""The program's own quotation marks do not stand beside those of the words that it quotes."""

import pytest

from answering.export.digest import as_text
from answering.export.pack import Block, Span, as_html, as_markdown
from domain.digest import Digest, DigestAnswer, DigestQuote
from domain.quotation_marks import in_quotation_marks

SAID = "“The quay is closed,” the harbour master said."


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("The quay is closed.", "“The quay is closed.”"),
        (SAID, f"‘{SAID}’"),
        ('He said: "It is closed."', '‘He said: "It is closed."’'),
        ("They call it “the wall” here.", "“They call it “the wall” here.”"),
        ("", "“”"),
    ],
)
def test_words_that_begin_or_end_with_a_double_mark_stand_between_single_ones(words: str, shown: str) -> None:
    assert in_quotation_marks(words) == shown


def test_a_quote_of_the_digest_has_one_mark_of_each_kind_before_it() -> None:
    quote = DigestQuote(
        quote=SAID,
        article_id="a1",
        digest="d",
        start=0,
        end=len(SAID),
        title="Quay",
        outlet=None,
        published=None,
        link=None,
        removed=False,
    )
    answer = DigestAnswer(id=1, question="Is it closed?", asked="2026-05-05T10:00:00+00:00", lead="", quotes=(quote,))
    digest = Digest(since="2026-05-01", made="2026-05-06T10:00:00+00:00", answers=(answer,))

    text = as_text(digest)

    assert f"‘{SAID}’ — Quay" in text
    assert "““" not in text


def test_a_statement_of_an_evidence_pack_has_one_mark_of_each_kind_before_it() -> None:
    block = Block("verbatim", (Span(SAID, "words"),))

    assert f"‘{SAID}’" in as_markdown([block])
    assert f'‘<bdi class="words">{SAID}</bdi>’' in as_html([block])
