"""Every sentence and label of the page itself. What answers, errors and outcomes say comes with them."""

from domain.values import EditKind, Format

NAME = "Dateline"
TAGLINE = "Answers in the words of your articles"

# The welcome
WELCOME_TITLE = "What do your articles say?"
WELCOME_TEXT = "Ask a question. The answer is quoted word for word, and every mark opens the article at those words."
EMPTY_TITLE = "Add your first article"
EMPTY_TEXT = (
    "Open “Add articles” in the sidebar and drop in a file, name an address, or paste a text. "
    "Then ask about it here: every answer is quoted word for word."
)
SUGGESTIONS = "Questions to start with"

# While the server is away
AWAY = (
    "Dateline's server does not answer. You can go on reading; what you send is kept and goes out when it is back. "
    "If it was stopped, start it again."
)

# The conversations that are kept
CONVERSATIONS = "Conversations"
NEW_CONVERSATION = "New conversation"
FIND_CONVERSATION = "Find a conversation"
NO_CONVERSATION = "No conversation matches"
ALL_CONVERSATIONS = "Show all {count}"
TODAY = "Today"
YESTERDAY = "Yesterday"
RENAME = "Rename {title}"
CONVERSATION_TITLE = "Title of the conversation"
SAVE_TITLE = "Save"
DELETE = "Delete {title}"
CONFIRM_DELETE = "Delete “{title}” for good?"
DELETE_YES = "Delete"
UNKNOWN_TITLE = "There is no such conversation"
UNKNOWN_TEXT = "It may have been deleted, or the address is not whole. Ask a question to begin a new one."
AWAY_TITLE = "This conversation cannot be opened at the moment"
AWAY_TEXT = (
    "The library's database cannot be reached. It opens here as soon as that is back; a question that you ask meanwhile"
    " begins another conversation."
)
TURNS_ELSEWHERE = "The last turns of this conversation are on another page. They come back when that one runs again."
INTERRUPTED = "This question was interrupted before its answer was there."
INTERRUPTED_AFTER = "The answer was interrupted. What had been written, and was not checked yet: “{text}”"
ASK_IT_AGAIN = "Ask it again."
ASK_AGAIN = "Ask again"
CHANGED_SINCE = "An article quoted here has changed since, or has been removed. The quotes stand as they were."

# The conversation
CONVERSATION = "Conversation"
ASK = "Ask about your articles"
QUESTION_LENGTH = "{count} of {most} characters"
SEND = "Send"
STOP = "Stop"
STOPPED = "This question was stopped before its answer was there."
SENDING = "Sending your question…"
SERVER_AWAY = "Dateline does not answer. Your question is kept here and sent as soon as it does."
YOUR_QUESTION = "You asked:"
FOLLOW_UPS = "Ask next"
READ_AS = "Read with what was said before: {question}"
ASK_ALONE = "Ask on its own"
NEAREST = "The nearest words, not an answer"
NOT_FOUND = "Not in your articles"
NO_ARTICLES = "No articles yet"
CLOSEST = "No clear answer"
FAILED = "That did not work"
UNSUPPORTED = "not found in the articles"
CARD_PARTING = " · "
ALSO_IN = "also in {names}"
CUT = "…"
OPEN_SOURCE = "Open source {number}: {title}"
LOADING = "Getting ready. You can ask already; the first answer comes as soon as the search is loaded."
LOADING_FAILED = "What the search needs could not be loaded. The next question says why."
WRITING_SOON = "Looking through the articles, then asking the model…"
READING_PART = "The model is reading part {number} of {count} of the articles…"
WRITING = "The model is writing. What it says is checked as soon as it is done…"
QUOTE_INSTEAD = "Take the quoted answer instead"
SEARCHING = "Looking through the articles…"
WAITING_FOR_FIRST = "Your question is kept. It is answered as soon as the first article is in the library…"
WAITING_FOR_LOADING = "Your question is kept. It is answered as soon as the search is loaded…"

# The keyboard
SHORTCUTS = "Keyboard shortcuts"
SHORTCUTS_CLOSE = "Close"
SHORTCUTS_LIST = (
    ("/", "To the question box"),
    ("Enter", "Send the question"),
    ("Shift Enter", "A new line in the question"),
    ("↑", "In the empty box: the last question, to edit"),
    ("a", "To the newest answer; Tab leads on to its marks"),
    ("Tab", "On to the next mark, card or button"),
    ("Enter", "On a mark or a card: open the article at the words"),
    ("n", "In the article: to the next quote"),
    ("p", "In the article: to the quote before"),
    ("f", "In the article: find words"),
    ("Esc", "Close what was opened last"),
    ("?", "This list"),
)

