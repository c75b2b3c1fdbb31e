"""Pages that stand where an article should: cookie notices, paywalls, videos, checks for robots."""

import re
from collections.abc import Sequence
from typing import Any

from domain.errors import SourceError
from ingest.extract.linked_data import Thing, headline, is_article, kind_of, text_of, things
from ingest.extract.word_count import count_words, is_unspaced, tokens

_FEW_WORDS = 25
_FEW_OWN_WORDS = 60
"""Of a video's page, beside what describes the video."""
_SHORT = 160
"""Words. Measured on 1,979 news articles: 2 in 100 are shorter, most of these are the free beginning of paid ones."""

_CONSENT = re.compile(
    r"\b(cookies?|consent|privacy|personal (data|information)|(the )?(information|details|data) you have shared|"
    r"legitimate interests?|third[- ]part(y|ies)|our partners|advertis\w+ partners|opt[- ]out|newsletter|you agree|"
    r"(accept|reject) all|manage (options|preferences|settings)|your (choices|preferences)|gdpr)\b",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"\b(subscribe (now|today|to (continue|read|keep))|to (continue|keep) reading|already (a )?(subscriber|member)|"
    r"(this (article|story|content) is (for|only|exclusive|reserved)|for|only) (our )?(paid )?(subscribers|members)|"
    r"(become|as) a (subscriber|member)|subscription (to|required)|unlock (this|full)|start your (free )?trial|"
    r"(log|sign) in to (continue|read))\b",
    re.IGNORECASE,
)
_ROBOTS = re.compile(
    r"\b(are (you )?(not )?a robot|you are (a )?human|(enable|turn on|requires?) javascript|access (to this page )?"
    r"(has been |is )?denied|checking your browser|unusual (traffic|activity)|captcha)\b",
    re.IGNORECASE,
)
_TO_THE_USER = re.compile(r"\b(you|your|yours|we|our|us|please)\b", re.IGNORECASE)
_ANYTHING = re.compile("")
_QUOTED = re.compile(r"[“„«][^“”„«»]*[”“»]|(?<!\w)[\"][^\"]*[\"](?!\w)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_COOKIES = re.compile(r"cookies?", re.IGNORECASE)
"""Notices of most languages have the word as it is, also those of other scripts."""
_LABEL_WORDS = 12
_CALL_LINES = 3
"""Lines at the end that may hold a call to subscribe, and what stands below it."""
_MIN_SHARED = 0.6


def refuse_stub(html: str, text: str, name: str, *, short: bool = False) -> None:
    """Raise SourceError, with the reason, if a page from the web shows something else than its article.

    ``short`` lets pages of a few words pass: in the place of an article that is known they may say what became of it.
    There is news about cookies, robots and subscriptions: a notice speaks of them to its user, outside quotations, and
    is not the article that the page's metadata describes.
    """
    words, facts = count_words(text), _facts(html, text)
    if not facts["described"]:
        if words <= _SHORT and _share(text, _ROBOTS, commands=True) > 0 and _share(text, _ANYTHING) >= 0.4:
            raise _stub(name, "asks for a browser instead of showing the article")
        is_notice = words <= _FEW_OWN_WORDS and facts["foreign"] and _share(text, _COOKIES, anyone=True) >= 0.5
        if is_notice or _share(text, _CONSENT) >= (0.5 if words > _SHORT else 0.3):
            raise _stub(name, "shows a notice about cookies or privacy instead of the article")
    if words > _SHORT:
        return
    if facts["paid"] or _ends_with_call(text):
        raise _stub(name, "shows only the beginning; the rest is for subscribers")
    if facts["video"]:
        raise _stub(name, "is a video page without an article")
    if words < _FEW_WORDS and not short:
        raise _stub(name, f"holds no article, only {words} words")


def _ends_with_call(text: str) -> bool:
    """Whether the last line of sentences, or a short line below it, asks to subscribe or to log in, and no more.

    An article about subscriptions speaks of them among its other sentences.
    """
    for line in [line for line in text.split("\n") if line.strip()][: -_CALL_LINES - 1 : -1]:
        if _share(line, _PAYWALL, commands=True) > 0.5:
            return True
        if count_words(line) > _LABEL_WORDS:
            return False
    return False


def _share(text: str, pattern: re.Pattern[str], *, commands: bool = False, anyone: bool = False) -> float:
    """Return the share of sentences that speak of something to the user, without what they quote.

    With ``commands`` also those count that begin with it ("Enable JavaScript to continue."), with ``anyone`` all.
    """
    sentences = [sentence for sentence in _SENTENCE.split(_QUOTED.sub("“”", _body(text))) if sentence.strip()]
    addressed = [
        sentence
        for sentence in sentences
        if (found := pattern.search(sentence))
        and (anyone or _TO_THE_USER.search(sentence) or (commands and not sentence[: found.start()].strip(" •*-–>")))
    ]
    return len(addressed) / max(len(sentences), 1)


def _body(text: str) -> str:
    """Return a text without a headline in its first line."""
    first, _, rest = text.partition("\n")
    return rest if rest.strip() and not first.rstrip().endswith(".") else text


def _facts(html: str, text: str) -> dict[str, bool]:
    """Return whether the page's metadata describes this very text, says that it must be paid for, or is of a video.

    ``foreign``: the page says that it is not in English, or its script shows it.
    """
    import trafilatura

    tree: Any = trafilatura.load_html(html)
    if tree is None:
        return {"described": False, "paid": False, "video": False, "foreign": False}
    stated = things(tree)
    kind = str(tree.xpath("string(//meta[@property='og:type']/@content)"))
    shared = str(tree.xpath("string(//meta[@property='og:title']/@content)"))
    articles = [headline(thing) for thing in stated if is_article(thing)] or [shared] * (kind == "article")
    videos = [thing for thing in stated if "VideoObject" in kind_of(thing)]
    is_video = kind.startswith("video") or (bool(videos) and not any(map(is_article, stated)))
    return {
        "described": any(_is_headline_of(text, title) for title in articles),
        "paid": any(str(thing.get("isAccessibleForFree", "")).lower() == "false" for thing in stated),
        "video": is_video and _own_words(text, videos) < _FEW_OWN_WORDS,
        "foreign": not (tree.get("lang") or "en").lower().startswith("en") or any(map(is_unspaced, text)),
    }


def _is_headline_of(text: str, title: str) -> bool:
    words, said = set(tokens(title.casefold())), set(tokens(_body(text).casefold()))
    return len(words) > 1 and len(words & said) >= _MIN_SHARED * len(words)


def _own_words(text: str, videos: Sequence[Thing]) -> int:
    """Return how many words of a text stand in lines that do not only repeat what describes the page's videos."""
    described = {word for video in videos for word in tokens(text_of(video.get("description")).casefold())}
    lines = [line for line in text.split("\n") if not described.issuperset(tokens(line.casefold()))]
    return sum(map(count_words, lines))


def _stub(name: str, what: str) -> SourceError:
    return SourceError(f"{name} {what}.", hint="Open it in a browser and paste the article's text.")
