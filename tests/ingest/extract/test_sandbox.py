"""Parsing in a process of its own: the same articles, and what hostile ones cannot do."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assembly import Services
from domain.errors import SourceError
from domain.values import Material, Media, Source
from ingest.extract.formats import extract
from ingest.extract.sandbox import Sandbox, Sandboxes
from tests.papers import pdf, word
from tests.web import SENTENCES, article_page

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox()
    yield made
    made.close()


def page(words: str = "") -> Material:
    return Material(name="a.html", data=article_page(body=[*SENTENCES, words]).encode(), media="html")


def test_many_who_ask_at_once_get_each_its_own_article_and_no_clock_goes_on_behind_them(sandbox: Sandbox) -> None:
    marks = [f"Boat number {number} was counted twice on that day." for number in range(24)]

    with ThreadPoolExecutor(6) as askers:
        stated = list(askers.map(lambda mark: sandbox(page(mark))[1], marks))

    assert [text.count("Boat number") for text in stated] == [1] * len(marks)
    assert all(mark in text for mark, text in zip(marks, stated, strict=True))
    timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    assert all(timer.finished.is_set() for timer in timers)  # a cancelled one may still be on its way out


@pytest.mark.parametrize(
    "material",
    [
        page(),
        page("Odd: \u2028 🦊 \u0000 «ä»"),
        Material(name="a.pdf", data=pdf([SENTENCES]), media="pdf"),
        Material(name="a.docx", data=word(), media="docx"),
    ],
)
def test_an_article_is_read_as_without_the_sandbox(sandbox: Sandbox, material: Material) -> None:
    assert sandbox(material) == extract(material)


def test_an_error_is_told_as_without_the_sandbox(sandbox: Sandbox) -> None:
    material = Material(name="a.pdf", data=b"%PDF-", media="pdf")

    with pytest.raises(SourceError) as sandboxed:
        sandbox(material)
    with pytest.raises(SourceError) as free:
        extract(material)
    assert str(sandboxed.value) == str(free.value)


def test_what_takes_too_long_fails_alone_and_the_next_article_is_read() -> None:
    sandbox = Sandbox(within_s=0.01)

    with pytest.raises(SourceError, match="more time or memory"):
        sandbox(page())
    sandbox._within_s = 60
    assert SENTENCES[0] in sandbox(page())[1]
    sandbox.close()


def test_what_takes_too_much_memory_fails_alone_and_the_next_article_is_read() -> None:
    sandbox = Sandbox(max_memory=300_000_000)
    deep = ("<p>" + "word " * 20 + "</p>") * 150_000

    with pytest.raises(SourceError):
        sandbox(Material(name="a.html", data=deep.encode(), media="html"))
    assert SENTENCES[0] in sandbox(page())[1]
    sandbox.close()


def test_a_page_nested_without_end_does_no_harm(sandbox: Sandbox) -> None:
    with pytest.raises(SourceError):
        sandbox(Material(name="a.html", data=b"<div><span>" * 500_000, media="html"))
    assert SENTENCES[0] in sandbox(page())[1]


def test_a_process_that_died_is_started_again(sandbox: Sandbox) -> None:
    sandbox(page())
    assert sandbox._process is not None
    sandbox._process.kill()

    with pytest.raises(SourceError):
        sandbox(page())
    assert SENTENCES[0] in sandbox(page())[1]


def test_the_process_ends_with_whoever_started_it() -> None:
    sandbox = Sandbox()
    sandbox(page())
    process = sandbox._process
    assert process is not None

    sandbox.close()

    assert process.returncode is not None


def test_a_stop_that_is_meant_for_another_does_not_end_it(sandbox: Sandbox) -> None:
    sandbox(page())
    assert sandbox._process is not None

    sandbox._process.send_signal(signal.SIGINT)

    assert SENTENCES[0] in sandbox(page())[1]


def test_no_file_is_left_behind(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    fresh = Sandbox()
    for data in (pdf([SENTENCES]), b"%PDF-1.4 broken"):
        with pytest.raises(SourceError) if b"broken" in data else open(os.devnull):  # noqa: PTH123
            fresh(Material(name="a.pdf", data=data, media="pdf"))
    fresh.close()

    assert list(tmp_path.iterdir()) == []


def test_a_process_that_is_held_to_limits_can_write_no_file(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    limited = "import sys; from ingest.extract.sandboxed import limit; limit(10**10); "
    writing = f"{limited}open(sys.argv[1], 'w').write('w' * 10**6)"

    done = subprocess.run(
        [sys.executable, "-c", writing, str(tmp_path / "file")], cwd=ROOT, capture_output=True, check=False
    )

    assert b"File too large" in done.stderr
    assert (tmp_path / "file").read_bytes() == b""


@pytest.mark.parametrize("media", ["html", "pdf", "docx", "markdown"])
def test_the_program_has_what_needs_a_parser_read_in_there(over: Callable[..., Services], media: Media) -> None:
    data = {"html": page().data, "pdf": pdf([SENTENCES]), "docx": word(), "markdown": b"---\ntitle: A\n---\nWords."}

    program = over(Material(name="a", data=data[media], media=media))

    assert any(sandbox._process is not None for sandbox in program.parts.sandbox()._all)


NAMES = ["../../etc/passwd", "/etc/passwd", "file:/etc/passwd", "C:\\evil.html", "a\0b.html", "~/.ssh"]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_upload_never_becomes_a_path(over: Callable[..., Services], tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    program = over(Material(name=name, data=page().data, media="html", identity=f"upload:{name}"))

    assert [outcome.status for outcome in program.ingest.refresh()] == []  # nothing is looked for on the disk
    assert SENTENCES[0] in program.library.article(program.library.entries()[0].id).text
    new = [path for path in sorted(tmp_path.rglob("*")) if path not in before]
    assert [path for path in new if "library-" not in str(path.relative_to(tmp_path))] == []


def test_l10_a_parser_is_given_no_key(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("DATELINE_MODEL_KEY", "sk-secret")
    sandbox.close()  # one that was started before has its environment from before
    sandbox(page())  # until a process has run for a moment, the system may show no environment
    process = sandbox._process
    assert process is not None

    given = Path(f"/proc/{process.pid}/environ").read_bytes()
    process.kill()
    process.wait()

    assert b"PATH=" in given
    assert b"sk-secret" not in given


def test_l10_a_parser_has_no_network() -> None:
    code = (
        "import socket; from ingest.extract.sandboxed import leave_network; left = leave_network();"
        "names = [name for _, name in socket.if_nameindex()]; print(left, names)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() in ("True ['lo']", f"False {[name for _, name in socket.if_nameindex()]}")


def test_l10_whether_a_parser_has_a_network_is_said(sandbox: Sandbox) -> None:
    sandbox.close()
    code = "from ingest.extract.sandboxed import leave_network; print(not leave_network())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert str(sandbox.has_network()) == done.stdout.strip()


def test_l8_a_limit_that_the_system_refuses_leaves_the_others() -> None:
    code = (
        "import resource; from ingest.extract.sandboxed import limit; resource.RLIMIT_AS = 999; limit(2 * 10**9);"
        "print(resource.getrlimit(resource.RLIMIT_FSIZE), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "(0, 0) (0, 0)"


def test_l9_a_page_that_takes_long_holds_up_nothing_else() -> None:
    sandboxes = Sandboxes()
    inside, go_on = threading.Event(), threading.Event()

    class Slow(Sandbox):
        def __call__(self, material: Material) -> tuple[Source, str]:
            inside.set()
            assert go_on.wait(20)
            return super().__call__(material)

    sandboxes._free.get()
    held = Slow()
    sandboxes._free.put(held)
    slow = threading.Thread(target=sandboxes, args=(page(),))
    slow.start()
    assert inside.wait(20)

    assert sandboxes(page())[1]
    go_on.set()
    slow.join(timeout=30)
    sandboxes.close()
    held.close()