# How answers are made
MODE = "Answers are"
MODE_QUOTE = "Quoted"
MODE_CHOOSE = "Quotes chosen by {model}"
MODE_WRITE = "Written by {model}"
LEAVES_NOTHING = "Answers in the articles' own words. Nothing leaves this machine."
LEAVES_NOT = "{model} runs on this machine: nothing leaves it. Each statement is checked against the articles."
LEAVES = (
    "Each question that the articles may answer, excerpts of them, and the last turns where it needs them are sent to "
    "the provider of {model}. Each statement is checked against the articles."
)
CHOOSING_LEAVES_NOT = "{model} runs on this machine: nothing leaves it. It chooses; the words are the articles' own."
CHOOSING_LEAVES = (
    "Each question, sentences of the articles, and the last turns where it needs them are sent to the provider of "
    "{model}. "
    "It chooses; the words are the articles' own."
)
TOKENS = "Tokens read and written by {model}, as it reports them: {read} and {written}"
REWRITTEN = "Searches that the model wrote ({seconds} s, {read} tokens read, {written} written): {searches}"
REWRITTEN_NONE = "none that may be searched for"
REWRITTEN_FAILED = "none, it failed or was too slow"
TOKENS_TOTAL = "This conversation so far: {read} tokens read by models, {written} written."
RAW_REPLY = "What {model} replied, word for word"

# What is searched
SCOPE_ALL = "Searching all articles"
SCOPE_ONE = "Searching “{title}” only"
SCOPE_MANY = "Searching {count} articles"
SCOPE_SINCE = ", since {since}"
SCOPE_UNTIL = ", until {until}"
SCOPE_BETWEEN = ", {since} to {until}"
SCOPE_WITHIN = "Only these articles"
SCOPE_ANY = "All articles"
SCOPE_GROUP = "Add a whole collection or outlet"
SCOPE_GROUP_NONE = "Collections and outlets"
SCOPE_COLLECTION = "Collection {name} ({count})"
SCOPE_OUTLET = "Outlet {name} ({count})"
SCOPE_FROM = "Published from"
SCOPE_TO = "Published until"
SCOPE_UNDATED = "A range of days leaves out articles without a date."
SCOPE_CLEAR = "Search all articles"
SCOPE_GONE = "an article that is no longer in the library"
SCOPE_ELSEWHERE = "Search all articles for this"
NOT_SEARCHED = "Not in the articles searched"
ONLY_THIS = "Ask about this article only"
NOT_ONLY_THIS = "Ask about all articles"

# Other programs
API_NOT_SERVED = "Not served: DATELINE_API is not set."
PROGRAMS = "Other programs"
PROGRAMS_ABOUT = (
    "A token lets another program use this library. Start the interface for programs with python -m server, or beside"
    " this page with make run API=yes."
)
EXTENSION = "Browser extension"
EXTENSION_ABOUT = (
    "It adds the page that you see with one click, also behind a login. Unpack the download, open chrome://extensions,"
    " switch on “Developer mode”, choose “Load unpacked” and name the folder. Then make a code and type it into the"
    " extension's options: it is exchanged for a token that may only add."
)
EXTENSION_DOWNLOAD = "Download the extension"
CODE_MAKE = "Make a code"
CODE_ONCE = "The code is valid once, and for {minutes} minutes. Address: {address}"
TOKEN_NAME = "What it is for"
TOKEN_RIGHT = "What it may do"
TOKEN_RIGHTS = {"read": "search, ask and read", "add": "only add articles", "all": "everything"}
TOKEN_MAKE = "Make a token"
TOKEN_ONCE = "Copy it now: it is shown this once only."
TOKEN_LINE = "{name}: may {right}; made {day}"
TOKEN_REVOKE = "Revoke"

