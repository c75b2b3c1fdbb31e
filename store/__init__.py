"""What is kept: one SQLite file, and the reader's verdicts beside it. All SQL lives in this room."""

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
