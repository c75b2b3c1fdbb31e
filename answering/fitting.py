"""Whether the words chosen can be called an answer at all, where its form can be checked."""

import re
from collections.abc import Iterable, Sequence

from answering.amounts import MONEY, PRICED
from answering.asked import asked
from answering.dateline import without_dateline
from answering.features import word_weight
from answering.offered import offers
from answering.premise import claim_of, told_otherwise, turned_round
from answering.quote import Quote
from answering.stems import stem, stems
from domain.language import words

_WHO_IS = re.compile(
    r"^\W*who(?:['’]s| is| was| are| were) (?:the|an?) (?P<role>(?:[\w’'-]+ ){0,4}?[\w’'-]+?)s?"
    r"(?=\W*$| (?:of|for|in|at|on|behind|from|who|that)\b)",
    re.IGNORECASE,
)
_NAME_OF = re.compile(r"^\W*(?:what|which) (?:is|was|are|were) (?:the )?names? of\b|\bby name\W*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]\s|,?\s(?:and that|but|while|whereas)\s|,\s+and\s|\s[–—]\s")
_TELLING = 2.5
"""Weight of words that say what an amount is for; see answering/features.py."""


def fits(question: str, quotes: Sequence[Quote], sentences: Iterable[str]) -> bool:
    """Return False where the first quote cannot answer although it comes near:

    who is the mayor, and the article knows no mayor, or no quote has a name; how much it cost, and the sum stands in a
    clause about something else; why he did it, and the articles (``sentences``) tell it otherwise.
    """
    claim = claim_of(question)
    told = list(sentences)
    if claim and told_otherwise(claim, told):
        return False
    if turned_round(question, quotes[0].sentence.text, told):
        return False
    return _names_the_role(question, quotes) and _price_belongs(question, quotes[0])


def _names_the_role(question: str, quotes: Sequence[Quote]) -> bool:
    match = _WHO_IS.match(question)
    if match is None:
        return not _NAME_OF.search(question) or _any_offers(question, quotes)
    article = quotes[0].article
    role = stem(match["role"].split()[-1])
    return role in stems(article.text) | stems(article.source.title) and _any_offers(question, quotes)


def _any_offers(question: str, quotes: Sequence[Quote]) -> bool:
    return any(offers(told, question) == 1 for quote in quotes for told in _with_before(quote))


def _price_belongs(question: str, core: Quote) -> bool:
    """Whether some clause has a sum of money and a telling word of a question for a price; rows leave that to the words
    above them.
    """
    if asked(question) != "number" or not PRICED.search(question) or core.sentence.under is not None:
        return True
    wanted = {stem(word.text) for word in words(question) if word.content and word_weight(word.text) >= _TELLING}
    priced = [clause for clause in _CLAUSE.split(core.sentence.text) if MONEY.search(clause)]
    return not wanted or any(wanted & stems(clause) for clause in priced)


def _with_before(quote: Quote) -> list[str]:
    """The quote's sentence and the one before it, without the dateline that an article begins with."""
    around = quote.everything[max(0, quote.sentence.index - 1) : quote.sentence.index + 1]
    return [without_dateline(one.text) for one in around]