# Notes on an article
NOTES = "Your notes"
NOTE = "A note on this article; words that you select in it first are highlighted"
NOTE_ON = "On: “{words}”"
ELSEWHERE = "Also reported by"
ELSEWHERE_ASK = "Where else is this reported?"
ELSEWHERE_NONE = "No other article of the library is about this event."
ELSEWHERE_SAME = "“{words}”: this is also said here."
ELSEWHERE_NEAREST = "“{words}”: no other article was found that says this. What comes nearest:"
ELSEWHERE_NOTHING = "“{words}”: nothing like it was found in any other article."
NOTE_ASK = "Ask about these words"
NOTE_KEEP = "Keep the note"
NOTE_DELETE = "Delete the note"

# What is new
FEED_FAILING = "Failing since {since}: {reason}"
EVENTS = "Events"
EVENTS_WHAT = "What several articles are about, in whatever words; the newest first."
EVENTS_NONE = "No two articles are about one event."
EVENT_OUTLET = "1 outlet"
EVENT_OUTLETS = "{count} outlets"
EVENT_FIRST = "Reported by {outlets}, first on {day} by {first}"
EVENT_ORDER_UNKNOWN = "Reported by {outlets}, first on {day}, order not known"
EVENT_DISAGREE = "They disagree:"
EVENT_QUOTE = "{quote} ({source})"
DIGEST = "What is new"
DIGEST_MAKING = "Looking through what is new"
DIGEST_SINCE = "Since {since}"
DIGEST_SEEN = "I have seen all this"
DIGEST_AGAIN = "Look again"
DIGEST_HTML = "Save as HTML"
DIGEST_ATOM = "Save as Atom feed"
DIGEST_NOTHING = "Nothing new since then."
DIGEST_FAILED = "Could not be looked at"
DIGEST_FAILURE = "{name}: since {since}: {reason}"
DIGEST_STOPPED = " It is not looked at again."
DIGEST_REMOVED = "removed since from the library"
DIGEST_MORE = "and {count} more; the saved file has them all"
DIGEST_CHANGED = " (changed)"
NO_OUTLET = "Without an outlet"
STANDING_QUESTIONS = "Questions asked of new articles"
STANDING_QUESTION = "Another question"
KEEP_ASKING = "Keep asking this"
KEPT_ASKING = "Asked of new articles from now on; answers are under “What is new”"
STOP_ASKING = "Stop"

# Collections
COLLECTIONS = "Collections"
OTHER_COLLECTIONS = "Other collections"
COLLECTION_LINE = "{name} ({count})"
COLLECTION_SHARED = "Everybody who uses this library sees it"
SHARE_COLLECTION = "Show it to everybody"
UNSHARE_COLLECTION = "Show it to me only"
DELETE_COLLECTION = "Delete it; its articles stay"
KEEP_AS = "Name of a collection"
KEEP_BUTTON = "Keep these articles as a collection"

# Reading lists
LIST_IGNORED = "A list of {service} is being taken in: {count} articles. Not used of it: {ignored}."

# Under an answer
HOW_FOUND = "How this was found"
EVIDENCE_ENOUGH = "Evidence that the articles hold an answer: {evidence} of 1. An answer needs {threshold}: enough."
EVIDENCE_SHORT = "Evidence that the articles hold an answer: {evidence} of 1. An answer needs {threshold}: too little."
EVIDENCE_MISSING = "In none of the articles searched: {words}."
RANKINGS = {
    "dense": "Passages nearest in meaning (1: the same)",
    "keyword": "Passages with the question's words (higher: rarer words, more often)",
    "keyword articles": "Whole articles with the question's words",
    "dense, read as": "The same for the question with those before it",
    "keyword, read as": "Passages with the words of the question and of those before it",
    "keyword articles, read as": "Whole articles with these words",
    "dense, said before": "Passages nearest in meaning to the words last answered with",
    "keyword, said before": "Passages with words of that answer",
    "keyword articles, said before": "Whole articles with words of that answer",
    "fused articles": "These rankings together, newer articles a little ahead",
} | {
    f"{kind}, search {number}": f"{name} of the model's search {number}"
    for number in (1, 2, 3)
    for kind, name in (
        ("dense", "Passages nearest in meaning to the words"),
        ("keyword", "Passages with words"),
        ("keyword articles", "Whole articles with words"),
    )
}
RANKED_PASSAGE = "{title}, passage {number}"
RANKED_SENTENCES = "Sentences, by how well each would answer"
RANKED_NONE = "Nothing was found this way."
ANSWERS = "This answers it"
ANSWERS_NOT = "This does not answer"
RIGHTLY_REFUSED = "Rightly refused"
WRONGLY_REFUSED = "The articles do answer this"
VERDICT_REASON = "Why? (optional)"
VERDICT_WHICH = "Which of these words answer it?"
VERDICT_NONE = "None of these"
VERDICT_KEEP = "Keep"
VERDICT_CANCEL = "Cancel"
VERDICT_KEPT = "Noted: {verdict}. Kept in the library's folder “judged”."

