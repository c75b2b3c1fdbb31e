"""Words that say the opposite of each other: a closed list for news, by their roots."""

from functools import lru_cache

from text.word_forms import root

_PAIRS = """
    rise climb grow increase gain jump soar surge swell higher up upward more greater larger bigger expand widen
    + raise boost / fall drop decline decrease lose plunge sink slump shrink lower down downward less fewer smaller
    + reduce cut slash narrow
    accept agree approve back support endorse welcome favour favor praise / reject refuse oppose deny dismiss condemn
    + criticise criticize decline
    win won victory triumph beat succeed success successful / lose lost defeat fail failed failure unsuccessful
    open start begin began begun launch resume / close shut end finish stop halt suspend cancel
    allow permit let legal lawful / ban bar forbid forbidden prohibit prevent block illegal unlawful
    buy bought purchase / sell sold sale
    arrive enter join / leave left depart quit exit
    before earlier / after later
    early / late
    above over / below under beneath
    first / last
    most majority / least minority few
    many / few
    all every everyone everybody always / none nobody never
    always / seldom rarely sometimes
    long longer longest / short shorter shortest brief
    old older oldest / young younger youngest new newer newest
    high highest / low lowest
    fast faster fastest quick quicker quickly rapidly sooner / slow slower slowest slowly
    strong stronger strongest strengthen / weak weaker weakest weaken
    good better best improve improvement / bad worse worst worsen deteriorate
    safe safety / dangerous unsafe danger risk
    guilty convict / innocent acquit
    alive survive survivor / dead die died death kill killed
    hire appoint recruit / fire dismiss sack resign
    friend ally / enemy foe rival opponent
    profit surplus / loss deficit
    import / export
    attack / defend defence defense
    war / peace
    north northern / south southern
    east eastern / west western
    male man men boy his he father husband son brother / female woman women girl her she mother wife daughter sister
    public / private
    rich wealthy / poor
    hot warm / cold cool
    heavy / light
    wide / narrow
    full / empty
    cheap cheaper / dear dearer expensive costly
    easy / hard difficult
    possible / impossible
    able / unable
    likely / unlikely
    known / unknown
    same / different
    optimistic hopeful confident / pessimistic doubtful gloomy
    remember / forget forgot
    love like / hate dislike
    give gave / receive take took
    lend / borrow
    teach / learn
    pay paid / owe
    build built / demolish destroy
    fill / drain
    encourage urge / discourage deter
    include / exclude omit
    hide conceal / reveal disclose
    send / receive
    push / pull
    question / answer
    ahead / behind
    inside indoors / outside outdoors
    day / night
    morning / evening
    upstream / downstream
    minimum / maximum
    present / absent
    voluntary / compulsory mandatory
    temporary / permanent
    innocent / culpable
    increase / reduction
    against oppose / favour support
"""
"""One pair of sides a line; a line that begins with + goes on."""


def opposites_of(word: str) -> frozenset[str]:
    """Return the roots that are opposites of a root by the list."""
    return _table().get(word, frozenset())


def alike(word: str) -> frozenset[str]:
    """Return the roots that have an opposite in common with this one, and itself."""
    return frozenset({word}.union(*(opposites_of(other) for other in opposites_of(word))))


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _PAIRS.replace("\n    + ", " ").strip().splitlines():
        sides = [{root(word) for word in side.split()} for side in line.split("/")]
        for one, other in (sides, sides[::-1]):
            for word in one:
                table.setdefault(word, set()).update(other - one)
    return {word: frozenset(others) for word, others in table.items()}
