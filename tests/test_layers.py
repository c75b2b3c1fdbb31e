"""Who may import whom, read from the code itself, also inside functions and under TYPE_CHECKING."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {
    "domain",
    "services",
    "store",
    "ingest",
    "retriever",
    "reader",
    "answering",
    "drafts",
    "text",
    "prompts",
    "evaluation",
    "ui",
    "models",
    "dateline",
    "server",
}
OURS = ROOMS | {"app", "assembly", "settings", "tests"}

ENTRANCE = {"assembly", "services", "settings", "domain"}
"""What a page, a command line and a measurement may use: the services, never the packages below them."""

MAY_IMPORT = {
    "app": ENTRANCE | {"ui"},
    "dateline": ENTRANCE | {"dateline"},
    "ui": ENTRANCE | {"ui", "server"},
    "server": ENTRANCE | {"server"},
    "evaluation": ENTRANCE | {"evaluation", "ingest", "retriever", "reader", "answering", "drafts", "text"},
    "assembly": {"settings", "domain", "services", "ingest", "retriever", "answering", "text"},
    "services": {
        "settings",
        "domain",
        "services",
        "store",
        "ingest",
        "retriever",
        "reader",
        "answering",
        "drafts",
        "text",
    },
    "settings": {"domain"},
    "store": {"domain", "text", "store"},
    "ingest": {"domain", "text", "ingest"},
    "retriever": {"domain", "text", "models", "retriever"},
    "reader": {"domain", "models", "reader"},
    "models": {"domain", "models"},
    "answering": {"domain", "text", "answering"},
    "drafts": {"domain", "text", "answering", "drafts"},
    "text": {"domain", "text"},
    "prompts": {"domain", "prompts"},
    "domain": {"domain"},
}

FORMS = (
    *("answering.export.report", "answering.export.citing", "answering.export.digest"),
    *("ingest.report", "ingest.fetch.opml", "ingest.fetch.files"),
)
"""Modules that turn values into what programs read, and back; ``server/`` prints the same as the command lines."""

COMMAND = "__main__.py"
"""The end of a file that is a program of its own: an entrance as well as a part of its room."""

MODEL = ("retriever/embed.py", "retriever/export.py", "retriever/e5.py", "reader/", "evaluation/training/")
FRAMEWORK_ROOMS = {
    "streamlit": ("app.py", "ui/", "dateline/commands.py"),
    "starlette": ("ui/serving.py", "ui/health.py", "ui/uploads.py", "ui/streamlit_internals.py", "server/"),
    "fastapi": ("server/",),
    "uvicorn": ("server/__main__.py",),
    "mcp": ("server/tools.py",),
    "anyio": ("server/",),
    "chromadb": ("retriever/chroma.py", "retriever/chroma_server.py", "retriever/index.py"),
    "sentence_transformers": MODEL,
    "torch": MODEL,
    "transformers": MODEL,
    "onnxruntime": MODEL,
    "onnx": ("models/", "retriever/export.py", "retriever/e5.py"),
    "tokenizers": MODEL,
    "safetensors": MODEL,
    "sklearn": ("evaluation/",),
    "langchain": ("answering/writing/chat_model.py",),
    "langchain_core": ("answering/writing/chat_model.py", "retriever/langchain.py"),
    "langsmith": ("answering/writing/chat_model.py",),
    "langchain_text_splitters": ("ingest/split.py",),
    "trafilatura": ("ingest/",),
    "webencodings": ("ingest/extract/decode.py",),
    "dateparser": ("ingest/extract/dates.py",),
    "pypdfium2": ("ingest/extract/pdf.py", "ingest/extract/page_images.py"),
    "docx": ("ingest/extract/docx_file.py", "drafts/export/word.py"),
    "datasketch": ("ingest/near_duplicates.py",),
    "feedparser": ("ingest/extract/feed.py",),
    "httpx": ("answering/writing/chat_model.py",),
    "httpx2": ("ingest/fetch/web.py",),
    "httpcore2": ("ingest/fetch/web.py", "ingest/fetch/guard.py"),
    "sqlite3": ("store/",),
    "psycopg": ("store/postgres/",),
    "psycopg_pool": ("store/postgres/",),
    "prometheus_client": ("services/metrics.py",),
    "scipy": ("evaluation/", "ingest/events.py"),
    "pydantic": ("settings.py", "store/conversations.py", "server/"),
    "pydantic_settings": ("settings.py",),
}
MAY_USE_EVERY_FRAMEWORK = ("evaluation/baselines.py", "evaluation/benchmark/contestants/")

DOMAIN_MAY_USE = sys.stdlib_module_names | {"numpy", "domain"}
HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "onnx",
    "onnxruntime",
    "trafilatura",
    "langchain",
    "langsmith",
    "psycopg",
}


def modules(root: Path) -> list[Path]:
    """Every module of the program: the top folder's and the rooms', tests left out."""
    return sorted([*root.glob("*.py"), *(path for room in ROOMS for path in (root / room).rglob("*.py"))])


def imports(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of every import in a file, import_module("…") with a plain string included."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(level=0, module=str(module)):
                yield node.lineno, module
            case ast.ImportFrom(level=level, module=module, names=names):
                above = package[: len(package) - level + 1]
                yield from ((node.lineno, ".".join([*above, module or alias.name])) for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def violations(root: Path) -> list[str]:
    """Return one line for each import that breaks a rule, "file:line imports name"."""
    found = []
    for path in modules(root):
        file = path.relative_to(root).as_posix()
        found += [f"{file}:{line} imports {name}" for line, name in imports(path, root) if not allowed(file, name)]
    return found


def allowed(file: str, name: str) -> bool:
    """Say whether a file (posix path below the root) may import a dotted name."""
    top = name.partition(".")[0]
    room = file.removesuffix(".py").partition("/")[0]
    if room == "domain" and top not in DOMAIN_MAY_USE:
        return False
    if room == "server" and name in FORMS:
        return True
    if top in OURS:
        return top in (ENTRANCE | {room} if file.endswith(COMMAND) else MAY_IMPORT.get(room, set()))
    return file.startswith(MAY_USE_EVERY_FRAMEWORK) or file.startswith(FRAMEWORK_ROOMS.get(top, ("",)))


def test_every_import_keeps_to_the_layers() -> None:
    assert violations(ROOT) == []


def test_no_module_of_the_page_has_the_name_of_a_package() -> None:
    """Streamlit puts the folder of the script that it draws in front of the search path."""
    modules = {path.stem for path in (ROOT / "ui" / "pages").glob("*.py")} - {"__init__"}

    assert not modules & (OURS | sys.stdlib_module_names)


def test_every_room_is_looked_at() -> None:
    looked_at = {path.relative_to(ROOT).parts[0] for path in modules(ROOT)}

    assert looked_at >= {"app.py", "assembly.py", "settings.py"} | ROOMS - {"prompts"}


@pytest.mark.parametrize(
    ("file", "code", "name"),
    [
        ("ingest/pipeline.py", "from store.library import open_library", "store.library"),
        ("ingest/pipeline.py", "def take_in():\n    import retriever.embed", "retriever.embed"),
        ("ingest/__main__.py", "import answering.quoting.quote", "answering.quoting.quote"),
        ("ingest/__main__.py", "from store.library import open_library", "store.library"),
        ("ingest/pipeline.py", "from settings import load", "settings"),
        ("models/bert_graph.py", "import torch", "torch"),
        ("dateline/commands.py", "from ingest.pipeline import Ingest", "ingest.pipeline"),
        ("store/library.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import assembly", "assembly"),
        ("retriever/search.py", "from ..answering import quote", "answering"),
        ("retriever/search.py", "import chromadb.api", "chromadb.api"),
        ("retriever/search.py", "def load():\n    import sentence_transformers", "sentence_transformers"),
        ("retriever/search.py", "from langchain_core.retrievers import BaseRetriever", "langchain_core.retrievers"),
        ("answering/quoting/refusals.py", "import sqlite3", "sqlite3"),
        ("answering/quoting/refusals.py", "import importlib\nimportlib.import_module('streamlit')", "streamlit"),
        ("text/sentences.py", "from answering.quoting.refusals import named", "answering.quoting.refusals"),
        ("ingest/pipeline.py", "from reader.fakes import OverlapReader", "reader.fakes"),
        ("ui/pages/conversation.py", "from store.library import open_library", "store.library"),
        ("ui/pages/conversation.py", "import evaluation", "evaluation"),
        ("app.py", "import chromadb", "chromadb"),
        ("assembly.py", "import ui.pages.conversation", "ui.pages.conversation"),
        ("assembly.py", "def part():\n    import torch", "torch"),
        ("settings.py", "import assembly", "assembly"),
        ("domain/values.py", "import pandas", "pandas"),
        ("domain/values.py", "import settings", "settings"),
        ("evaluation/metrics.py", "import chromadb", "chromadb"),
        ("evaluation/metrics.py", "import tests.fakes", "tests.fakes"),
    ],
)
def test_an_import_that_breaks_a_rule_is_found(tmp_path: Path, file: str, code: str, name: str) -> None:
    bad = tmp_path / file
    bad.parent.mkdir(parents=True, exist_ok=True)
    bad.write_text(code, encoding="utf-8")

    found = violations(tmp_path)

    assert [line.split(" imports ") for line in found] == [[f"{file}:{code.count(chr(10)) + 1}", name]]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("ingest/__main__.py", "from assembly import Services\nfrom ingest.report import table"),
        ("answering/quoting/core.py", "from domain.language import words\nfrom text.sentences import sentences"),
        ("retriever/chroma.py", "import chromadb\nfrom . import embed"),
        ("ui/pages/conversation.py", "import streamlit\nfrom assembly import Services\nfrom ui import labels"),
        ("evaluation/baselines.py", "import chromadb, torch\nfrom langchain_text_splitters import TextSplitter"),
        ("domain/values.py", "import numpy\nfrom dataclasses import dataclass"),
    ],
)
def test_an_import_within_the_rules_is_let_pass(tmp_path: Path, file: str, code: str) -> None:
    good = tmp_path / file
    good.parent.mkdir(parents=True)
    good.write_text(code, encoding="utf-8")

    assert violations(tmp_path) == []


@pytest.mark.parametrize(
    "module",
    [
        "assembly",
        "settings",
        "dateline.commands",
        "ingest.__main__",
        "answering.__main__",
        "answering.checking.__main__",
        "server.__main__",
    ],
)
def test_importing_an_entrance_loads_no_heavy_package(module: str) -> None:
    code = f"import sys, {module}; print(sorted({HEAVY!r} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.stdout.strip(), done.stderr) == ("[]", "")
