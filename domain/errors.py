"""Errors that a user may see.

DatelineError
+-- SettingError        a setting that cannot be used
+-- SourceError         something that cannot be read or taken in as an article
|   +-- PicturesOnly    a PDF whose pages are images, or whose fonts do not say which letters they draw
|   +-- TryLater        something on the web that cannot be had just now
|   +-- GoneForGood     something on the web that will not come back
+-- QuestionTooLong     a question of more characters than are read
+-- TooManyQuestions    more questions at once than are answered
+-- DraftTooLong        a draft of more characters than are checked
+-- UnknownArticle      an article that is not in the library
+-- UnknownConversation a conversation that is not kept
+-- UnknownJob          a job that is not stored
+-- CollectionError     a collection that cannot be made or changed so
|   +-- UnknownCollection a collection that is not there, or not shown to this user
+-- UnknownQuestion     a standing question that is not asked
+-- UnknownEvent        an article of no event
+-- NoteError           a note that cannot be stored so
|   +-- UnknownNote     a note that is not there
+-- LibraryError        the library on disk cannot be used
|   +-- LibraryBusy     another process is writing
|   |   +-- LibraryAway the server that holds the library cannot be reached
|   +-- IndexMismatch   the vector index was made by another embedder or layout
|   +-- IndexFailed     the vector index did not answer
|   |   +-- IndexBroken its files are there and cannot be searched
+-- EmbedderError       the embedding model cannot be loaded
+-- ReaderError         a model that reads passages or judges statements cannot be loaded
+-- ModelError          the language model that writes answers failed
|   +-- ModelMissing    no model is set, or the package of its provider is not installed
|   +-- WrongKey        there is no key, or the provider does not take it
|   +-- UnknownModel    the provider does not know this model
|   +-- ModelUnreachable the provider's server did not answer
|   +-- ModelBusy       too many requests, or a quota that is used up
|   +-- ModelTooSlow    nothing came for longer than we wait
|   +-- ContextOverflow more was sent than the model reads at once
+-- PackError           an evidence pack that cannot be written
+-- Stopping            this process is being stopped
+-- InexactQuote        a quote that is not word for word what the article says
+-- PromptError         a file of prompts/ is missing or has other placeholders than the code
"""


class DatelineError(Exception):
    """Base class of the program's errors, shown to the user: the message says what happened, ``hint`` what to do."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.args[0]} {self.hint}"


class SettingError(DatelineError):
    """A setting that cannot be used."""


class SourceError(DatelineError):
    """Something that cannot be read or taken in as an article."""


class PicturesOnly(SourceError):
    """A PDF whose pages are pictures, or whose fonts draw letters without saying which; OCR can read it."""


class TryLater(SourceError):
    """Something on the web that cannot be fetched now. ``after_s``: for how many seconds the server asks to wait."""

    def __init__(self, message: str, *, hint: str, after_s: float = 0.0) -> None:
        super().__init__(message, hint=hint)
        self.after_s = after_s


class GoneForGood(SourceError):
    """Something that its server says will not come back (410)."""


class QuestionTooLong(DatelineError):
    """A question of more characters than are read."""


class TooManyQuestions(DatelineError):
    """More questions at once than are answered."""


class DraftTooLong(DatelineError):
    """A draft of more characters than are checked."""


class UnknownArticle(DatelineError):
    """An article that is not in the library (any more)."""


class UnknownConversation(DatelineError):
    """A conversation that is not kept (any more)."""


class UnknownJob(DatelineError):
    """A job that is not stored (any more)."""


class CollectionError(DatelineError):
    """A collection that cannot be made or changed so."""


class UnknownCollection(CollectionError):
    """A collection that is not there (any more), or is private to another user."""


class UnknownQuestion(DatelineError):
    """A standing question that is not asked (any more), or is another user's."""


class UnknownEvent(DatelineError):
    """No other article is about the event of an article."""


class NoteError(DatelineError):
    """A note that cannot be stored so."""


class UnknownNote(NoteError):
    """A note that is not there (any more), or is another user's."""


class LibraryError(DatelineError):
    """The library on disk cannot be used."""


class LibraryBusy(LibraryError):
    """Another process has been writing for longer than we wait."""


class LibraryAway(LibraryBusy):
    """The server that holds the library cannot be reached just now."""


class IndexMismatch(LibraryError):
    """The vector index was made by another embedder, dimension or layout."""


class IndexFailed(LibraryError):
    """The vector index did not answer."""


class IndexBroken(IndexFailed):
    """The files of the vector index are there, and it cannot be searched: it has to be rebuilt."""


class EmbedderError(DatelineError):
    """The embedding model cannot be loaded."""


class ReaderError(DatelineError):
    """A model that reads passages or judges statements cannot be loaded, or its calibration cannot be read."""


class Stopping(DatelineError):
    """This process is being stopped and begins nothing more; what it leaves undone, the next one does."""

    def __init__(self) -> None:
        super().__init__("Dateline is being stopped.", hint="Start it again.")


class PromptError(DatelineError):
    """A file of prompts/ is missing, or has other placeholders than the code fills."""


class ModelError(DatelineError):
    """The language model that writes answers failed."""


class ModelMissing(ModelError):
    """No model is set, or the package of its provider is not installed."""


class WrongKey(ModelError):
    """There is no key for the provider, or it does not take it."""


class UnknownModel(ModelError):
    """The provider does not know this model, or the model's name does not say of which provider it is."""


class ModelUnreachable(ModelError):
    """The server of the model did not answer."""


class ModelBusy(ModelError):
    """The provider takes no more requests for now, or a quota is used up."""


class ModelTooSlow(ModelError):
    """Nothing came from the model for longer than we wait."""


class ContextOverflow(ModelError):
    """More was sent than the model reads at once."""


class PackError(DatelineError):
    """An evidence pack cannot be written where it should be."""


class InexactQuote(DatelineError):
    """A quote that is not word for word what the article says: an error in the program, and never shown."""
