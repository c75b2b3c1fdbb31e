"""Questions and articles in awkward spellings: signs of query languages, and figures in other typography."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from answering.export.pack import Pack, as_markdown, blocks
from assembly import Services
from domain.links import link_to_words
from domain.values import Answer, Footer, Statement, Turn
from tests.asking import PHRASES, article, assert_exact, cite, material

Over = Callable[..., Services]

RATE = (
    "The toll stays at 7\u202f%, director Ines‑Maud Kerr said on Friday. „Wir bleiben dabei“, she added in German, "
    "«pas avant l’hiver» in French.\n\nTraffic rose by 3.6\u00a0percent in June\u2009—\u2009the most since 2019.\n\n"
    "The road’s owners were not of one mind: two of seven wanted 0.75\u00a0points less."
)


@pytest.fixture
def toll(over: Over) -> Services:
    return over(material(RATE, title="Toll stays", published="2026-06-05"))


@pytest.mark.parametrize(
    "phrase",
    [
        '"Ines-Maud Kerr"',
        '"the road\'s owners"',
        "„Wir bleiben dabei“",
        "«pas avant l'hiver»",
        '"7 %"',
        '"3.6 percent in June"',
        "“0.75 points”",
    ],
)
def test_typography_is_folded_where_a_phrase_is_looked_for(toll: Services, phrase: str) -> None:
    answer = toll.ask.quote(phrase)

    assert_exact(answer, toll)
    assert "stands once" in answer.lead, answer.lead


@pytest.mark.parametrize("phrase", ['"36 percent"', '"3.6 points"', '"6 %"', '"75 points"'])
def test_digits_are_never_folded(toll: Services, phrase: str) -> None:
    answer = toll.ask.quote(phrase)

    assert (answer.kind, answer.refusal) == ("refusal", "phrase_not_found")


ORDER = (
    "The Rowing Club's and Sailors' Guild of Orr ordered thirty oars under number DOCK-204417.\n\n"
    'Clause 41.207 of the contract lets it send back oars that split. "Near or not, we want them by August," said '
    "its head, M.-L. O'Farrell.\n\nThe C# program that prints the labels was written by B&W Lind in the 1980s."
)


@pytest.fixture
def order(over: Over) -> Services:
    return over(material(ORDER, title="Order DOCK-204417", published="2026-05-04"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("DOCK-204417", "DOCK-204417"),
        ("What did the Rowing Club's and Sailors' Guild order?", "thirty oars"),
        ("What does clause 41.207 say?", "split"),
        ("Who is O'Farrell?", "its head"),
        ("Who wrote the C# program?", "B&W Lind"),
        ("oars* OR title:labels NEAR(contract, 5) ^split", "oars"),
    ],
)
def test_signs_of_a_query_language_are_words(order: Services, question: str, words: str) -> None:
    answer = order.ask.quote(question)

    assert_exact(answer, order)
    quotes = [*answer.citations, *answer.nearest]
    assert any(words in f"{one.before} {one.quote} {one.after}" for one in quotes), [one.quote for one in quotes]


@pytest.mark.parametrize(
    "question", ['near NOT "August" AND (', '"', "*", "-oars", "{}", 'a" OR "b', "NOT", "^", "a:b:c(("]
)
def test_no_question_is_a_malformed_query(order: Services, question: str) -> None:
    answer = order.ask.quote(question)

    assert answer.kind in ("answer", "closest", "refusal", "talk")


AWKWARD = [
    '"Side–by‑side, 90% or none," said P&D chief Mi-Ra Ohm (57), "that\'s our 4-3-2 rule: row, rest, row."',
    "The boat came twice. The boat came twice.",
    "A formula, x\u00a0<\u00a0y, and an address, https://p.example/?q=1&r=2#s, end it, in Q\u00a02.",
]
PAGE = "https://p.example/tables?row=(2)"


@pytest.mark.parametrize("sentence", [AWKWARD[0], AWKWARD[2]])
def test_a_link_to_awkward_words_decodes_to_them(sentence: str) -> None:
    text = "\n".join(AWKWARD)
    start = text.index(sentence)

    link = link_to_words(PAGE, text, start, start + len(sentence))

    page, _, directive = str(link).partition("#:~:text=")
    assert page == PAGE
    assert not set(directive) & set("-,& <>\"'()#")
    assert unquote(directive) == " ".join(sentence.split())


def test_of_two_equal_sentences_each_has_a_link_of_its_own() -> None:
    text = "\n".join(AWKWARD)
    sentence = "The boat came twice."
    first = text.index(sentence)
    second = text.index(sentence, first + 1)

    links = [str(link_to_words(PAGE, text, start, start + len(sentence))) for start in (first, second)]

    directives = [link.partition("#:~:text=")[2].split(",") for link in links]
    assert [unquote(part) for part in directives[0]] == [sentence, f"-{sentence}"]
    assert [unquote(part) for part in directives[1]] == [f"{sentence}-", sentence]


def test_an_address_with_brackets_stays_whole_in_markdown() -> None:
    from markdown_it import MarkdownIt

    of = article("\n".join(AWKWARD), url=PAGE)
    quote = AWKWARD[0]
    answer = Answer(
        question="What is the rule?",
        kind="answer",
        lead="It says:",
        statements=(Statement(text=quote, citations=(1,), support="verbatim"),),
        citations=(cite(1, of=of, quote=quote),),
        footer=Footer(quotes=1, articles=1),
    )
    pack = Pack(
        title="Rule",
        turns=(Turn(question="What is the rule?", answer=answer),),
        made="2026-01-02",
        version="0",
        settings={},
    )

    tokens = MarkdownIt().parse(as_markdown(blocks(PHRASES, pack)))

    links = [child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"]
    opened = [unquote(str(link)) for link in links if ":~:text=" in str(link)]
    assert opened == [f"{PAGE}#:~:text={' '.join(quote.split())}"]
