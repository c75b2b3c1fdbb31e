"""Which messages are no look-up, and which only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.routes import Route, Routed, route, split_questions

ROUTED: tuple[tuple[Route, str], ...] = (
    ("nothing", ""),
    ("nothing", " \n "),
    ("nothing", "?!…"),
    ("greeting", "hi"),
    ("greeting", "Hello!"),
    ("greeting", "hey there"),
    ("greeting", "Good morning, everyone."),
    ("greeting", "HELLO DATELINE"),
    ("greeting", "How are you?"),
    ("greeting", "hi, how are you?"),
    ("thanks", "thanks"),
    ("thanks", "Thank you very much!"),
    ("thanks", "ok, thanks a lot"),
    ("thanks", "Thanks for your help"),
    ("thanks", "Great!"),
    ("farewell", "bye"),
    ("farewell", "Good night."),
    ("farewell", "Goodbye!"),
    ("abilities", "help"),
    ("abilities", "What can you do?"),
    ("abilities", "what can you do for me"),
    ("abilities", "Who are you?"),
    ("abilities", "How does this work?"),
    ("abilities", "What can I ask you?"),
    ("abilities", "what can i ask here?"),
    ("articles", "what articles do you have?"),
    ("articles", "Which articles are there?"),
    ("articles", "What articles are in the library?"),
    ("articles", "list the articles"),
    ("articles", "Show me all my articles, please"),
    ("articles", "list articles"),
    ("articles", "How many articles do you have?"),
    ("articles", "What's in your library?"),
    ("articles", "What articles can I ask about?"),
    ("articles", "what articles have you read?"),
    ("author", "Who wrote the article?"),
    ("author", "who wrote this"),
    ("author", "Who is the author?"),
    ("author", "Who's the author of this article?"),
    ("author", "who is it by?"),
    ("author", "Who wrote “Harbour closes”?"),
    ("author", 'Who wrote the article "Harbour closes"?'),
    ("author", "Could you tell me who wrote this column?"),
    ("author", "Who is the author of “Harbour closes”?"),
    ("author", "Who were the authors of the articles?"),
    ("published", "When was it published?"),
    ("published", "When was this article written?"),
    ("published", "How old is the article?"),
    ("published", "When was “Harbour closes” published?"),
    ("published", "What is the date of the article?"),
    ("published", "When did this article appear?"),
    ("outlet", "Where was the article published?"),
    ("outlet", "who published it?"),
    ("outlet", "Which newspaper published this?"),
    ("outlet", "Which newspaper is it from?"),
    ("outlet", "What outlet is this from?"),
    ("about", "What is it about?"),
    ("about", "What's the article about?"),
    ("about", "What is “Harbour closes” about?"),
    ("about", "what are the articles about"),
    ("about", "What does the article say?"),
    ("about", "What is the main point of the article?"),
    ("about", "what's this about?"),
    ("summary", "Summarise it."),
    ("summary", "summarize the article please"),
    ("summary", "Can you sum it up for me?"),
    ("summary", "Give me a short summary of the article"),
    ("summary", "tl;dr"),
    ("summary", "summary"),
    ("summary", "Please summarise “Harbour closes” in three sentences."),
    ("summary", "write a summary of the article"),
    ("out_of_scope", "Write a poem about the harbour"),
    ("out_of_scope", "tell me a joke"),
    ("out_of_scope", "Translate the article into French"),
    ("out_of_scope", "Can you draw me a ship?"),
    ("out_of_scope", "could you please write a haiku on silt?"),
    ("out_of_scope", "Calculate 12 * 7"),
    ("out_of_scope", "Tell me a story about the sea."),
    ("out_of_scope", "write me an email to the mayor"),
)

LOOK_ALIKES = (
    "Who wrote the letter?",
    "Who wrote to the mayor?",
    "Who wrote it down?",
    "Who wrote this letter to the minister?",
    "Who wrote that the harbour was closed?",
    "Who wrote the song “Silt”?",
    "Who is the author of the report on silt?",
    "Who is the author of the bill?",
    "Who was the writer that the jury praised?",
    "Who is the journalist that was arrested?",
    "Who published the leaked cables?",
    "Who published the report?",
    "When was the report published?",
    "When was the letter written?",
    "When was the law published?",
    "How old is the harbour?",
    "How old is Ilsa Dorn?",
    "How old is it thought to be?",
    "When did it close?",
    "What is the date of the hearing?",
    "Where was the treaty signed?",
    "Where was it found?",
    "Which newspaper did Dorn work for?",
    "Which paper did she sign?",
    "What is the letter about?",
    "What is the dispute about?",
    "What is the quarrel in the article about?",
    "What did the mayor say about it?",
    "What does the article say about silt?",
    "What does it cost?",
    "What does it say on the plaque?",
    "What is the main reason?",
    "What is the main point of the treaty?",
    "What is the subject of the trial?",
    "Which articles of the treaty were broken?",
    "What articles of clothing were found?",
    "Which articles mention silt?",
    "What articles do you have about silt?",
    "List the ships that were lost",
    "Name the ships",
    "Show me what the mayor said",
    "How many articles does the constitution have?",
    "What documents did the police find?",
    "What documents are in the vault?",
    "What sources did the reporter have?",
    "What files are there on the mayor?",
    "Help for farmers",
    "What can I do about silt?",
    "What can you do with silt?",
    "Who are you if the harbour closes?",
    "Thanks to whom was the harbour saved?",
    "Good morning Wexmouth: who presents it?",
    "Hello Wexmouth is the name of what?",
    "How are you affected by the strike?",
    "How does it work underwater?",
    "How does this law work?",
    "Give the summary judgment",
    "What was in the summary of the inquiry?",
    "Summarise what the mayor said about silt",
    "Draw: who won it?",
    "Drawings were found where?",
    "Writers went on strike: why?",
    "Programme cuts",
    "Generate revenue: how does the harbour do it?",
    "Create jobs: who promised to?",
    "Calculated risk: who spoke of it?",
    "Code of conduct",
    "Program costs",
    "Solve the housing crisis: who promised it?",
    "Paint prices",
    "When did the comet appear?",
    "What paper is the boat made from?",
    "Sum it spent on silt",
    "Great Belt bridge",
    "Nice attack",
    "Cool Hand Luke",
    "Goodbye Lenin",
    "Bye-election in Wexmouth",
    "silt",
    "Why?",
)


@pytest.mark.parametrize(("where", "message"), ROUTED)
def test_a_message_that_is_no_look_up_is_routed(where: Route, message: str) -> None:
    assert route(message).route == where


@pytest.mark.parametrize("message", LOOK_ALIKES)
def test_a_look_alike_goes_to_search(message: str) -> None:
    assert route(message) == Routed(route="search")


@pytest.mark.parametrize(("where", "message"), [row for row in ROUTED if row[0] != "nothing" and "lease" not in row[1]])
@pytest.mark.parametrize("dress", ["  {}  ", "{}, please?", "{}\n"])
def test_a_please_and_white_space_change_no_route(where: Route, message: str, dress: str) -> None:
    assert route(dress.format(message.rstrip(" .?!"))).route == where


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("Who wrote “Harbour closes”?", "Harbour closes"),
        ('What is "Harbour closes" about?', "Harbour closes"),
        ("Summarise “Why wait?”", "Why wait?"),
        ("When was the article called “Silt: a history” published?", "Silt: a history"),
        ("Who wrote it?", None),
    ],
)
def test_a_title_in_quotation_marks_is_kept(message: str, title: str | None) -> None:
    assert route(message).title == title


@given(st.text())
def test_whatever_is_typed_goes_somewhere(message: str) -> None:
    routed = route(message)

    assert routed.title is None or routed.title in message
    assert (routed.route == "nothing") <= (not any(character.isalnum() for character in message))


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("Who won? Why?", ["Who won?", "Why?"]),
        ("Who closed the harbour?\nWhen did it open?", ["Who closed the harbour?", "When did it open?"]),
        ("Who closed the harbour and when did it open?", ["Who closed the harbour?", "when did it open?"]),
        ("who paid for it, and how much was it", ["who paid for it?", "how much was it?"]),
        ("Who won? Who lost? Why?", ["Who won?", "Who lost?", "Why?"]),
    ],
)
def test_several_questions_are_told_apart(message: str, questions: list[str]) -> None:
    assert split_questions(message) == questions


@pytest.mark.parametrize(
    "message",
    [
        "Who closed the harbour?",
        "The harbour is shut. Why?",
        "Is it true that the harbour closed? I read so.",
        "What did Ilsa Dorn and Olav Reeve say?",
        "What happened when the harbour closed and who cares",
        "He asked who paid and when?",
        "Why and when did it close?",
        "silt and salt",
        "",
        "Who said “Why? Because!”?",
    ],
)
def test_one_question_stays_whole(message: str) -> None:
    assert split_questions(message) == [message]


@given(st.text())
def test_splitting_loses_no_words(message: str) -> None:
    words = [word.strip("?") for part in split_questions(message) for word in part.split()]

    assert set(filter(None, words)) <= {word.strip("?") for word in message.split()} | {""}
