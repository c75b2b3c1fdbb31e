"""Put articles where they belong once they are in the library: into collections, with the notes that came along."""

from collections.abc import Callable

from domain.collected import CollectionBook, Filing, NoteBook
from domain.quotation_marks import in_quotation_marks
from domain.writing import WritableLibrary


class Filer:
    """Files an article. Doing it again changes nothing."""

    def __init__(
        self,
        *,
        library: WritableLibrary,
        collections: Callable[[str], CollectionBook],
        notes: Callable[[str], NoteBook],
    ) -> None:
        """Let ``collections`` and ``notes`` return those of a user."""
        self._library = library
        self._collections = collections
        self._notes = notes

    def __call__(self, article_id: str, filing: Filing) -> None:
        """Add an article of the library to the collections, and the notes to it.

        A note on words that the article has becomes a highlight of them; else the note cites them. Raises
        UnknownArticle, CollectionError, NoteError.
        """
        collections, notes = self._collections(filing.reader), self._notes(filing.reader)
        for name in filing.names:
            collections.add(name, [article_id], added=filing.added)
        if not filing.notes:
            return
        with self._library.snapshot() as snapshot:
            text = snapshot.article(article_id).text
        for quote, note in filing.notes:
            start = text.find(quote) if quote else -1
            if start >= 0:
                notes.add(article_id, note, span=(start, start + len(quote)), made=filing.added)
            else:
                notes.add(article_id, f"{in_quotation_marks(quote)}\n{note}" if quote else note, made=filing.added)
