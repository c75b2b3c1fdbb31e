"""Words made alike: "waiting" and "waits" have one stem. English-centred."""

import threading
from functools import lru_cache

import Stemmer

from domain.language import printed_words

_FORMS = (
    "beat beaten|become became|begin began begun|bite bit bitten|blow blew blown|break broke broken|bring brought|"
    "build built|burn burnt|buy bought|catch caught|choose chose chosen|come came|cut cut|deal dealt|die died dying|"
    "draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feel felt|fight fought|"
    "find found|flee fled|fly flew flown|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|"
    "give gave given|go went gone|grow grew grown|hang hung|hear heard|hide hid hidden|hit hit|hold held|keep kept|"
    "know knew known|lay laid|lead led|leave left|lend lent|lie lay lain|lose lost|mean meant|meet met|pay paid|"
    "ride rode ridden|ring rang rung|rise rose risen|run ran|seek sought|sell sold|send sent|shake shook shaken|"
    "shoot shot|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|speak spoke spoken|"
    "spend spent|stand stood|steal stole stolen|strike struck stricken|swear swore sworn|swim swam swum|"
    "take took taken|teach taught|tear tore torn|think thought|throw threw thrown|understand understood|"
    "wake woke woken|wear wore worn|win won|write wrote written|be is are was were been being am|"
    "good better best|bad worse worst|man men|woman women|child children|person people|foot feet|wife wives|life lives"
)
_IRREGULAR = {form: forms.split()[0] for forms in _FORMS.split("|") for form in forms.split()[1:]}


_OWN = threading.local()  # a stemmer for each thread: one that several use at once mixes their words up


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Snowball (English) stem of a word in lower case, its possessive and the points of "U.S." taken off."""
    plain = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    if not plain[:1].isdigit():
        plain = plain.replace(".", "")
    stemmer = vars(_OWN).get("stemmer") or vars(_OWN).setdefault("stemmer", Stemmer.Stemmer("english"))
    return str(stemmer.stemWord(plain or word))


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Return the stems of all words of a text."""
    return frozenset(map(stem, printed_words(text)))


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """Return the stem of a word's plain form: "rose" and "rises" have one root."""
    plain = word.lower()
    return stem(_IRREGULAR.get(plain, plain))
