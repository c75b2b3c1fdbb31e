"""The bodies of requests, validated before anything is done."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from answering.export.citing import CitationForm
from domain.collected import MAX_NOTE_CHARS
from domain.limits import MAX_ADDRESS_CHARS, MAX_DRAFT_CHARS, MAX_FIELD_CHARS, MAX_QUESTION_CHARS
from domain.values import Mode
from server.operations import MAX_HITS, Verified

MAX_IDS = 5_000
MAX_PARTS = 1_000


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScopedRequest(_Request):
    """A request that can be limited to some articles."""

    within: list[str] | None = Field(
        None, max_length=MAX_IDS, description="The only articles to search: their ids, or `collection:NAME`."
    )
    since: date | None = Field(None, description="Only articles published on that day or later.")
    until: date | None = Field(None, description="Only articles published on that day or earlier.")


class AskRequest(ScopedRequest):
    """A question."""

    question: str = Field(min_length=1, description=f"At most {MAX_QUESTION_CHARS:,} characters.")
    mode: Mode | None = Field(None, description="How it is answered; unset: written if a model is set, else quoted.")
    cite: CitationForm | None = Field(None, description="Add the answer's quotes in this form, as `cited`.")
    trace: bool = Field(False, description="Add what was found, with scores.")


class SearchRequest(ScopedRequest):
    """Words to search for."""

    query: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS)
    limit: int = Field(10, ge=1, le=MAX_HITS, description="Passages at most.")


class VerifyRequest(ScopedRequest):
    """A quotation, a statement or a draft to check; one of them."""

    quote: str | None = Field(None, min_length=1, max_length=MAX_QUESTION_CHARS)
    statement: str | None = Field(None, min_length=1, max_length=MAX_QUESTION_CHARS)
    draft: str | None = Field(None, min_length=1, description="A text with quotations and statements.")

    @model_validator(mode="after")
    def _is_one(self) -> "VerifyRequest":
        if sum(one is not None for one in (self.quote, self.statement, self.draft)) != 1:
            raise ValueError("send either a quote, a statement or a draft")
        return self

    @property
    def kind(self) -> Verified:
        """What is checked."""
        return "quotation" if self.quote is not None else "statement" if self.statement is not None else "draft"

    @property
    def text(self) -> str:
        """The words that are checked."""
        return self.quote or self.statement or self.draft or ""


class CheckRequest(ScopedRequest):
    """A draft to check."""

    text: str = Field(min_length=1, description=f"At most {MAX_DRAFT_CHARS:,} characters.")
    cite: CitationForm | None = Field(None, description="Add the words that were found in this form, as `cited`.")


class AddRequest(_Request):
    """An article as JSON: a url alone is fetched; html needs the url that it was found at; a text may have a title."""

    url: str | None = Field(None, max_length=MAX_ADDRESS_CHARS)
    html: str | None = Field(None, description="The page as the browser shows it.")
    text: str | None = None
    title: str | None = Field(None, max_length=MAX_FIELD_CHARS, description="Of a text.")

    @model_validator(mode="after")
    def _is_one(self) -> "AddRequest":
        if self.text is not None and (self.html is not None or self.url is not None):
            raise ValueError("send a text, or a page with its url, or a url")
        if self.text is None and self.url is None:
            raise ValueError("send a url, an html with its url, or a text")
        if self.title is not None and self.text is None:
            raise ValueError("a title goes with a text only; a page has its own")
        return self


def _id_of(value: Any) -> Any:
    return value.get("id") if isinstance(value, dict) else value


class CitedPart(_Request):
    """An article, or a quote of it from ``start`` to ``end``; a citation of an answer fits as it is."""

    model_config = ConfigDict(extra="ignore")

    article: Annotated[str, BeforeValidator(_id_of)] = Field(description="The id, or an object that has it.")
    start: int | None = Field(None, ge=0)
    end: int | None = Field(None, ge=0)


class CiteRequest(_Request):
    """What to cite, and how."""

    form: CitationForm
    items: list[CitedPart] = Field(min_length=1, max_length=MAX_PARTS)


class FollowRequest(_Request):
    """A feed to follow."""

    url: str = Field(min_length=1, max_length=MAX_ADDRESS_CHARS)


class CollectionRequest(_Request):
    """What to change in a collection; it is made when it is missing."""

    add: list[str] = Field([], max_length=MAX_IDS, description="Ids of articles to put in.")
    remove: list[str] = Field([], max_length=MAX_IDS, description="Ids of articles to take out; they stay.")
    name: str | None = Field(None, description="Another name for it.")
    shared: bool | None = Field(None, description="Whether everybody sees it who uses the library.")


class NoteRequest(_Request):
    """A note on an article, or a highlight of its characters from ``start`` to ``end``."""

    text: str = Field("", max_length=MAX_NOTE_CHARS)
    start: int | None = Field(None, ge=0)
    end: int | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _is_whole(self) -> "NoteRequest":
        if (self.start is None) != (self.end is None):
            raise ValueError("a highlight has a start and an end")
        return self

    @property
    def span(self) -> tuple[int, int] | None:
        """The characters of a highlight."""
        return None if self.start is None or self.end is None else (self.start, self.end)


class ChangedNoteRequest(_Request):
    """Another text of a note."""

    text: str = Field(max_length=MAX_NOTE_CHARS)


class PairingRequest(_Request):
    """A code that Dateline's page shows."""

    code: str = Field(min_length=1, max_length=40)


class QuestionRequest(_Request):
    """A question to ask of every article that comes in from now on."""

    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS)


class SeenRequest(_Request):
    """Up to when what is new has been seen."""

    until: str = Field(description="`made` of the digest.")
