"""What is kept: one SQLite file, and the reader's verdicts beside it. All SQL lives in this room."""

from store.conversations import SqliteConversations
from store.jobs import SqliteJobs
from store.judged import JudgedItems
from store.library import SqliteLibrary

__all__ = ["JudgedItems", "SqliteConversations", "SqliteJobs", "SqliteLibrary"]
