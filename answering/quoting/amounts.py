"""What sort of number a question asks for: an age, a sum of money, a share, a length, a speed."""

import re
from functools import lru_cache

PRICED = re.compile(
    r"\b(?:costs?|price|worth|pays?|paid|charged?|charges|spend|spent|earns?|fees?|fares?)\b", re.IGNORECASE
)
MONEY = re.compile(
    r"[$£€¥₹]\s?\d|\b(?:million|billion|trillion|dollars?|pounds?|euros?|crowns?|yen|yuan|rupees?|roubles?|rubles?|francs?|"
    r"kron(?:er|or)|pence|cents?|free|nothing)\b|\d(?:bn|m|tn|p)\b",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|half a|an?)"
_SPAN = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries)"
_LENGTH = r"(?:miles?|mi|kilomet(?:re|er)s?|km|met(?:re|er)s?|feet|foot|ft|inch(?:es)?|yards?|cm|mm|storeys?|stories)"
_SORTS = (
    (
        r"how old|(?:what|at what) age",
        r"\b(?:\d{1,3}|[a-z]+)[- ]years?[- ]olds?\b|\baged?(?: of)? \d|, \d{1,3}(?:,|$)|"
        r"\b(?:is|was|turns|turned) \d{1,3}\b",
    ),
    (
        r"percentage|per cent|percent|(?:what|which) (?:share|proportion|fraction)",
        r"%|\bper ?cent\b|\b(?:half|third|quarter)s?\b|\b(?:one|two|\d+) (?:in|out of) (?:[a-z]+|\d+)\b",
    ),
    (r"how long", rf"\b{_NUMBER}(?:[- ][a-z]+)?[- ](?:{_SPAN}|{_LENGTH})\b|\bsince (?:[A-Z][a-z]+ )?\d{{4}}\b"),
    (r"how (?:far|tall|high|wide|deep)|(?:what|which) (?:length|height|distance)", rf"\b{_NUMBER}[- ]{_LENGTH}\b"),
    (r"how (?:hot|cold)|temperature", r"\d ?(?:°|degrees|C\b|F\b)|\bdegrees\b"),
)
_TABLE = tuple((re.compile(rf"\b(?:{asks})\b", re.IGNORECASE), re.compile(has, re.IGNORECASE)) for asks, has in _SORTS)


@lru_cache(maxsize=4096)
def amount_asked(question: str) -> re.Pattern[str] | None:
    """Return what an amount of the sort asked for looks like; None where any number will do ("how many?")."""
    if PRICED.search(question) and not re.search(r"\bhow many\b", question, re.IGNORECASE):
        return MONEY
    return next((has for asks, has in _TABLE if asks.search(question)), None)
