"""Which language a text is in, told from how frequent its words are in each."""

import re
from collections.abc import Sequence
from functools import lru_cache

from text.word_frequency import CODES, zipf

LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sh": "Serbo-Croatian", "sk": "Slovak", "sl": "Slovene",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_BY_SCRIPT = (
    (("ko",), re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
    (("zh", "ja"), re.compile("[\u3040-\u30ff\u4e00-\u9fff]")),
    (("ar", "fa", "ur"), re.compile("[\u0600-\u06ff]")),
    (("he",), re.compile("[\u0590-\u05ff]")),
    (("hi",), re.compile("[\u0900-\u097f]")),
)  # languages whose writing tells them; the first that is found
_KANA = re.compile("[\u3040-\u30ff]")
_KANA_SHARE = 0.05  # of the letters: more than a name in a Chinese text; Japanese news have a third and more
_HAN = re.compile("[\u4e00-\u9fff]")
_CHARACTER_SETS = {"zh": ("gb2312", "big5"), "ja": ("shift_jis",)}
"""The characters in use in each country: 车 stands in no Japanese set, 駅 in no Chinese one."""
_WORD = re.compile(r"[^\W\d_]+")
_RARE = 2.0  # zipf frequency given to words that a language does not know, and the least that counts
_ENGLISH_WORD = 5.5  # zipf frequency of words of English grammar
_GAIN = 4.0
"""By so much, summed over the words, a language must fit better than English: docs/experiments/languages.md."""
_MARGIN = 2.5  # languages that fit at most so much worse than the best are likely too: Danish and Norwegian
_FEWEST_WORDS = 2
_LOOKED_AT = 400


def languages_of(text: str) -> tuple[str, ...]:
    """Return the codes of the languages that a text is likely in, the likeliest first; empty where that is not certain.

    Words with a capital inside the text are passed over, and one word alone tells no language. The first 400 characters
    are looked at.
    """
    return _languages_of(text[:_LOOKED_AT])


def named(codes: Sequence[str]) -> str:
    """Return "German", or "Danish or Norwegian"."""
    return " or ".join(LANGUAGES[code] for code in codes[:2])


@lru_cache(maxsize=4096)
def _languages_of(text: str) -> tuple[str, ...]:
    letters = _WORD.findall(text)
    for codes, script in _BY_SCRIPT:
        if len(script.findall(text)) > sum(map(len, letters)) / 2:
            kana = len(_KANA.findall(text))
            if kana > _KANA_SHARE * sum(map(len, letters)):
                return ("ja",)
            return _by_characters(_HAN.findall(text)) if "zh" in codes else codes
    words = [word.lower() for place, word in enumerate(letters) if place == 0 or word.islower()]
    english = [_frequency(word, "en") for word in words]
    if english and all(frequency >= _ENGLISH_WORD - 2 for frequency in english):
        return ("en",) if max(english) >= _ENGLISH_WORD else ()
    fits = {code: sum(_frequency(word, code) for word in words) for code in CODES}
    best = max(fits.values())
    if best - fits["en"] < _GAIN:
        return ("en",) if fits["en"] == best and english and max(english) >= _ENGLISH_WORD else ()
    if len(words) < _FEWEST_WORDS:
        return ()
    return tuple(sorted((code for code in fits if best - fits[code] <= _MARGIN), key=lambda code: -fits[code]))


def _by_characters(characters: Sequence[str]) -> tuple[str, ...]:
    """Return the code of the language whose character sets lack fewer of these characters, or both codes."""
    lacking = {
        code: min(sum(not one.encode(name, "ignore") for one in characters) for name in names)
        for code, names in _CHARACTER_SETS.items()
    }
    fewest = min(lacking.values())
    return tuple(code for code, count in lacking.items() if count == fewest)


def _frequency(word: str, code: str) -> float:
    return max(_RARE, zipf(word, code))
