"""Scanned PDFs: their words are recognised, or the user is told what to do."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import settings
from assembly import build
from domain.errors import PicturesOnly, SourceError
from domain.jobs import JobBook, order_of
from domain.values import Material, Source
from ingest.__main__ import main
from ingest.extract.ocr import Ocr
from ingest.jobs import Runner
from ingest.pipeline import Ingest, OnPage
from ingest.tasks import Tasks
from retriever.fakes import HashingEmbedder
from tests.making import Desk
from tests.papers import pdf
from tests.scans import FONTS, SIZES, known_pages, scanned, wrong_letters
from tests.web import SENTENCES

MOST_WRONG = 0.03
BUSY_S = 1200.0
"""On a busy machine a page may take long; the limit has a test of its own."""


def material(data: bytes) -> Material:
    return Material(name="scan.pdf", data=data, media="pdf", identity="upload:scan.pdf")


def no_report(page: int, pages: int) -> None:
    """Let it go on."""


def test_at_most_three_letters_of_a_hundred_are_wrong_on_ten_pages_drawn_at_200_dpi() -> None:
    pages = known_pages()
    assert len(pages) == 10
    reports: list[tuple[int, int]] = []

    read = []
    for place in range(0, 10, 2):
        data = scanned(pages[place : place + 2], font=FONTS[place // 2], size=SIZES[place // 2])
        source, text = Ocr(within_s=BUSY_S)(material(data), lambda page, count: reports.append((page, count)))
        read.append(text)

    assert wrong_letters("\n".join(read), "\n".join(line for page in pages for line in page)) <= MOST_WRONG
    assert (source.format, (source.extractor or "").partition(" ")[0]) == ("scan", "tesseract")
    assert reports == [(1, 2), (2, 2)] * 5


def test_lines_are_joined_to_paragraphs_over_pages_without_heads_and_numbers() -> None:
    pages = [
        ["The Larkhaven Post", SENTENCES[0], "Nobody was hurt, said the harbour master, who had been", "1"],
        ["The Larkhaven Post", "woken by the noise of the falling steel.", SENTENCES[2], "2"],
        ["The Larkhaven Post", SENTENCES[3], "3"],
    ]

    _, text = Ocr(within_s=BUSY_S)(material(scanned(pages, size=14)), no_report)

    assert text == "\n\n".join(SENTENCES[:4])


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("scan.pdf").write_bytes(scanned([SENTENCES[:3]]))
    return tmp_path


def ingest(*arguments: str) -> int:
    return main(
        arguments, open_program=lambda library: build(settings.load(library=library), embedder=HashingEmbedder())
    )


def test_a_scan_is_taken_in_where_the_setting_says_so(
    scan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_OCR", "yes")

    assert ingest("scan.pdf", "--json") == 0
    [added] = json.loads(capsys.readouterr().out)["articles"]
    ingest("--show", added["id"], "--json")

    shown = json.loads(capsys.readouterr().out)
    assert (shown["format"], shown["text"]) == ("scan", "\n\n".join(SENTENCES[:3]))


def test_without_the_setting_the_error_names_it(scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest("scan.pdf", "--json") == 1

    assert "Set DATELINE_OCR=yes" in json.loads(capsys.readouterr().out)["articles"][0]["error"]


@pytest.mark.parametrize(
    ("languages", "packages"),
    [("eng+xyz", "apt-get install tesseract-ocr-xyz"), ("xyz_sim", "apt-get install tesseract-ocr-xyz-sim")],
)
def test_a_missing_language_is_an_error_with_the_name_of_its_package(languages: str, packages: str) -> None:
    with pytest.raises(SourceError) as raised:
        Ocr(languages=languages, within_s=BUSY_S)(material(scanned([SENTENCES[:1]])), no_report)

    assert packages in raised.value.hint


def test_without_tesseract_the_error_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = scanned([SENTENCES[:1]])
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SourceError, match="Tesseract is not installed") as raised:
        Ocr(within_s=BUSY_S)(material(data), no_report)

    assert "apt-get install tesseract-ocr" in raised.value.hint


@pytest.mark.parametrize("data", [b"%PDF-1.4 broken", b""])
def test_a_document_that_cannot_be_drawn_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError, match="cannot be drawn"):
        Ocr(within_s=BUSY_S)(material(data), no_report)


def test_a_page_that_takes_too_long_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"takes longer|cannot be drawn"):
        Ocr(within_s=0.001)(material(scanned([SENTENCES[:1]])), no_report)


def test_a_page_without_words_is_an_error() -> None:
    with pytest.raises(SourceError, match="No words were recognised"):
        Ocr(within_s=BUSY_S)(material(scanned([[]])), no_report)


def test_tesseract_is_held_to_the_limits_of_a_parser(tmp_path: Path) -> None:
    from ingest.extract.confined import command
    from ingest.extract.sandbox import parser_environment

    program = command(["sh", "-c", f"ulimit -v; echo words > {tmp_path}/file"], 10**9)
    done = subprocess.run(program, capture_output=True, env=parser_environment(), check=False, text=True)

    assert done.stdout.split() == [str(10**9 // 1024)]
    assert not (tmp_path / "file").exists() or (tmp_path / "file").read_bytes() == b""


class Recognises:
    """Implements ingest.pipeline.Recognise for three pages; does something while the second one is read."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, material: Material, on_page: OnPage) -> tuple[Source, str]:
        on_page(1, 3)
        on_page(2, 3)
        self.meanwhile()
        on_page(3, 3)
        return Source(title="Scan", format="scan", extractor="tesseract 0"), f"Words of {material.name}."


