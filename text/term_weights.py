"""How much a word says: rare words more than common ones."""

from domain.language import words
from text.word_forms import kin
from text.word_frequency import zipf

_COMMON_ZIPF, _RARE_ZIPF = 8.0, 2.0


def word_weight(word: str) -> float:
    """Return 0.5 (as common as "the") to 6 (rare): 8 minus the word's Zipf frequency in English."""
    return max(0.5, _COMMON_ZIPF - max(zipf(word.lower(), "en"), _RARE_ZIPF))


def term_weights(text: str) -> dict[str, float]:
    """Return the weight of each content word, by the stem of its word family."""
    return {kin(word.text): word_weight(word.text) for word in words(text) if word.content}


def coverage(weights: dict[str, float], found: frozenset[str]) -> float:
    """Return the share (0 to 1) of the weight that is among the stems found; 0 without weights."""
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in found) / total if total else 0.0
