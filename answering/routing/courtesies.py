"""How readers word what asks nothing of the articles: greetings, thanks, what the program is, tasks of another kind."""

from typing import Literal

Courtesy = Literal["greeting", "thanks", "farewell", "abilities", "out_of_scope"]
Rows = tuple[tuple[Courtesy, str], ...]

CAN_YOU = r"(?:please )?(?:(?:can|could|would|will) you (?:please )?)?"
PLEASE = rf"{CAN_YOU}(?:please )?(?:tell me )?"

_WELL = r"(?: (?:doing|today))?"
_HOW_ARE_YOU = rf"(?:how are you{_WELL}|how(?:'s| is) it going|how do you do|what's up|nice to meet you)"
_THANKS = r"(?:many )?(?:thanks|thank you|thx|ty|cheers)(?:,? (?:a lot|so much|very much|again|dateline|for .{1,40}))?"
_HELPS = (
    r"(?:(?:that|this|it)(?:'s| is| was| has)? ?)?(?:(?:very|really|most|much|a lot|so) )?"
    r"(?:helps(?: a lot)?|helped(?: a lot)?|helpful|useful|appreciated|all i (?:needed|wanted)(?: to know)?)"
)
_MAKE = (
    r"(?:write|compose|draft|make up|invent|generate|create|translate|code|program|draw|paint|sing|calculate|solve)"
    r"(?: me| us)?"
)
_A_WORK = r"(?:an?|the|some|this|that|it|my|another|poems?|haikus?|lyrics|stories|jokes|code|(?:in)?to|\d+)\b"
_SUM = r"\d[\d.,]*(?: (?:[-+*/x×÷]|plus|minus|times|divided by) \d[\d.,]*)+(?: ?=)?"

COURTESIES: Rows = (
    (
        "greeting",
        r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))"
        rf"(?:,? (?:there|all|dateline|everyone|again))?(?:,? {_HOW_ARE_YOU})?",
    ),
    ("greeting", _HOW_ARE_YOU),
    ("thanks", rf"(?:ok(?:ay)?,? |great,? |perfect,? )?{_THANKS}(?:,? {_HELPS})?"),
    ("thanks", rf"{_HELPS}(?:,? {_THANKS})?"),
    ("thanks", r"(?:great|perfect|nice|good|well done|awesome|excellent|ok(?:ay)?|cool|got it|i see)"),
    (
        "farewell",
        rf"(?:that's all,? |ok(?:ay)?,? |{_THANKS},? (?:and )?)?"
        r"(?:bye|goodbye|good bye|see you(?: later| soon| tomorrow| again)?|good night|farewell|take care|"
        r"have a (?:nice|good|great) (?:day|evening|night|weekend|one))(?:,? bye)?",
    ),
    ("abilities", r"what (?:can|should|could) (?:you|i) (?:do|ask)(?: (?:here|you|about|for me|with this))*"),
    (
        "abilities",
        r"(?:what|which)(?: (?:kinds?|sorts?|types?) of)? questions can (?:i ask|you answer)(?: (?:here|you))?",
    ),
    ("abilities", r"what (?:do|are) you(?: do| for)?|who are you|what is (?:this|dateline)"),
    ("abilities", r"(?:(?:hi|hello|hey),? )?(?:help(?: me)?|(?:how )?(?:can|could) you help(?: me)?)"),
    ("abilities", r"are you (?:an? )?(?:robots?|bot|chatbot|ai|human|person|machine|real)(?: or .*)?"),
    ("abilities", r"(?:how (?:do you|does (?:this|it|dateline)) work|how (?:do|can) i use (?:this|you|it))"),
)

TASKS: Rows = (
    ("out_of_scope", rf"{PLEASE}{_MAKE} {_A_WORK}[^:]*"),
    ("out_of_scope", rf"{CAN_YOU}tell (?:me|us) (?:a|another|some) (?:joke|story|stories|jokes|riddle)\b.*"),
    (
        "out_of_scope",
        rf"{CAN_YOU}(?:book|order|buy|make|cook|bring|send|call|find) (?:me|us) (?:an? |my )(?!article)[^:]*",
    ),
    ("out_of_scope", rf"{CAN_YOU}play (?:me )?(?:(?:some|a|the) )?(?:music|song|game|chess)s?"),
    ("out_of_scope", rf"{PLEASE}(?:what(?:'s| is) |how much is )?{_SUM}"),
    (
        "out_of_scope",
        rf"{PLEASE}what(?:'s| is)? (?:the )?(?:time|day|date|weather)(?: is it| like)?(?: right)?(?: (?:now|today))?",
    ),
)
