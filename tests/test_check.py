"""What carries a written statement, and what in it the articles do not bear out."""

import hashlib

import pytest

from answering.check import Checker, Offered
from domain.seams import Embedder
from domain.values import Article, Source

TEXT = "The ferry burned on Monday. Nobody was hurt. The mayor of Aldermere, Ann Reeve, paid $4,000 for repairs."


def offered(text: str, number: int = 1) -> Offered:
    article = Article(
        id=f"a{number}", source=Source(title="A fire"), text=text, digest=hashlib.sha256(text.encode()).hexdigest()
    )
    return Offered(number=number, article=article, start=0, end=len(text))


@pytest.fixture(scope="module")
def check(embedder: Embedder) -> Checker:
    return Checker(embedder)


def test_a_sentence_of_the_article_is_verbatim(check: Checker) -> None:
    verified = check("Nobody was hurt.", [offered(TEXT)])

    (place,) = verified.places
    assert (verified.support, verified.reasons) == ("verbatim", ())
    assert place.article.text[place.start : place.end] == "Nobody was hurt."


def test_a_statement_about_something_else_is_unsupported(check: Checker) -> None:
    verified = check("Wheat prices fell in Argentina.", [offered(TEXT)])

    assert verified.support == "unsupported"
    assert verified.reasons


def test_with_nothing_offered_nothing_is_supported(check: Checker) -> None:
    assert check("Nobody was hurt.", []).support == "unsupported"
