"""The values that pass between the stages of ingest and of answering. All are frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from domain.derived import Span
from domain.suspicious import Found

Kind = Literal["answer", "closest", "refusal", "talk"]
Mode = Literal["quote", "choose", "write"]
"""Who makes an answer: the bundled reader quotes, a language model chooses the quotes, or it writes."""
Support = Literal["verbatim", "stated", "supported", "unsupported"]
Status = Literal["new", "updated", "unchanged", "duplicate", "gone", "removed", "failed"]
Media = Literal[
    "text",
    "markdown",
    "html",
    "mhtml",
    "pdf",
    "docx",
    "odt",
    "eml",
    "mbox",
    "epub",
    "jsonl",
    "line",
    "feed",
    "links",
    "list",
]
"""How bytes are parsed. Those that hold several articles: ``jsonl`` (one article is a ``line``), ``mbox`` (one is an
``eml``), ``epub`` (its chapters), ``feed``, ``links`` (a page's links to further pages of an article), ``list`` (a
reading list that another program has exported).
"""
Role = Literal["system", "user", "assistant"]
"""The author of a message to a language model: the program, the user, or the model itself."""
Verdict = Literal["good", "bad"]
"""A user's feedback: whether an answer answers the question; whether a refusal is right."""

MEDIA: Mapping[str, Media] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".eml": "eml",
    ".mbox": "mbox",
    ".epub": "epub",
    ".jsonl": "jsonl",
}
"""What a file is read as, by its ending in small letters."""

