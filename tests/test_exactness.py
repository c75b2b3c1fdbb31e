"""Whatever the article, an answer holds nothing but the program's own phrases, the source's fields and exact slices."""

import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.pipeline import QuoteAnswerer
from domain.dates import spelled
from domain.limits import MAX_QUESTION_CHARS
from domain.reading import Calibration
from domain.values import Answer, Article, Scope
from reader.fakes import OverlapReader
from retriever.search import HybridSearch
from tests.asking import PHRASES, footer_of, material
from tests.making import Desk
from text.language_id import LANGUAGES

names = itertools.count()
READER = OverlapReader(Calibration())

printable = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
news = st.sampled_from(
    [
        "The harbour of Wexmouth closed on Monday.",
        "Last week the harbour closed, and last month the silt was deep.",
        "Why did it close?",
        "The likely answer is that the silt is deep.",
        "It cost $4.5 million (£3m)!",
        "But this is no longer the case.",
        "Ilsa Dorn gave two reasons.",
        "First, silt.",
        "Second, storms.",
        "By Jane Roe",
        "Jane Roe is a fellow of the Tide Institute",
        "日本の首相は東京で演説した。",
        "שלום עולם",
        "مرحبا بالعالم",
        "👩‍👩‍👧‍👦 waved 🏴‍☠️",
        "“No,” she said.",
        "“The harbour is a bowl of porridge,” said Olga {name} O’Hara.",
        "The mayor, Ilsa Dorn, said that silt had closed the harbour.",
        "## Silt",
        "{title} {} %s",
        "<script>",
        "e\u0301\u0323 na\u0308ive",
        "- one\n- two",
        "\0",
        "\r\n",
        "\n\n",
        "\u200b\ufeff",
    ]
)
texts = (
    st.lists(news | printable, min_size=1, max_size=12).map(" ".join).filter(lambda text: text.strip("\0 \r\n\ufeff"))
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "author": st.sampled_from(["Jane Roe", "A. {name} O’Hara"]),
        "outlet": st.sampled_from(["The Tide", "日本新聞"]),
        "published": st.sampled_from(["2025-10-06", "2024-02-29T10:00:00+01:00"]),
    },
)
questions = st.sampled_from(
    [
        "Why did the harbour close?",
        "Who closed it?",
        "How much did it cost?",
        "Who wrote it?",
        "Summarise it.",
        "What is it about?",
        "silt",
        "“the harbour”",
        "“jane's”",
        "Compare the articles",
        "How do the articles differ on silt?",
        "What do the articles say about Jane Roe?",
        "Who waved? Why did the harbour close?",
        "What did Quist say?",
        "When was it published?",
    ]
)


any_questions = st.lists(
    questions | news | printable | st.sampled_from(['"', "(", "NEAR(", "*", "a:b", "OR", "?"])
).map(lambda parts: " ".join(parts)[:MAX_QUESTION_CHARS])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("library"))
    yield made
    made.close()


def answered(
    desk: Desk, text: str, source: dict[str, str], question: str, threshold: float
) -> tuple[Article, Answer] | None:
    """The article as it was taken in, alone in the library, and the answer over it; None if it cannot be taken in."""
    for entry in desk.entries():
        desk.ingest.remove([entry.id])
    (outcome,) = desk.ingest.take_in([material(text, title=f"Story {next(names)}", **source)])
    if outcome.id is None:
        return None
    answerer = answerer_over(desk, threshold)
    with desk.library.snapshot() as snapshot:
        article = snapshot.article(outcome.id)
    return article, answerer(question, scope=Scope(within=frozenset({outcome.id})))


def answerer_over(desk: Desk, threshold: float = 0.0) -> QuoteAnswerer:
    """The real answerer with a small embedder and a small reader."""
    return QuoteAnswerer(
        library=desk.library,
        search=HybridSearch(desk.embedder, desk.index),
        embedder=desk.embedder,
        reader=READER,
        bundled_reader=READER,
        phrases=PHRASES,
        answer_threshold=threshold,
        aged_after_days=7,
    )


