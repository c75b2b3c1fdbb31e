"""Detect prompt injection in an article's text: words that are addressed to a language model, not to people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Trick = Literal["instructions", "turn", "fence", "marks", "hidden", "address", "posing"]
"""Instructions to a model; a forged turn of a conversation; a forged delimiter of the prompt; forged citation markers;
invisible text; an image or a link that would send data away; a forged header of another article."""

_MODEL = (
    r"(?:assistant|chatbot|chat ?bot|language model|LLM|AI (?:model|system|assistant)|ChatGPT|GPT-?\d*|Claude|Gemini|"
    r"the model)"
)
_MODELS = "assistant chat model llm system gpt claude gemini"
_UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_LINE = r"^[^\S\n]*+"
"""The beginning of a line. In these patterns each unlimited repetition is possessive, or begins where its run does, so
that searching an untrusted text takes time linear in its length."""
_PATTERNS: tuple[tuple[Trick, str, str], ...] = (
    (
        "instructions",
        "ignore disregard forget override",
        r"\b(?:ignore|disregard|forget|override)\b[^.!?\n]{0,40}\b(?:previous|prior|above|earlier|preceding|all|your|any|"
        r"other)\b[^.!?\n]{0,30}\b(?:instructions?|prompts?|rules|guidelines|directions|commands?)\b",
    ),
    (
        "instructions",
        "prompt instructions",
        r"\b(?:reveal|print|repeat|show|output)\b[^.!?\n]{0,30}\b(?:your|the) (?:system |hidden |secret )?"
        r"(?:prompt|instructions)\b",
    ),
    (
        "instructions",
        _MODELS,
        r"\b(?:note|instructions?|message|attention|important|dear)\b[^.!?\n]{0,20}\b(?:to|for)\b[^.!?\n]{0,20}"
        rf"\b{_MODEL}\b[^.!?\n]{{0,3}}[:,!]",
    ),
    ("instructions", _MODELS, rf"\byou are (?:now |no longer )?(?:an? |the )?[^.!?\n]{{0,20}}\b{_MODEL}\b"),
    ("instructions", "instruction", r"\bnew (?:system )?instructions?\s*:"),
    (
        "instructions",
        "asked summari answering",
        r"\b(?:when|if) (?:you are )?(?:asked|summari[sz]ing|answering)\b[^.!?\n]{0,60}\b(?:you must|always (?:say|"
        r"answer|reply|respond)|(?:answer|reply|respond|say) (?:only|that|with))\b",
    ),
    (
        "turn",
        "system assistant user human",
        rf"{_LINE}(?:#++\s*+)?+(?:<\|?)?(?:system|assistant|user|human)(?:\|?>)?\s*+:\s*+\S",
    ),
    (
        "turn",
        "<| inst] <<sys",
        r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id)\|>|\[/?INST\]|<<SYS>>",
    ),
    (
        "fence",
        "<",
        r"</?\s*+(?:articles?|excerpts?|passages?|documents?|sources?|context|data|instructions?|prompt)\b[^>\n]{0,80}>",
    ),
    (
        "fence",
        "--- === ### ```",
        r"(?:(?<!-)-{3,}+|(?<!=)={3,}+|(?<!#)#{3,}+|(?<!`)`{3,}+)\s*+"
        r"(?:end|begin|start) of (?:the )?(?:articles?|excerpts?|passages?|documents?|"
        r"sources?|context|data|prompt)\b",
    ),
    ("marks", "[", rf"(?:\[\d{{1,2}}\][^\n\[]{{0,200}}){{3,}}|{_LINE}\[\d{{1,2}}\]\s*+[:.]"),
    (
        "address",
        "![ <img http",
        r"!\[(?:[^\[\]\n]|\[[^\[\]\n]*+\])*+\]\(\s*+(?:https?:)?+//[^)\s]{1,200}+|"
        r"<img\b[^>\n]{0,300}?\bsrc\s*+=|"
        r"\bhttps?://[^\s)\]]{0,300}[?&][\w-]{1,50}=(?:\{|\[|%7B|\$|<)[^\s)]{0,200}",
    ),
    (
        "address",
        "http",
        r"\b(?:print|show|include|insert|embed|append|output|display|render|add)\b[^.!?\n]{0,60}\b(?:image|picture|link|"
        r"url|address|markdown)\b[^.!?\n]{0,80}\bhttps?://",
    ),
    (
        "posing",
        "title: outlet: author: published: source: url: date:",
        rf"{_LINE}(?:title|outlet|author|published|source|url|date)\s*+:\s*+\S[^\n]*+\n\s*+(?:title|outlet|author|"
        r"published|source|url|date)\s*+:\s*+\S",
    ),
)
"""Each trick, a pre-filter (words of which the text must contain one, since the pattern is slow), and the pattern."""
_COMPILED = tuple(
    (trick, tuple(gate.split()), re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for trick, gate, pattern in _PATTERNS
)
_HIDDEN = re.compile(
    rf"(?<=\w)[{_UNSEEN}](?=\w)[^\n]{{0,200}}?(?<=\w)[{_UNSEEN}](?=\w)|[\u202d\u202e]|[\U000e0020-\U000e007e]+|[\u200b-\u200d\u2060\ufeff]{{4,}}"
)
_ANY_UNSEEN = re.compile(f"[{_UNSEEN}]")
_MAY_HIDE = re.compile(f"[{_UNSEEN}\u200b-\u200d\U000e0020-\U000e007e]")
"""Pre-filter of ``_HIDDEN``: a text without any of these characters hides nothing."""
_LONGEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One trick and the words that show it, at most 160 characters of them."""

    trick: Trick
    words: str


def suspicious(text: str) -> tuple[Found, ...]:
    """Return the tricks found in an article's text, the first occurrence of each kind, in the order of ``Trick``.

    A finding proves nothing, since an article about prompt injection quotes such words. So it is shown to users, and
    the words support no statement; the article is searched and quoted like any other.
    """
    found: dict[Trick, str] = {}
    for trick, words in _all(text):
        found.setdefault(trick, words[:_LONGEST])
    return tuple(Found(trick=trick, words=words) for trick, words in found.items())


def _all(text: str) -> Iterator[tuple[Trick, str]]:
    plain = _ANY_UNSEEN.sub("", text)
    lower = plain.lower()
    for trick, gate, pattern in _COMPILED:
        if any(word in lower for word in gate) and (match := pattern.search(plain)):
            yield trick, " ".join(match.group().split())
    if _MAY_HIDE.search(text) and (match := _HIDDEN.search(text)):
        yield "hidden", f"{len(match.group())} characters that cannot be seen or turn the direction of the text"