def scans(material: Material) -> tuple[Source, str]:
    """Implements ingest.extract.formats.Extract: every document is a scan."""
    raise PicturesOnly(f"{material.name} holds pictures.", hint="Have it recognised.")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "library")
    yield made
    made.library.close()


def runner(desk: Desk, recognises: Recognises) -> tuple[Runner, JobBook]:
    pipeline = Ingest(
        library=desk.library, index=desk.index, embedder=desk.embedder, sandbox=scans, recognise=recognises
    )
    jobs = desk.library.jobs

    def nothing() -> None:
        raise AssertionError("no address is asked for")

    tasks = Tasks(
        library=desk.library,
        ingest=lambda: pipeline,
        visits=nothing,
        feeds=nothing,
        bring_back=nothing,
        file=nothing,
        looked=nothing,
        report=jobs.report,
    )  # type: ignore[arg-type]
    return Runner(jobs, tasks), jobs


def test_a_scan_is_recognised_in_a_lane_of_its_own_and_the_job_names_the_page(desk: Desk) -> None:
    recognises = Recognises()
    work, jobs = runner(desk, recognises)
    names: list[str] = []
    recognises.meanwhile = lambda: names.append(jobs.jobs()[0].name)
    number = jobs.add([order_of(material(b"%PDF"))])

    work.drain("here")
    waiting = jobs.jobs()[0]
    work.drain("ocr")

    assert (waiting.open, waiting.done, waiting.kind) == (True, 0, "recognise")
    assert names == ["scan.pdf, page 2 of 3"]
    [outcome] = jobs.outcomes(number)
    assert (outcome.status, outcome.title) == ("new", "Scan")
    assert [desk.library.by_id(str(outcome.id)).identity] == ["upload:scan.pdf"]  # type: ignore[union-attr]


def test_a_stopped_scan_ends_at_the_next_page_and_is_not_taken_in(desk: Desk) -> None:
    recognises = Recognises()
    work, jobs = runner(desk, recognises)
    number = jobs.add([order_of(material(b"%PDF"))])
    recognises.meanwhile = lambda: jobs.stop(number)

    work.drain("here")
    work.drain("ocr")

    assert desk.entries() == []
    assert not jobs.jobs()[0].open


def test_a_pdf_with_words_is_never_recognised(desk: Desk) -> None:
    pipeline = Ingest(library=desk.library, index=desk.index, embedder=desk.embedder, recognise=Recognises())

    assert not pipeline.needs_ocr(material(pdf([SENTENCES])))
    [outcome] = pipeline.take_in([material(pdf([SENTENCES]))])
    assert desk.library.by_id(str(outcome.id)).source.format == "pdf"  # type: ignore[union-attr]