# Taking an answer along
COPY_ANSWER = "Copy with sources"
COPIED_ANSWER = "Copied with its sources"
COPY_MARKDOWN = "Copy as Markdown"
SAVE = "Save with evidence"
SAVE_THIS = "This answer"
SAVE_ALL = "The whole conversation"
SAVE_HTML = "Page to print (HTML)"
SAVE_MARKDOWN = "Markdown"
SAVE_RIS = "Quotes to cite (RIS)"
SAVE_BIBTEX = "BibTeX"
EDIT = "Edit and ask again"

# The open article
READER = "Article"
CLOSE = "Close article"
ORIGINAL = "Open the original"
ORIGINAL_WORDS = "Open the original at these words"
LINK_HERE = "Link to this in Dateline"
QUOTE_BEFORE = "Quote before"
QUOTE_AFTER = "Next quote"
QUOTE_OF = "Quote {place} of {count}"
FIND_HERE = "Find in this article"
FOUND_HERE = "{place} of {count}"
FOUND_NOTHING = "Not found"
COPY = "Copy quote with source"
COPIED = "Copied"
QUOTATION = "{quote} — {source}"
COPY_FAILED = "Copying was refused by the browser"
CHANGED = "This article has changed since it was quoted, and these words are no longer in it:"
AS_QUOTED = "This is the article as it was when it was quoted. It has changed since."
SHOW_NOW = "Show as it is now"
CHANGED_ELSEWHERE = "This article has changed since it was quoted; these words still stand in it."
GONE = "This article is no longer in the library. It was quoted with these words:"
GONE_UNQUOTED = "This article is no longer in the library."
UNDATED = "undated"

# The library
LIBRARY = "Articles"
LIBRARY_LIST = "Articles in the library"
FIND = "Find an article"
FOUND_OF = "{found} of {count}"
NO_MATCH = "No article matches"
MORE = "and {count} more"
ADD = "Add articles"
UPLOAD_TAB = "Files"
PASTE_TAB = "Paste"
LINK_TAB = "Link"
LINK = "Address of an article or a feed"
LINK_HINT = "https://"
LINK_BUTTON = "Fetch this article"
REFRESH = "Look for changes in all"
REFRESH_HELP = "Asks where the articles and feeds came from what has become of them"
UPLOAD = "Text, web pages, PDF, Word, OpenDocument, e-mails, books, JSON Lines, reading lists, feeds (OPML)"
PASTE_TEXT = "Text of the article"
PASTE_TITLE = "Title (if the text has none)"
PASTE_BUTTON = "Add this text"
PASTE_NAME = "pasted text"
OPEN_ARTICLE = "Open {title}"
REMOVE = "Remove {title}"
CONFIRM_REMOVE = "Remove this article?"
REMOVE_YES = "Remove"
REMOVE_NO = "Keep"
DISMISS = "Close this list"
RESULTS = "What came of it"
WORKING = "{verb} {name}"
WORKING_MANY = "{verb} {name} ({place} of {total})"
NEXT = "…"
ADDING = "Adding"
LOOKING_AT = "Looking at"
RECOGNISING = "Recognising"
RECOGNISED = "read from a picture (OCR): letters may be wrong"
REMOVING = "Removing"
CORRECTING = "Correcting"
WAITING = "Tries again at {time}"
STOP_JOB = "Stop"
NOTHING_TO_DO = "Nothing to look at: no article came from an address or a file."
SHOW_CHANGES = "Show what changed"
HIDE_CHANGES = "Hide what changed"
NO_CHANGES = "The words are the same as before."
WORDS_ADDED = "added:"
WORDS_REMOVED = "removed:"
WORDS_SAME = "unchanged words left out"
ONE_PASSAGE = "1 passage"
PASSAGES = "{count} passages"
MADE_FOR_MACHINES = "made for machines"
FOUND_IN_IT = "In this article: {what} (“{words}”). It is data here, and changes nothing."
TRICKS = {
    "instructions": "orders to a language model",
    "turn": "a made-up turn of a conversation",
    "fence": "a made-up end of the article",
    "marks": "made-up marks of sources",
    "hidden": "text that cannot be seen",
    "address": "a picture or link for a program to print",
    "posing": "words that pose as another article",
}
NOT_EXAMINED = "not examined"
STANDING = " ({standing})"
GONE_THERE = "gone where it came from"
SAME_TEXT_AS = "same text as “{title}”"
STATUS = {
    "new": "New",
    "updated": "Updated",
    "unchanged": "Unchanged",
    "duplicate": "Duplicate",
    "gone": "Gone",
    "removed": "Removed",
    "failed": "Failed",
}
KEPT = "{count} kept"
ADDED = "{count} added"
REMOVED = "{count} removed"

