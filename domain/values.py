"""What flows through the two stories. Every value is frozen; a stage makes new ones."""

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
"""How bytes are read. ``jsonl`` is a collection, ``line`` one article of it, ``links`` a page's to further ones.
``list`` is a reading list that another program has exported.

``mbox`` is a collection of e-mails (``eml``); an ``epub`` becomes a collection of its chapters.
"""
Role = Literal["system", "user", "assistant"]
"""Who speaks to a language model: the program, the reader, or the model itself before."""
Verdict = Literal["good", "bad"]
"""What a reader says of an answer: it answers, or it does not; of a refusal: it is right, or it is not."""

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
"""What the text of an article was made from; ``scan``: pictures of pages, by OCR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an article comes from, as the article itself says it.

    A field is None only if the world did not say. Dates stand as they were printed, in ISO 8601: a
    day (``2025-11-03``) or a time with its offset; never the time of fetching.

    ``format`` and ``extractor`` say what the text was made from and by which library ("pypdfium2 5.3.0"; None: by
    Dateline alone), both None for an article from before that was kept. They are no part of what an article says:
    sources that differ in them only are equal.
    """

    title: str
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    format: Format | None = field(default=None, compare=False)
    extractor: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What has become of the place where an article was published, as far as quotes from it have to say so.

    ``withdrawn`` are the first words of a notice that stands there instead of the article; ``replaced`` is the day
    (UTC, ISO 8601) since when another text has stood there. None: nothing of the kind is known.
    """

    withdrawn: str | None = None
    replaced: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. ``id`` comes from its identity and is stable across runs; ``digest`` is the SHA-256 of ``text``.

    ``findings`` are what in the text is made for machines, ``language`` and ``spans`` its language and sentences, as
    they are kept with it (see domain.derived.Derived); None: it has not been examined yet.
    ``read_at`` is when the library's text was made (UTC, ISO 8601; None: not known); ``suggestion`` as in
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

    ``identity`` is what the article is known by ("file:/a/b.txt", "url:https://…", "upload:b.txt",
    "text:<digest>"). ``duplicate_of`` names the article whose text this one repeats; such an article is
    kept but not searched. ``passages`` and ``words`` count. ``gone``: no longer where it came from. ``changed`` is when
    the library's text of it was replaced (UTC, ISO 8601; None: it never was), ``added`` when it came in (None: before
    that was noted). ``story`` is a label that articles of one story in nearly the same words share.
    ``suggestion`` is a question that the article answers by the reader (None: none is known, or it has not been read).
    ``findings`` as in :class:`Article`.
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
    """A run of words in a comparison of two texts; "skipped" stands for words that are the same, and has no text."""

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
    """A passage that was found; a higher score is better, its scale is named by whoever made it.

    ``window`` is the slice of the article (start, end) to read it in: the passage and its more promising neighbour.
    ``ranks`` says at which place (from 1) each ranking had the passage.
    """

    passage: Passage
    score: float
    window: tuple[int, int]
    ranks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search found, best first.

    ``articles`` ranks article ids; ``hits`` ranks passages; ``similarity`` is the cosine of the best
    dense passage (-1 to 1; 0 if there is none). ``rankings`` keeps each part's own list for ``--trace``:
    name -> (passage or article id, score), best first.
    """

    articles: tuple[str, ...]
    hits: tuple[Hit, ...]
    similarity: float
    rankings: Mapping[str, tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which articles a question may see: every field narrows it, and none of them is set by default.

    ``within`` names articles by id (None: any). ``since`` and ``until`` are days of publication ("2025-11-03"), both
    included; an article that does not say its day is in no range. ``hidden`` are left out in any case, and what
    repeats their text with them.
    """

    within: frozenset[str] | None = None
    since: str | None = None
    until: str | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def dated(self) -> bool:
        """Whether only a range of days is to be seen; ``domain.scope.select`` turns that into ids."""
        return self.since is not None or self.until is not None

    def __contains__(self, article_id: object) -> bool:
        """Whether an article's id is within; raises ValueError for a scope that cannot be told by ids."""
        within, hidden = self.ids()
        return article_id not in hidden and (within is None or article_id in within)

    def ids(self) -> tuple[frozenset[str] | None, frozenset[str]]:
        """Return the ids within (None: any) and those hidden; raises ValueError for a scope with dates."""
        if self.dated:
            raise ValueError("a scope with dates has to be selected from the library's entries first")
        return self.within, self.hidden


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionContext:
    """What came before a question in a conversation.

    ``read`` is the question with those before it; ``said`` are the words last answered with, "" if there were none.
    ``stands``: the question is self-contained and read as it is; what came before only counts a little in the search.
    """

    read: str
    said: str = ""
    stands: bool = False


def read_as(question: str, context: QuestionContext | None) -> str:
    """Return the question as it is read: with those before it where it depends on them."""
    return context.read if context and not context.stands else question


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedArticle:
    """The article behind a citation, as it stood when it was cited."""

    id: str
    source: Source
    digest: str
    standing: Standing = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The exact words that a statement rests on: ``article.text[start:end] == quote``.

    For a fact of the source ("by Jane Roe") ``field`` names the field of :class:`Source`, ``quote`` is its
    value, and ``start`` and ``end`` are None. ``before`` and ``after`` are the article's words right in front
    of the quote and right behind it (with nothing but white space between) that a reader needs to
    understand it; empty where it stands by itself. ``also`` names the outlets (else the titles) of other articles that
    tell the same story in nearly the same words.
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
    """Given by an earlier version of the program, whose words are the detail."""


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
    """One sentence of an answer and the numbers of the citations that carry it.

    ``item`` marks a member of an enumeration (shown as a list); ``attribution`` is the program's own words
    in front of this statement alone, such as an outlet and a date where two articles disagree. A statement that a model
    wrote and no article supports is unsupported and has no citation; ``reasons`` say why.
    """

    text: str
    citations: tuple[int, ...]
    support: Support
    item: bool = False
    attribution: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedSentence:
    """A sentence that was weighed as an answer; a higher score is better."""

    article: str
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How a question was looked up: the first places of each ranking, and the evidence against what an answer needs.

    ``rankings`` as in :class:`SearchResult`; ``titles`` names every article in them. ``evidence`` and ``threshold``
    lie between 0 and 1; ``missing`` are names and numbers of the question that no article searched has.
    ``rewriting`` is what a language model wrote before; None: none was asked.
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
    """Tokens of requests to a language model as its server counts them; 0 where it does not say."""

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
    """What a language model made of a question for the search, and what that took.

    ``question`` is a context-dependent one as it stands by itself, "" if there is none that may be searched for;
    ``searches`` are searched for besides, up to three. ``failed``: the model failed or was too slow, and the search
    went on without it.
    """

    question: str = ""
    searches: tuple[str, ...] = ()
    usage: Usage = Usage()
    seconds: float = 0.0
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How an answer was written: by which ``model``, its ``reply`` word for word, and what was done to it.

    ``invented`` counts citation markers, or chosen numbers, that led nowhere and were removed, ``hidden`` statements
    that a setting left out. ``stopped``: the user ended it; ``cut``: it had become too long. ``usage`` adds up all
    requests for the answer. ``halved``: the model could not read all that it was given, and was given half. Where it
    chose the quotes, ``sentences`` counts those that it was given, and ``unusable`` says that its replies could not be
    read, so that the bundled reader decided.
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
    """A name or number of the question stands in no article searched."""
    NOT_CLEAR = "not_clear"
    """The articles come near an answer; the closest words are shown."""
    NOT_FOUND = "not_found"
    OTHER_LANGUAGE = "other_language"
    NOT_JUDGED = "not_judged"
    """The articles are in a language that the reader does not know; the closest passages are shown."""
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

    ``published`` is the day of its article (ISO 8601), ``first`` the first day that can be meant, to the precision
    ``unit`` (day, week, month, year); None where unknown.
    """

    words: str
    published: str | None = None
    first: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """How many outlets report the event that an answer is about, two at least, and on which day (ISO 8601) the first.

    ``by`` is the outlet that was first, None where the times of publication do not tell.
    """

    outlets: int
    first: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What an answer rests on; rendered by ``answering.export.report``.

    ``quotes`` and ``facts`` count the citations of text and of fields of a source, ``articles`` the articles cited;
    ``newest`` is the publication day of the newest of them (None: undated). ``also`` names other outlets with the same
    reports, ``sources`` is then the number of independent ones. ``age_days`` is the age of the newest article where the
    question sounds current and the article is old. ``reported`` is who else reports the event.
    Of a written answer ``statements`` counts those that were checked (else None) and ``supported`` those found in the
    quotes; ``chooser`` names the language model that chose the quotes
    or was asked to, ``dropped`` counts its numbers of no sentence; the others are as in :class:`Written`. ``text`` is
    the footer of an answer stored before footers were values; all else is empty then.
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
    """What the reader gets. The core statement comes first.

    ``lead`` is in the program's own words; ``footer`` is what the answer rests on, None where it neither
    quotes nor was written. ``refusal`` is the reason of the kinds closest and refusal; ``nearest`` holds the closest
    words then.
    ``as_of`` is the publication day of the newest article quoted. ``evidence`` (0 to 1, higher: the articles
    hold an answer) is None where nothing was searched. ``parts`` holds one answer for each of several
    questions in one; the statements and citations of the whole are then those of its parts, in order. ``scope`` is
    what the question was limited to, and ``searched`` says so in words; both are of the whole answer, not of parts.
    ``trace`` is None where nothing was looked up, and of the whole of several parts; ``written`` where no model wrote.
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
    """What is said to a language model."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOffer:
    """A language model that can be asked; ``here``: on this very machine, so that nothing leaves it."""

    name: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One exchange; a conversation is a sequence of these, oldest first."""

    question: str
    answer: Answer


KEPT_DAYS = 30
"""So long a removed article can be brought back."""


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
    """One exchange as it was kept. Without ``answer`` and ``error`` (why it failed) it is still open.

    ``id`` is what it was given when it was asked; "" in libraries from before, and where one file holds the library.
    """

    question: str
    scope: Scope = EVERYTHING
    answer: Answer | None = None
    error: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation that is kept, oldest turn first."""

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
    """Bytes on their way in. ``identity`` as in :class:`ArticleEntry`, or None: by the digest of the text.

    ``name`` is what the reader knows it by, for messages and for a file's title of last resort. ``url`` is where
    it was fetched from (None: not from the web), ``charset`` the encoding that the server named. Of a part of a
    collection ``first_line`` is the number of its first line in the whole. ``refreshes`` is the id of the article that
    it was fetched for; if that has been removed meanwhile, nothing is taken in. ``origin`` is the format of what was
    turned into this material, such as a book into its chapters (None: it came as it is).
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
    """What became of one source. ``error`` says why it failed and what to do; ``of`` is a duplicate's original.

    ``again_after_s``: it failed for a reason that may pass, and can be tried again after so many seconds. ``note`` says
    what is missing from an article that was taken in.
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
