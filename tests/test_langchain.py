"""The library as a LangChain retriever, also inside a chain."""

import re
import subprocess
import sys
from pathlib import Path

from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough

from assembly import Services, build
from domain.values import Material, Scope
from settings import load

ROOT = Path(__file__).parent.parent
STORY = (
    "The bridge at Ostrava opened in May. It cost nine million euros, said the mayor, Ada Novak. 🙂 Nobody complained."
)


def program(folder: Path) -> Services:
    made = build(load(library=folder / "library"))
    made.ingest.take_in(
        [
            Material(
                name="a", data=f"---\ntitle: The bridge\npublished: 2025-05-02\n---\n{STORY}".encode(), media="markdown"
            ),
            Material(name="b", data=b"A recipe for soup needs leeks, potatoes and an hour of patience.", media="text"),
        ]
    )
    return made


def test_documents_are_exact_words_with_source_and_offsets(tmp_path: Path) -> None:
    made = program(tmp_path)

    best = made.ask.langchain_retriever(limit=1).invoke("What did the bridge cost?")

    assert len(best) == 1
    article = made.library.article(best[0].metadata["article_id"])
    assert best[0].page_content == article.text[best[0].metadata["start"] : best[0].metadata["end"]]
    assert "nine million euros" in best[0].page_content
    assert best[0].metadata["title"] == "The bridge"
    assert best[0].metadata["published"] == "2025-05-02"
    assert "url" not in best[0].metadata


def test_the_scope_is_kept(tmp_path: Path) -> None:
    made = program(tmp_path)
    bridge = next(entry.id for entry in made.library.entries() if entry.source.title == "The bridge")

    found = made.ask.langchain_retriever(scope=Scope(hidden=frozenset({bridge}))).invoke("What did the bridge cost?")

    assert found
    assert bridge not in {document.metadata["article_id"] for document in found}


def test_it_works_inside_a_chain(tmp_path: Path) -> None:
    retriever = program(tmp_path).ask.langchain_retriever(limit=2)
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
    build(load(library=library)).ingest.take_in([Material(name="a", data=STORY.encode(), media="text")])

    done = subprocess.run(
        [sys.executable, "-c", example.replace('"library"', repr(str(library)))],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "bridge" in done.stdout
