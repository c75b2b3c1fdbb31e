"""What the tests of answering share: an article in one line, and the real program over a few of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from answering.checking.checker import Checker
from answering.export.report import footer_text
from answering.phrases import ANSWER, CHOOSE, REWRITE, Phrases, load_phrases, load_prompt
from answering.quoting.candidates import Candidate
from answering.writing.choose import Chooser, Choosing
from answering.writing.query_rewriting import Rewriter
from answering.writing.write import Writer, Writing
from assembly import Services, build
from domain.protocols import ChatModel, Embedder
from domain.reading import Reader
from domain.values import EVERYTHING, Answer, Article, Citation, CitedArticle, Material, Scope, Source, Statement, Turn
from ingest.identity import digest_of
from reader.load import load_reader
from services.parts import PROMPTS
from settings import load
from tests.sandbox import shared_sandboxes
from text.sentences import sentences

PHRASES: Phrases = load_phrases(PROMPTS, "quote.md", "talk.md", "pack.md", "write.md")


def article(text: str, *, name: str = "a1", title: str = "Harbour closes", **fields: Any) -> Article:
    """An article outside any library."""
    return Article(id=name, source=Source(title=title, **fields), text=text, digest=digest_of(text))  # type: ignore[arg-type]


def material(text: str, *, title: str = "Harbour closes", **fields: str) -> Material:
    """A Markdown file with that front matter; one title is one article."""
    front = "".join(f'{field}: "{value}"\n' for field, value in {"title": title, **fields}.items())
    data = f"---\n{front}---\n{text}".encode()
    return Material(name=f"{title}.md", data=data, media="markdown", identity=f"upload:{title}")


def open_program(folder: Path, embedder: Embedder, *materials: Material, **settings: object) -> Services:
    """The real program, with the models that are loaded already, over a library of these."""
    program = build(
        load(library=folder, **settings), embedder=embedder, bundled_reader=bundled_reader(), sandbox=shared_sandboxes()
    )
    outcomes = program.ingest.take_in(materials)
    assert [outcome.status for outcome in outcomes if outcome.error] == []
    return program


def rewriter(limit_s: float = 0.0) -> Rewriter:
    """Return what rewrites questions: only context-dependent ones, unless there is a limit."""
    return Rewriter(prompt=load_prompt(PROMPTS / "rewrite.md", REWRITE), limit_s=limit_s)


def writing(program: Services, model: ChatModel, **changes: Any) -> Callable[..., Answer]:
    """What has this model write over the program's library."""
    parts = Writing(
        model=model,
        check=checker(),
        phrases=PHRASES,
        answering=load_prompt(PROMPTS / "answer.md", ANSWER),
        choosing=load_prompt(PROMPTS / "choose.md", CHOOSE),
        rewriter=rewriter(),
        budget_tokens=2000,
        patience_s=30,
        hide_unsupported=False,
    )

    def ask(question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING, **more: Any) -> Answer:
        writer = Writer(replace(parts, **changes), **more)
        return program.parts.answerer()(question, turns, scope=scope, composer=writer)

    return ask


def choosing(program: Services, model: ChatModel, **changes: Any) -> Callable[..., Answer]:
    """What has this model choose quotes from the program's library."""
    parts = Choosing(
        model=model,
        phrases=PHRASES,
        prompt=load_prompt(PROMPTS / "choose.md", CHOOSE),
        rewriter=rewriter(),
        max_tokens=1000,
        patience_s=30,
    )

    def ask(question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING, **more: Any) -> Answer:
        chooser = Chooser(replace(parts, **changes), **more)
        return program.parts.answerer()(question, turns, scope=scope, composer=chooser)

    return ask


@cache
def checker() -> Checker:
    """The shipped checker of statements, loaded once."""
    return Checker(bundled_reader(), bundled_reader())


@cache
def bundled_reader() -> Reader:
    """The bundled reader, loaded once in a process."""
    return load_reader("bundled", load().cache)


def never_alike(one: Candidate, other: Candidate) -> float:
    """Return the cosine of sentences that are about different things."""
    return 0.0


def candidates_of(*articles: Article) -> list[Candidate]:
    """Return every sentence of the articles, in order."""
    return [
        Candidate(article=one, everything=everything, sentence=sentence)
        for one in articles
        for everything in [sentences(one.text)]
        for sentence in everything
    ]


def cite(number: int, *, of: Article, quote: str) -> Citation:
    """A citation of words that stand in the article."""
    start = of.text.index(quote)
    return Citation(number=number, quote=quote, start=start, end=start + len(quote), article=cited(of))


def cited(one: Article) -> CitedArticle:
    return CitedArticle(id=one.id, source=one.source, digest=one.digest)


def texts(statements: Sequence[Statement]) -> list[str]:
    return [statement.text for statement in statements]


def shown(answer: Answer) -> str:
    """All the program's or a model's own words that a reader sees of an answer."""
    return " ".join([answer.lead, footer_of(answer), *texts(answer.statements)])


def footer_of(answer: Answer) -> str:
    """The footer as it is shown."""
    return footer_text(PHRASES, answer.footer)


def assert_exact(answer: Answer, program: Services) -> None:
    """Every quote, and the words around it, stand in the article at the very place; numbers are 1, 2, 3 in order."""
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    used = [number for statement in answer.statements for number in statement.citations]
    assert sorted(set(used)) == [citation.number for citation in answer.citations]
    for citation in (*answer.citations, *answer.nearest):
        text = program.library.article(citation.article.id).text
        if citation.field is not None:
            assert (citation.start, citation.end) == (None, None)
            assert getattr(citation.article.source, citation.field) == citation.quote
            continue
        assert citation.start is not None
        assert citation.end is not None
        assert text[citation.start : citation.end] == citation.quote != ""
        assert text[: citation.start].rstrip().endswith(citation.before)
        assert text[citation.end :].lstrip().startswith(citation.after)