# Sharing
NOT_SHARED = "This page would be open to other machines (server.address is {address}), and nobody has said that it may."
NOT_SHARED_HINT = (
    "Set DATELINE_SHARED=yes if everybody who reaches this machine may read, add and remove articles; "
    "else start it with --server.address localhost."
)
HOSTS_NOT_SHARED = "DATELINE_HOSTS names other names for a page that is not shared."
HOSTS_NOT_SHARED_HINT = "Set DATELINE_SHARED=yes too, or leave DATELINE_HOSTS out."
SECRETS_UNREADABLE = "The login is not set up: secrets.toml cannot be read."
LOGIN_MISSING = "A login is required (DATELINE_LOGIN), and none is set up."
LOGIN_MISSING_HINT = "Put a section [auth] into .streamlit/secrets.toml, as README.md shows."
AUTH_MISSING = "There is a secrets.toml without a section [auth], so nobody would have to log in to this shared page."
AUTH_MISSING_HINT = "Write the section as README.md shows; set DATELINE_LOGIN=none if there is to be no login."
LOGIN_LOST = "Readers had to log in when this page was started, and now no login is set up."
UPLOAD_REFUSED = "Log in before you upload a file."
UPLOAD_ELSEWHERE = (
    "A file was refused: it belongs to a page that is not open in this process. Where several pages share one address, "
    "each user has to stay with one of them, as the cookie line of deploy/haproxy.cfg sees to."
)
SERVED_AT = "Dateline: {address} (Ctrl+C ends it)"
SERVED_FOR = "Other machines reach it by the names of DATELINE_HOSTS: {names}"
SERVED_FOR_NOBODY = "No other machine reaches it: DATELINE_HOSTS names no name."
REMOVED_LATELY = "Removed in the last {days} days"
REMOVED_LINE = "{title}: removed on {day}{by}"
REMOVED_BY = " by {name}"
BRING_BACK = "Bring back"
EDITORS_ONLY = "Only editors add, correct and remove articles here; DATELINE_EDITORS names them."
ADMINISTRATORS_ONLY = "Only administrators make tokens for other programs here; DATELINE_ADMINISTRATORS names them."
LOG_IN_FIRST = "Log in to see the articles and your conversations."
LOG_IN = "Log in"
LOG_OUT = "Log out"

# The page of the library
SHELF = "Library"
TO_SHELF = "Library"
TO_CHAT = "Back to the conversation"
SHELF_EMPTY = "No articles yet. Add the first one above."
COLUMNS = {"title": "Title", "source": "Source", "published": "Published", "added": "Added", "state": "Status"}
STATES = {
    "": "All articles",
    "changed": "Changed",
    "gone": "Gone where they came from",
    "duplicate": "Duplicates",
    "copies": "Same story in several",
}
KEPT_STATE = "in the library"
CHANGED_ON = "changed {date}"
MOMENT = "{day}, {time}"
ARTICLES_COUNT = "{count} articles"
WORDS_COUNT = "{count} words"
SHOW_MORE = "Show {count} more"
REFRESH_ONE = "Look for changes"
DETAILS_OF = "Details of {title}"
SHELF_LABELS = {
    "table": "Articles in the library",
    "find": "Find an article",
    "state": "Show",
    "sort": "Sort by",
    "refresh_all": "Look for changes in all",
    "correct": "Correct",
    "correcting": "Correct what the article says of itself",
    "title": "Title",
    "outlet": "Outlet",
    "author": "Author",
    "published": "Published (such as 2025-11-03)",
    "updated": "Updated (such as 2025-11-04)",
    "save": "Save",
    "cancel": "Cancel",
    "remove": "Remove",
    "confirm": "Remove this article?",
    "yes": "Remove",
    "no": "Keep",
    "feeds": "Feeds that are followed",
    "unfollow": "Unfollow",
    "came_from": "Came from",
}

