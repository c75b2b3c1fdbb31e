"""Whether the words chosen can be called an answer at all, where its form can be checked."""

import re
from collections.abc import Iterable, Sequence

from answering.quoting.amounts import MONEY, PRICED
from answering.quoting.asked import asked
from answering.quoting.evidence import named
from answering.quoting.features import leans, word_weight
from answering.quoting.offered import explains, may_offer, offers
from answering.quoting.premise import claim_of, told_otherwise, turned_round
from answering.quoting.quote import Quote
from domain.language import words
from text.dateline_prefix import without_dateline
from text.sentences import read_as
from text.word_forms import kin, kins, stem, stems

_WHO_IS = re.compile(
    r"^\W*who(?:['’]s| is| was| are| were) (?:the|an?) (?P<role>(?:[\w’'-]+ ){0,4}?[\w’'-]+?)s?"
    r"(?=\W*$| (?:of|for|in|at|on|behind|from|who|that)\b)",
    re.IGNORECASE,
)
_NAME_OF = re.compile(
    r"^\W*what (?:is|was|are|were) (?:(?:the )?(?:\w+ )?names? of\b|"
    r"(?:.{1,40}['’]s?|his|her|their|its) (?:\w+ )?names?\W*$)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:]\s|,?\s(?:and that|but|while|whereas)\s|,\s+and\s|\s[–—]\s")
_TELLING, _ABOUT = 2.5, 2.9
"""Weights of words that say what an amount is for, and what a question is about; see answering/quoting/features.py."""


def fits(question: str, quotes: Sequence[Quote], sentences: Iterable[str]) -> bool:
    """Return False where the first quote cannot answer although it comes near:

    who is the mayor, and the article knows no mayor, or no quote has a name; when it was, and no quote has a time; how
    much it cost, and the sum stands in a clause about something else; why he did it, and the quotes tell only of him,
    or the articles (``sentences``) tell it otherwise.
    """
    claim = claim_of(question)
    told = list(sentences)
    if claim and told_otherwise(claim, told):
        return False
    if turned_round(question, quotes[0].sentence.text, told):
        return False
    if not _has_the_fact(question, quotes) or not _tells_of_it(question, quotes):
        return False
    return _names_the_role(question, quotes) and _price_belongs(question, quotes[0])


def _has_the_fact(question: str, quotes: Sequence[Quote]) -> bool:
    """Whether some quote has a number or a time, at least loosely, where the question asks for one; what a row has is
    told by the words above it.
    """
    wanted = asked(question) in ("number", "time") and quotes[0].sentence.under is None
    return not wanted or any(may_offer(told, question) for quote in quotes for told in _leaning_on(quote))


def _tells_of_it(question: str, quotes: Sequence[Quote]) -> bool:
    """Whether the quotes, or the headline, have a word of a why-question that is no name: what tells of Ilsa Dorn does
    not tell why she was arrested. Without a telling word in the question any words may answer, also a reason that is
    told as one ("because of silt"); and so they may any other question: "a native of Ribe" says where she was born.
    """
    named_ = {word.text for word in named(question)}
    rest = [word.text for word in words(question) if word.content and word.text not in named_]
    if asked(question) != "reason" or not named_ or not any(word_weight(word) >= _ABOUT for word in rest):
        return True
    if explains(quotes[0].sentence.text, question):
        return True
    told = " ".join([quotes[0].article.source.title, *(one for quote in quotes for one in _with_before(quote))])
    return not {kin(word) for word in rest}.isdisjoint(kins(told))


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
    """The quote's sentence and the one before it, rows as they are read, without the dateline of an article."""
    around = quote.everything[max(0, quote.sentence.index - 1) : quote.sentence.index + 1]
    return [without_dateline(read_as(quote.everything, one)) for one in around]


def _leaning_on(quote: Quote) -> list[str]:
    """The same, the one before only where the quote leans on it."""
    return _with_before(quote) if leans(quote.sentence.text) else _with_before(quote)[-1:]