def stocked(desk: Desk) -> Desk:
    """The desk with a few articles."""
    harbour = "The mayor, Ilsa Dorn, said that silt had closed the harbour.\n\nIt cost $4.5 million (£3m)!"
    desk.take_in(
        material(f"The harbour of Wexmouth closed on Monday. {harbour}", title="Harbour", published="2025-10-06"),
        material("- one\n- two\n\nJane Roe waved. Why did it close? First, silt. Second, storms.", title="Silt"),
        material("日本の首相は東京で演説した。経済について話した。", title="日本新聞"),
    )
    return desk


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = stocked(Desk(tmp_path_factory.mktemp("stocked")))
    yield made
    made.close()


def assert_exact_quotes(desk: Desk, answer: Answer) -> None:
    """Every quote is a slice of its article, or a field of its source."""
    with desk.library.snapshot() as snapshot:
        for citation in (*answer.citations, *answer.nearest):
            article = snapshot.article(citation.article.id)
            if citation.field is not None:
                assert citation.quote == getattr(article.source, citation.field)
            else:
                assert article.text[citation.start : citation.end] == citation.quote != ""


@settings(max_examples=60)
@given(any_questions)
def test_any_question_has_an_answer_with_exact_quotes(library: Desk, question: str) -> None:
    assert_exact_quotes(library, answerer_over(library)(question))


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


OWN_WORDS = words_of(" ".join(re.sub(r"\{\w*\}", " ", PHRASES._phrases[name]) for name in PHRASES.names()))
"""The words of every phrase, its places left out."""


CALENDAR = words_of(" ".join(spelled(f"2025-{month:02}-01") for month in range(1, 13))) | set(
    map(str, range(2023, 2027))
)


def source_words(article: Article) -> set[str]:
    """The words of the fields, dates also as a reader writes them."""
    source = article.source
    given = [
        source.title,
        source.author,
        source.outlet,
        source.published,
        source.published and spelled(source.published),
    ]
    return words_of(" ".join(field for field in given if field))


@settings(max_examples=200)
@given(texts, fields, questions, st.sampled_from([0.0, 0.0, 0.0, 1.0]))
def test_every_quote_is_an_exact_slice_and_every_other_word_is_the_programs_or_the_sources(
    desk: Desk, text: str, source: dict[str, str], question: str, threshold: float
) -> None:
    found = answered(desk, text, source, question, threshold)
    if found is None:
        return
    article, answer = found

    by_number = {citation.number: citation for citation in answer.citations}
    assert list(by_number) == list(range(1, len(answer.citations) + 1))
    for citation in (*answer.citations, *answer.nearest):
        if citation.field is not None:
            assert citation.quote == getattr(article.source, citation.field)
            continue
        assert citation.start is not None
        assert article.text[citation.start : citation.end] == citation.quote != ""
        assert article.text[: citation.start].rstrip().endswith(citation.before)
        assert article.text[citation.end or 0 :].lstrip().startswith(citation.after)
    for statement in answer.statements:
        assert statement.text == " ".join(by_number[number].quote for number in statement.citations)
    for part in answer.parts or (answer,):
        own = OWN_WORDS | source_words(article) | {str(number) for number in range(32)}
        repeats_text = any(words in part.lead for words in ("gives as", "quoted", "as reported"))
        slices = words_of(article.text) if repeats_text else set()
        bylines = words_of("Jane Roe")
        repeats = part.refusal or part.lead.startswith(("What ", "“"))
        asked = words_of(question) if repeats else set()
        asked |= words_of(" ".join(LANGUAGES.values())) if part.refusal == "other_language" else set()
        assert words_of(part.lead) <= own | slices | bylines | asked
        foot, *glosses = footer_of(part).split(" · “")
        assert words_of(foot) <= own
        for gloss in glosses:
            stated, said = gloss.split("”", 1)
            assert stated in part.citations[0].quote
            assert words_of(said) <= own | CALENDAR


def test_the_words_above_are_told_apart() -> None:
    assert {"answer", "articles", "quote"} <= OWN_WORDS
    assert OWN_WORDS.isdisjoint({"wexmouth", "silt", "jane", "when_plain", "outlet_label"})