Format = Literal["text", "markdown", "html", "mhtml", "pdf", "docx", "odt", "eml", "epub", "jsonl", "scan"]
"""What the text of an article was extracted from; ``scan``: images of pages, by OCR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an article comes from, as the article itself says.

    A field is None if the article does not say. Dates are in ISO 8601, as precise as they were printed: a day
    (``2025-11-03``) or a time, with its offset if one was printed; never the time of fetching. ``published_at`` is the
    time of publication with its offset where a page states it for machines, beside the day in ``published``; it only
    serves to tell which article was first.

    ``format`` and ``extractor`` are what the text was extracted from and by which library ("pypdfium2 5.3.0"; None: by
    Dateline alone); both are None for articles that were stored before these fields existed. These three do not count
    when sources are compared.
    """

    title: str
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    format: Format | None = field(default=None, compare=False)
    extractor: str | None = field(default=None, compare=False)
    published_at: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether an article is still at the place where it was published, for a warning at quotes from it.

    ``withdrawn`` are the first words of a notice that is there instead of the article; ``replaced`` is the day (UTC,
    ISO 8601) since when another text has been there. None: nothing of the kind is known.
    """

    withdrawn: str | None = None
    replaced: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article with its text. ``id`` is derived from its identity; ``digest`` is the SHA-256 of ``text``.

    ``findings``, ``language`` and ``spans`` are derived from the text (see domain.derived.Derived); None: not yet.
    ``read_at`` is when the text was extracted (UTC, ISO 8601; None: not known); ``suggestion`` as in
    :class:`ArticleEntry`.
    """

    id: str
    source: Source
    text: str
    digest: str
    standing: Standing = Standing()
    findings: tuple[Found, ...] | None = None
    language: str | None = field(default=None, compare=False)
    spans: tuple[Span, ...] | None = field(default=None, compare=False, repr=False)
    read_at: str | None = field(default=None, compare=False)
    suggestion: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntry:
    """An article as a list shows it: everything but its text.

    ``identity`` is what an article is recognised by when it comes in again ("file:/a/b.txt", "url:https://…",
    "upload:b.txt", "text:<digest>"). ``duplicate_of`` is the id of the original whose text this article repeats; such a
    duplicate is listed but not searched. ``passages`` and ``words`` are counts. ``gone``: no longer where it was
    published. ``changed`` is when its text was last replaced (UTC, ISO 8601; None: never), ``added`` when it came in
    (None: not known). ``story`` is the label of its near-duplicate group. ``suggestion`` is a question that the article
    answers, as the reader has found (None: none is known). ``findings`` as in :class:`Article`.
    """

    id: str
    source: Source
    digest: str
    identity: str
    passages: int
    words: int
    duplicate_of: str | None = None
    gone: bool = False
    added: str | None = None
    changed: str | None = None
    story: str | None = None
    suggestion: str | None = None
    standing: Standing = Standing()
    findings: tuple[Found, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A run of words in a comparison of two texts; "skipped" are equal words that are left out, its ``text`` is ""."""

    kind: Literal["kept", "added", "removed", "skipped"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A contiguous slice of an article: ``article.text[start:end] == text``.

    The passages of an article cover it in order and do not overlap. Offsets count code points.
    """

    article_id: str
    ordinal: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that a search has found; a higher score is better, its scale depends on the search.

    ``window`` are the offsets (start, end) of the passage together with its higher-scoring neighbour, the context in
    which it is read. ``ranks`` maps the name of each ranking to the passage's rank in it, from 1.
    """

    passage: Passage
    score: float
    window: tuple[int, int]
    ranks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search found, best first.

    ``articles`` are article ids, ``hits`` passages; ``similarity`` is the cosine of the passage that is nearest to the
    question (-1 to 1; 0 if there is none). ``rankings`` holds the list of each ranking that was combined, for
    ``--trace``: name -> (passage or article id, score), best first.
    """

    articles: tuple[str, ...]
    hits: tuple[Hit, ...]
    similarity: float
    rankings: Mapping[str, tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The articles that a question is limited to: those that meet all conditions; the default has none.

    ``within`` are article ids (None: any). ``since`` and ``until`` are days of publication ("2025-11-03"), both
    included; an undated article is in no range. ``hidden`` are ids of articles that are left out, together with their
    duplicates.
    """

    within: frozenset[str] | None = None
    since: str | None = None
    until: str | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def dated(self) -> bool:
        """Whether the scope has a range of days, which ``domain.scope.select`` resolves to ids."""
        return self.since is not None or self.until is not None

    def __contains__(self, article_id: object) -> bool:
        """Return whether an article's id is in the scope; raises ValueError for a scope with dates."""
        within, hidden = self.ids()
        return article_id not in hidden and (within is None or article_id in within)

    def ids(self) -> tuple[frozenset[str] | None, frozenset[str]]:
        """Return the included ids (None: any) and the hidden ones; raises ValueError for a scope with dates."""
        if self.dated:
            raise ValueError("a scope with dates has to be selected from the library's entries first")
        return self.within, self.hidden


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionContext:
    """What came before a question in a conversation.

    ``read`` is the question together with those before it; ``said`` are the words of the last answer, "" if there is
    none. ``stands``: the question is self-contained, so it is read alone, and the context only counts a little in the
    search.
    ``asked`` is what the reader gets: the question alone if it says itself what is asked for ("When will it end?"),
    else with the one before it ("Why?").
    """

    read: str
    said: str = ""
    asked: str = ""
    stands: bool = False


def read_as(question: str, context: QuestionContext | None) -> str:
    """Return the question that is answered: together with those before it if it depends on them."""
    return context.read if context and not context.stands else question


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedArticle:
    """The article of a citation, as it was when it was cited."""

    id: str
    source: Source
    digest: str
    standing: Standing = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The exact words that support a statement: ``article.text[start:end] == quote``.

    For a fact of the source ("by Jane Roe") ``field`` names the field of :class:`Source`, ``quote`` is its
    value, and ``start`` and ``end`` are None. ``before`` and ``after`` are the article's words right before and right
    after the quote (with only white space between) that a user needs to understand it; empty if it is self-contained.
    ``also`` are the outlets (else the titles) of near-duplicates of the article.
    """

    number: int
    quote: str
    start: int | None
    end: int | None
    article: CitedArticle
    field: str | None = None
    before: str = ""
    after: str = ""
    also: tuple[str, ...] = ()


class ReasonKind(StrEnum):
    """Why a statement is unsupported; the value is part of what ``--json`` prints."""

    NOT_FOUND = "not found"
    """There is no sentence to compare it with."""
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NOT_SUPPORTED = "not supported"
    """Its names, numbers and dates are there, but no sentence says what it says."""
    UNFINISHED = "unfinished"
    """It was broken off: half of a sentence cannot be judged."""
    EARLIER = "earlier"
    """Stored by an earlier version of the program, whose text is the detail."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a statement is unsupported; ``detail`` is the number, name or date that its evidence lacks, else empty."""

    kind: ReasonKind
    detail: str = ""

    def __str__(self) -> str:
        """Return "number: 63", as ``--json`` prints it."""
        return ": ".join(filter(None, ("" if self.kind is ReasonKind.EARLIER else self.kind, self.detail)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of an answer and the numbers of the citations that support it.

    ``item``: it is an item of an enumeration (shown as a list); ``attribution`` is the program's own words before this
    statement, such as an outlet and a date where two articles disagree. A statement of a language model that no article
    supports is unsupported and has no citation; ``reasons`` say why.
    """

    text: str
    citations: tuple[int, ...]
    support: Support
    item: bool = False
    attribution: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedSentence:
    """A sentence that was scored as an answer; a higher score is better."""

    article: str
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How a question was looked up: the first entries of each ranking, and the evidence and its threshold.

    ``rankings`` as in :class:`SearchResult`; ``titles`` maps the ids of their articles to titles. ``evidence`` and
    ``threshold`` lie between 0 and 1; ``missing`` are names and numbers of the question that no searched article has.
    ``rewriting`` is what a language model made of the question before the search; None: no model was asked.
    """

    evidence: float
    threshold: float
    missing: tuple[str, ...]
    rankings: Mapping[str, tuple[tuple[str, float], ...]]
    titles: Mapping[str, str]
    sentences: tuple[TracedSentence, ...]
    rewriting: "Rewriting | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of requests to a language model as its server counts them; 0 if it does not report them."""

    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """Return the sums."""
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """A question that a language model has rewritten for the search, and what that cost.

    ``question`` is the self-contained form of a context-dependent question, "" if there is none that may be used;
    ``searches`` are up to three additional queries. ``failed``: the model failed or was too slow, and the search went
    on without it.
    """

    question: str = ""
    searches: tuple[str, ...] = ()
    usage: Usage = Usage()
    seconds: float = 0.0
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How a language model wrote an answer: the ``model``, its ``reply`` verbatim, and what was changed in it.

    ``invented`` counts citation markers, or chosen numbers, that refer to nothing and were removed; ``hidden`` counts
    statements that a setting left out. ``stopped``: the user ended it; ``cut``: it was cut at the length limit.
    ``usage`` is the sum over all requests for the answer. ``halved``: the prompt was too long for the model, which was
    asked again with half of the sentences. If the model chose quotes, ``sentences`` counts those that it was offered,
    and ``unusable`` says that its replies could not be parsed, so that the bundled reader decided.
    """

    model: str
    reply: str
    invented: int = 0
    hidden: int = 0
    stopped: bool = False
    cut: bool = False
    usage: Usage = Usage()
    sentences: int = 0
    halved: bool = False
    unusable: bool = False


class RefusalReason(StrEnum):
    """Why a question has no answer; the value is part of what ``--json`` prints."""

    NO_QUESTION = "no_question"
    NO_ARTICLES = "no_articles"
    NO_ARTICLES_IN_SCOPE = "no_articles_in_scope"
    NOT_MENTIONED = "not_mentioned"
    """A name or number of the question is in no searched article."""
    NOT_CLEAR = "not_clear"
    """The evidence is weak; the closest words are shown."""
    NOT_FOUND = "not_found"
    OTHER_LANGUAGE = "other_language"
    NOT_JUDGED = "not_judged"
    """The articles are in a language that the reader was not trained on; the closest passages are shown."""
    PHRASE_NOT_FOUND = "phrase_not_found"
    CANNOT_TELL = "cannot_tell"
    """The language model found no answer in its excerpts."""
    UNSUPPORTED = "unsupported"
    """The language model wrote nothing that the articles support."""
    STOPPED = "stopped"
    """The user stopped the language model before it had written anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateGloss:
    """What a time such as "last week" in a quote means.

    ``published`` is the publication day of its article (ISO 8601), ``first`` the first day of the period that is meant,
    ``unit`` the length of that period (day, week, month, year); None if unknown.
    """

    words: str
    published: str | None = None
    first: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """How many outlets report the event that an answer is about (two or more), and the day of the ``first`` report.

    ``first`` is in ISO 8601; ``by`` is the outlet that was first, None if the times of publication do not show it.
    """

    outlets: int
    first: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """A summary of what supports an answer; rendered by ``answering.export.report``.

    ``quotes`` and ``facts`` count the citations of text and of fields of a source, ``articles`` the articles cited;
    ``newest`` is the publication day of the newest of them (None: undated). ``also`` are the outlets of their
    near-duplicates, ``sources`` is then the number of independent sources. ``age_days`` is the age of the newest
    article if the question asks for current news and the article is old. ``reported`` is who else reports the event.
    ``statements`` counts the checked statements of a written answer (else None), ``supported`` those of them that
    quotes support; ``chooser`` is the language model that chose the quotes or was asked to, ``dropped`` counts the
    numbers that it gave and no sentence has; the others are as in :class:`Written`. ``text`` is the footer of an answer
    that was stored before footers had fields; all others are empty then.
    """

    quotes: int = 0
    facts: int = 0
    articles: int = 0
    newest: str | None = None
    glosses: tuple[DateGloss, ...] = ()
    statements: int | None = None
    supported: int = 0
    invented: int = 0
    hidden: int = 0
    stopped: bool = False
    cut: bool = False
    also: tuple[str, ...] = ()
    sources: int = 0
    age_days: int | None = None
    reported: Reported | None = None
    chooser: str = ""
    dropped: int = 0
    halved: bool = False
    unusable: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as the user gets it. The lead sentence is the first of ``statements``.

    ``lead`` is in the program's own words; ``footer`` sums up what supports the answer, None if it neither quotes nor
    was written. ``refusal`` is the reason of an answer of the kinds "closest" and "refusal"; ``nearest`` are the
    closest words then. ``as_of`` is the publication day of the newest article quoted. ``evidence`` (0 to 1; higher:
    more likely that the articles answer the question) is None if nothing was searched. ``read_as`` is the question as
    it was answered, if that differs from ``question``. ``parts`` are the answers to several questions in one message;
    the statements and citations of the whole are then those of its parts, in order. ``scope`` is what the question was
    limited to, and ``searched`` the same in words; both are set on the whole answer, not on its parts. ``trace`` is
    None if nothing was looked up, and on a whole of several parts; ``written`` is None if no language model wrote.
    """

    question: str
    kind: Kind
    lead: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    refusal: RefusalReason | None = None
    nearest: tuple[Citation, ...] = ()
    mode: Mode = "quote"
    as_of: str | None = None
    footer: Footer | None = None
    suggestions: tuple[str, ...] = ()
    evidence: float | None = None
    read_as: str | None = None
    scope: Scope = EVERYTHING
    searched: str = ""
    trace: Trace | None = None
    written: Written | None = None
    parts: tuple["Answer", ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a conversation with a language model."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOffer:
    """A language model that can be asked; ``here``: it runs on this machine, so no text leaves it."""

    name: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question and its answer; a conversation is a sequence of turns, the oldest first."""

    question: str
    answer: Answer


KEPT_DAYS = 30
"""For how many days a removed article can be brought back."""


EditKind = Literal["added", "changed", "corrected", "removed"]
"""``changed``: a user has put another text in its place; ``corrected``: has set fields of its source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a user who had logged in did to an article: ``made`` is a time (UTC, ISO 8601), ``user`` a name."""

    kind: EditKind
    user: str
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedArticle:
    """An article that was removed and can be brought back.

    ``removed`` is a time (UTC, ISO 8601), ``removed_by`` a user's name; "": nobody had logged in.
    """

    id: str
    identity: str
    source: Source
    text: str
    removed: str
    removed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTurn:
    """A turn as it is stored. Without ``answer`` and without ``error`` (why it failed) it is still being answered.

    ``id`` is a random id, by which a shared library stores each turn once; "" in a library of one file.
    """

    question: str
    scope: Scope = EVERYTHING
    answer: Answer | None = None
    error: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A stored conversation, the oldest turn first."""

    id: str
    title: str
    turns: tuple[KeptTurn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEntry:
    """A conversation as a list shows it; ``changed`` is the time of its last question, in UTC, ISO 8601."""

    id: str
    title: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Bytes that are to be parsed and stored as articles. ``identity`` as in :class:`ArticleEntry`; None: the text's
    digest.

    ``name`` is shown to the user in messages, and is the title of a file that has no other. ``url`` is where the bytes
    were fetched from (None: not from the web), ``charset`` the encoding that the server named. ``first_line`` is the
    line number, in the whole file, at which this part of a collection begins. ``refreshes`` is the id of the article
    that it was fetched for; if that has been removed meanwhile, nothing is stored. ``origin`` is the format of the file
    that this material was extracted from, such as a book for one of its chapters (None: it is the file itself).
    """

    name: str
    data: bytes
    media: Media
    identity: str | None = None
    title: str | None = None
    url: str | None = None
    charset: str | None = None
    first_line: int = 1
    refreshes: str | None = None
    origin: Format | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageChange:
    """How many passages of an article were kept, added and removed."""

    kept: int = 0
    added: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of taking in one source. ``error`` says why it failed and what to do; ``of`` is a duplicate's
    original.

    ``again_after_s``: it failed for a reason that may pass, and can be tried again after so many seconds. ``note`` says
    what is missing from an article that was taken in. ``source`` is what was asked for: a file, an address, an id.
    """

    status: Status
    id: str | None
    title: str
    passages: PassageChange = PassageChange()
    error: str | None = None
    source: str | None = None
    of: str | None = None
    again_after_s: float | None = None
    note: str | None = None
    ended: bool = False
    """Its server says that the page or the feed is gone for good."""
