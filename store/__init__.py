"""Storage: one SQLite file, users' feedback beside it, and PostgreSQL (store/postgres/). All SQL is in this package."""

from store.collected import SqliteCollections, SqliteNotes
from store.conversations import SqliteConversations
from store.feedback import FeedbackItems
from store.jobs import SqliteJobs
from store.library import SqliteLibrary
from store.questions import SqliteQuestions

__all__ = [
    "FeedbackItems",
    "SqliteCollections",
    "SqliteConversations",
    "SqliteJobs",
    "SqliteLibrary",
    "SqliteNotes",
    "SqliteQuestions",
]
