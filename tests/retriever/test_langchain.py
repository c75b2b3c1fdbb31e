"""The library as a LangChain retriever, also inside a chain."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough

from assembly import Services, build
from domain.values import Material, Scope
from settings import load

ROOT = Path(__file__).parents[2]
STORY = (
    "The bridge at Ostrava opened in May. It cost nine million euros, said the mayor, Ada Novak. 🙂 Nobody complained."
)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Services]:
    made = build(load(library=tmp_path / "library"))
    made.ingest.take_in(
        [
            Material(
                name="a", data=f"---\ntitle: The bridge\npublished: 2025-05-02\n---\n{STORY}".encode(), media="markdown"
            ),
            Material(name="b", data=b"A recipe for soup needs leeks, potatoes and an hour of patience.", media="text"),
        ]
    )
    yield made
    made.close()


def test_documents_are_exact_words_with_source_and_offsets(program: Services) -> None:
    best = program.ask.langchain_retriever(limit=1).invoke("What did the bridge cost?")

    assert len(best) == 1
    article = program.library.article(best[0].metadata["article_id"])
    assert best[0].page_content == article.text[best[0].metadata["start"] : best[0].metadata["end"]]
    assert "nine million euros" in best[0].page_content
    assert best[0].metadata["title"] == "The bridge"
    assert best[0].metadata["published"] == "2025-05-02"
    assert "url" not in best[0].metadata


def test_the_scope_is_kept(program: Services) -> None:
    bridge = next(entry.id for entry in program.library.entries() if entry.source.title == "The bridge")

    found = program.ask.langchain_retriever(scope=Scope(hidden=frozenset({bridge}))).invoke("What did the bridge cost?")

    assert found
    assert bridge not in {document.metadata["article_id"] for document in found}


def test_it_works_inside_a_chain(program: Services) -> None:
    retriever = program.ask.langchain_retriever(limit=2)
    prompt = ChatPromptTemplate.from_template("Answer {question} from {passages}")
    model = FakeListChatModel(responses=["Nine million euros."])
    chain = {"passages": retriever, "question": RunnablePassthrough()} | prompt | model | StrOutputParser()

    assert chain.invoke("What did the bridge cost?") == "Nine million euros."


def test_the_example_in_the_readme_runs(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    example = next(
        code for code in re.findall(r"```python\n(.+?)```", readme, re.DOTALL) if "langchain_retriever" in code
    )
    library = tmp_path / "library"
    with closing(build(load(library=library))) as stored:
        stored.ingest.take_in([Material(name="a", data=STORY.encode(), media="text")])

    done = subprocess.run(
        [sys.executable, "-c", example.replace('"library"', repr(str(library)))],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "bridge" in done.stdout
