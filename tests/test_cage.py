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
from ingest.cage import Cage, Cages
from ingest.extract import extract
from tests.papers import pdf, word
from tests.web import SENTENCES, article_page

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    made = Cage()
    yield made
    made.close()


def page(words: str = "") -> Material:
    return Material(name="a.html", data=article_page(body=[*SENTENCES, words]).encode(), media="html")


def test_many_who_ask_at_once_get_each_its_own_article_and_no_clock_goes_on_behind_them(cage: Cage) -> None:
    marks = [f"Boat number {number} was counted twice on that day." for number in range(24)]

    with ThreadPoolExecutor(6) as askers:
        stated = list(askers.map(lambda mark: cage(page(mark))[1], marks))

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
def test_an_article_is_read_as_without_the_cage(cage: Cage, material: Material) -> None:
    assert cage(material) == extract(material)


def test_an_error_is_told_as_without_the_cage(cage: Cage) -> None:
    material = Material(name="a.pdf", data=b"%PDF-", media="pdf")

    with pytest.raises(SourceError) as caged:
        cage(material)
    with pytest.raises(SourceError) as free:
        extract(material)
    assert str(caged.value) == str(free.value)


def test_what_takes_too_long_fails_alone_and_the_next_article_is_read() -> None:
    cage = Cage(within_s=0.01)

    with pytest.raises(SourceError, match="more time or memory"):
        cage(page())
    cage._within_s = 60
    assert SENTENCES[0] in cage(page())[1]
    cage.close()


def test_what_takes_too_much_memory_fails_alone_and_the_next_article_is_read() -> None:
    cage = Cage(max_memory=300_000_000)
    deep = ("<p>" + "word " * 20 + "</p>") * 150_000

    with pytest.raises(SourceError):
        cage(Material(name="a.html", data=deep.encode(), media="html"))
    assert SENTENCES[0] in cage(page())[1]
    cage.close()


def test_a_page_nested_without_end_does_no_harm(cage: Cage) -> None:
    with pytest.raises(SourceError):
        cage(Material(name="a.html", data=b"<div><span>" * 500_000, media="html"))
    assert SENTENCES[0] in cage(page())[1]


def test_a_process_that_died_is_started_again(cage: Cage) -> None:
    cage(page())
    assert cage._process is not None
    cage._process.kill()

    with pytest.raises(SourceError):
        cage(page())
    assert SENTENCES[0] in cage(page())[1]


def test_the_process_ends_with_whoever_started_it() -> None:
    cage = Cage()
    cage(page())
    process = cage._process
    assert process is not None

    cage.close()

    assert process.returncode is not None


def test_a_stop_that_is_meant_for_another_does_not_end_it(cage: Cage) -> None:
    cage(page())
    assert cage._process is not None

    cage._process.send_signal(signal.SIGINT)

    assert SENTENCES[0] in cage(page())[1]


def test_no_file_is_left_behind(cage: Cage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    fresh = Cage()
    for data in (pdf([SENTENCES]), b"%PDF-1.4 broken"):
        with pytest.raises(SourceError) if b"broken" in data else open(os.devnull):  # noqa: PTH123
            fresh(Material(name="a.pdf", data=data, media="pdf"))
    fresh.close()

    assert list(tmp_path.iterdir()) == []


def test_a_process_that_is_held_to_limits_can_write_no_file(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    writing = "import sys; from ingest.caged import limit; limit(10**10); open(sys.argv[1], 'w').write('w' * 10**6)"

    done = subprocess.run(
        [sys.executable, "-c", writing, str(tmp_path / "file")], cwd=ROOT, capture_output=True, check=False
    )

    assert b"File too large" in done.stderr
    assert (tmp_path / "file").read_bytes() == b""


@pytest.mark.parametrize("media", ["html", "pdf", "docx", "markdown"])
def test_the_program_has_what_needs_a_parser_read_in_there(over: Callable[..., Services], media: Media) -> None:
    data = {"html": page().data, "pdf": pdf([SENTENCES]), "docx": word(), "markdown": b"---\ntitle: A\n---\nWords."}

    program = over(Material(name="a", data=data[media], media=media))

    assert any(cage._process is not None for cage in program.parts.cage()._all)


NAMES = ["../../etc/passwd", "/etc/passwd", "file:/etc/passwd", "C:\\evil.html", "a\0b.html", "~/.ssh"]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_upload_never_becomes_a_path(over: Callable[..., Services], tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    program = over(Material(name=name, data=page().data, media="html", identity=f"upload:{name}"))

    assert [outcome.status for outcome in program.ingest.refresh()] == []  # nothing is looked for on the disk
    assert SENTENCES[0] in program.library.article(program.library.entries()[0].id).text
    new = [path for path in sorted(tmp_path.rglob("*")) if path not in before]
    assert [path for path in new if "library-" not in str(path.relative_to(tmp_path))] == []


def test_l10_a_parser_is_given_no_key(cage: Cage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("DATELINE_MODEL_KEY", "sk-secret")
    cage.close()  # one that was started before has its environment from before
    cage(page())  # until a process has run for a moment, the system may show no environment
    process = cage._process
    assert process is not None

    given = Path(f"/proc/{process.pid}/environ").read_bytes()
    process.kill()
    process.wait()

    assert b"PATH=" in given
    assert b"sk-secret" not in given


def test_l10_a_parser_has_no_network() -> None:
    code = (
        "import socket; from ingest.caged import leave_network; left = leave_network();"
        "names = [name for _, name in socket.if_nameindex()]; print(left, names)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() in ("True ['lo']", f"False {[name for _, name in socket.if_nameindex()]}")


def test_l10_whether_a_parser_has_a_network_is_said(cage: Cage) -> None:
    cage.close()
    code = "from ingest.caged import leave_network; print(not leave_network())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert str(cage.has_network()) == done.stdout.strip()


def test_l8_a_limit_that_the_system_refuses_leaves_the_others() -> None:
    code = (
        "import resource; from ingest.caged import limit; resource.RLIMIT_AS = 999; limit(2 * 10**9);"
        "print(resource.getrlimit(resource.RLIMIT_FSIZE), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "(0, 0) (0, 0)"


def test_l9_a_page_that_takes_long_holds_up_nothing_else() -> None:
    cages = Cages()
    inside, go_on = threading.Event(), threading.Event()

    class Slow(Cage):
        def __call__(self, material: Material) -> tuple[Source, str]:
            inside.set()
            assert go_on.wait(20)
            return super().__call__(material)

    cages._free.get()
    held = Slow()
    cages._free.put(held)
    slow = threading.Thread(target=cages, args=(page(),))
    slow.start()
    assert inside.wait(20)

    assert cages(page())[1]
    go_on.set()
    slow.join(timeout=30)
    cages.close()
    held.close()
