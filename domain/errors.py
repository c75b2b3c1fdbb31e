"""Errors that a reader may see.

DatelineError
+-- SettingError        a setting that cannot be used
+-- SourceError         something that cannot be read or taken in as an article
+-- UnknownArticle      an article that is not in the library
+-- UnknownConversation a conversation that is not kept
+-- LibraryError        the library on disk cannot be used
|   +-- LibraryBusy     another process is writing
|   +-- IndexMismatch   the vector index was made by another embedder or layout
|   +-- IndexFailed     the vector index did not answer
+-- EmbedderError       the embedding model cannot be loaded
+-- InexactQuote        a quote that is not word for word what the article says
+-- PromptError         a file of prompts/ is missing or has other placeholders than the code
"""


class DatelineError(Exception):
    """Shown to the reader as it is: says what happened; ``hint`` says what to do."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.args[0]} {self.hint}"


class SettingError(DatelineError):
    """A setting that cannot be used."""


class SourceError(DatelineError):
    """Something that cannot be read or taken in as an article."""


class UnknownArticle(DatelineError):
    """An article that is not in the library (any more)."""


class UnknownConversation(DatelineError):
    """A conversation that is not kept (any more)."""


class LibraryError(DatelineError):
    """The library on disk cannot be used."""


class LibraryBusy(LibraryError):
    """Another process has been writing for longer than we wait."""


class IndexMismatch(LibraryError):
    """The vector index was made by another embedder, dimension or layout."""


class IndexFailed(LibraryError):
    """The vector index did not answer."""


class EmbedderError(DatelineError):
    """The embedding model cannot be loaded."""


class PromptError(DatelineError):
    """A file of prompts/ is missing, or has other placeholders than the code fills."""


class InexactQuote(DatelineError):
    """A quote that is not word for word what the article says: an error in the program, and never shown."""
