"""Words as the keyword index has them: folded, stemmed by the text's language, in pairs where no spaces part them.

English words are stemmed by the index itself (Porter); docs/experiments/search.md has what was measured on it.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

import Stemmer

from domain.language import CHINESE_AND_KANA, content_words
from domain.spelling import index_term, one_spelling
from domain.values import Article
from text.language_id import languages_of
from text.word_frequency import CODES, zipf

_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "es": "spanish", "fi": "finnish",
    "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "nl": "dutch", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
    "tr": "turkish",
}  # fmt: skip
"""Snowball's, by language code."""
_COMMON = 6.0  # zipf frequency from which a word is taken for one of grammar: one in a thousand
_LETTERS = re.compile(r"[^\W\d_]+")
UNSPACED = re.compile(f"[{CHINESE_AND_KANA}]+")  # a run of characters that no spaces part
_ELISION = re.compile("['’]")  # parts an article or a pronoun from its word: "l'usine", "dell’acqua"
_RAISED = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u215f\u2189"
_NOT_RAISED = re.compile(f"[^{_RAISED}]+")
"""All but exponents, indices and fractions: written as plain digits they would be other numbers ("1½", "10²")."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Soft hyphens, joiners and spaces without width, which a reader does not see."""


_OWN = threading.local()  # stemmers by language, for each thread: one that several use at once mixes their words up


def article_language(text: str) -> str:
    """Return the code of the language an article is likeliest in, "en" where that is not certain."""
    return next(iter(languages_of(text)), "en")


def language_of(article: Article) -> str:
    """Return the code of an article's language, as it is kept with it or, if it is not, as ``article_language``."""
    return article.language or article_language(article.text)


def folded(text: str) -> str:
    """Return the text without what readers do not see, ligatures and composed letters spelled in one way (NFKC)."""
    if text.isascii():
        return text
    return _NOT_RAISED.sub(lambda run: unicodedata.normalize("NFKC", run.group()), _UNSEEN.sub("", text))


def index_words(text: str, language: str) -> str:
    """Return what goes into the keyword index for a text in a language."""
    return _in_pairs(_stemmed(one_spelling(folded(text)), language))


def search_terms(question: str, languages: Iterable[str]) -> list[str]:
    """Return the terms by which articles are searched for a question, each once. ``languages`` are the articles';
    where the question's own is not certain, it may be any of them.
    """
    terms = content_words(folded(question))
    asked = languages_of(question)
    if asked[:1] == ("en",):
        return terms
    parts = [part for term in terms for part in _ELISION.split(term) if part]
    codes = [code for code in asked or sorted(set(languages)) if code in _ALGORITHMS]
    found = [] if codes and asked else terms
    for code in codes:
        rare = (term for term in parts if code not in CODES or zipf(term.lower(), code) < _COMMON)
        found += [_stemmed(index_term(term), code) for term in rare]
    pieces = (_in_pairs(term).split() if UNSPACED.search(term) else [term] for term in found)
    return list(dict.fromkeys(piece for own in pieces for piece in own))


def _stemmed(text: str, language: str) -> str:
    algorithm = _ALGORITHMS.get(language)
    if algorithm is None:
        return text
    stemmer = vars(_OWN).get(language) or vars(_OWN).setdefault(language, Stemmer.Stemmer(algorithm))
    return _LETTERS.sub(lambda word: str(stemmer.stemWord(word.group().lower())), text)


def _in_pairs(text: str) -> str:
    return UNSPACED.sub(lambda run: f" {' '.join(map(''.join, pairwise(run.group()))) or run.group()} ", text)