# The page that checks a draft
DRAFT = "Check a draft"
DRAFT_INTRO = (
    "Paste what you or a model wrote. Each quotation and each statement is compared with your articles, and every "
    "finding opens the article at the words."
)
DRAFT_TEXT = "The draft: correct it and check again"
DRAFT_PASTE = "Text of the draft"
DRAFT_UPLOAD = "Or a file: text, Markdown, Word, OpenDocument, web page, PDF"
DRAFT_CHECK = "Check"
DRAFT_DELETE = "Delete this draft"
DRAFT_PRIVATE = "The draft stays in the memory of this page: it is not stored, and gone when the page is closed."
DRAFT_KEEP = "Keep this draft"
DRAFT_KEPT = "The draft is kept in the library, for you alone, until you delete it."
DRAFT_NEW = "Another draft"
DRAFTS_KEPT = "Drafts that are kept"
DRAFT_READING = "Reading the draft…"
DRAFT_PROGRESS = "{done} of {total} checked…"
DRAFT_FETCHING = "Taking the article in; then the draft is checked again…"
DRAFT_STOPPED = "Stopped: the rest was not checked."
DRAFT_TYPES = {"quotation": "Quotation", "statement": "Statement"}
DRAFT_DECIDED = {
    "code": "Compared word by word",
    "reader": "Judged by the bundled reader",
    "model": "Judged by a language model",
}
DRAFT_JUDGE = "Statements are judged"
DRAFT_JUDGE_NONE = "By the bundled reader"
DRAFT_JUDGE_MODEL = "By the reader, what it leaves open by {model}"
DRAFT_LEAVES_NOTHING = "Nothing leaves this machine."
DRAFT_LEAVES_NOT = "{model} runs on this machine: nothing leaves it. What it decides is marked so."
DRAFT_LEAVES = (
    "Each statement that the reader finds no support for is sent to the provider of {model}, with the sentence before "
    "it where it depends on that and the nearest sentences of the articles. What it decides is marked so."
)
DRAFT_OPEN = "Open {title} at these words"
DRAFT_WORD = "Word, with comments"
DRAFT_HTML = "Web page"
DRAFT_MARKDOWN = "Markdown"
DRAFT_JSON = "JSON"
DRAFT_FILE = "checked-draft"
DRAFT_LABELS = {
    "text": "The draft",
    "finding": "Finding",
    "filters": "Show only",
    "previous": "Previous finding",
    "next": "Next finding",
    "place": "{place} of {count}",
    "keys": "n and p lead to the next and the previous finding, Enter opens the article.",
    "none": "Nothing to show.",
    "stop": "Stop",
    "yours": "Your draft",
    "theirs": "The article",
    "open": "Open the article",
    "missing": "The draft names this address, and its article is not in the library:",
    "fetch": "Take it in and check again",
    "aside": "Put aside",
    "aside_reason": "Why? Such as: own interview",
    "aside_keep": "Put aside",
    "aside_cancel": "Cancel",
    "aside_is": "Put aside: {reason}",
    "aside_back": "Take back",
}

# Errors
LOG_NOT_KEPT = "Not kept with the conversation: %s"
UNEXPECTED = "Something went wrong inside Dateline. Try again; the terminal that runs it shows the details."

# Dates
READ_FROM = "Text read from {format}"
READ_WITH = " with {extractor}"
EDITS: dict[EditKind, str] = {
    "added": "Added by {user}, {date}",
    "changed": "Text replaced by {user}, {date}",
    "corrected": "Corrected by {user}, {date}",
    "removed": "Removed by {user}, {date}",
}
FORMATS: dict[Format, str] = {
    "text": "a text file",
    "markdown": "a Markdown file",
    "html": "a web page",
    "mhtml": "a saved web page (MHTML)",
    "pdf": "a PDF",
    "docx": "a Word file",
    "odt": "an OpenDocument text",
    "eml": "an e-mail",
    "epub": "a book",
    "jsonl": "a collection (JSON Lines)",
    "scan": "pictures of pages (OCR)",
}
UPDATED_ON = "updated {date}"
