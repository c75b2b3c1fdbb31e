"""What is kept: one SQLite file, and the reader's verdicts beside it. All SQL lives in this room."""

from store.conversations import SqliteConversations
from store.judged import JudgedItems
from store.library import SqliteLibrary

__all__ = ["JudgedItems", "SqliteConversations", "SqliteLibrary"]
