"""Reads pictures of pages: each is drawn by PDFium and recognised by Tesseract, both in processes held to limits."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from types import TracebackType
from typing import Self

from domain.errors import SourceError
from domain.values import Material, Source
from ingest.extract.confined import command
from ingest.extract.formats import completed
from ingest.extract.page_images import DPI
from ingest.extract.pdf import MAX_PAGES, joined_lines, plain_row
from ingest.extract.sandbox import MAX_MEMORY, WITHIN_S, parser_environment
from ingest.pipeline import OnPage

_REPEATED_FROM = 3
"""Pages from which a line that stands at the edge of most of them is a running head."""
_ENDINGS = (".", "!", "?", ":", "”", "»", '"', "。", "！", "？")


class Ocr:
    """Recognises the words of scanned PDFs in the languages that are set. Any thread may ask."""

    def __init__(self, *, languages: str = "eng", within_s: float = WITHIN_S, max_memory: int = MAX_MEMORY) -> None:
        """Read ``languages`` (Tesseract's names, joined by "+"), each page within so many seconds."""
        self._languages = languages
        self._within_s = within_s
        self._max_memory = max_memory

    def __call__(self, material: Material, on_page: OnPage) -> tuple[Source, str]:
        """Implements ingest.pipeline.Recognise: return the source and the words of a PDF, in paragraphs.

        Raises SourceError for a broken document, more than MAX_PAGES pages, pages without words, a page that takes too
        long, and where Tesseract or one of its languages is not installed; whatever ``on_page`` raises.
        """
        version = self._version
        with _Drawing(material, self._within_s, self._max_memory) as drawing:
            if drawing.pages > MAX_PAGES:
                raise SourceError(
                    f"{material.name} has {drawing.pages} pages; an article has at most {MAX_PAGES}.",
                    hint="Save the article's own pages.",
                )
            pages = []
            for number in range(drawing.pages):
                on_page(number + 1, drawing.pages)
                pages.append(self._recognised(drawing.picture(number), f"Page {number + 1} of {material.name}"))
        text = "\n\n".join(joined_lines(_paragraphs(pages)))
        if not text.strip():
            raise SourceError(f"No words were recognised in {material.name}.", hint="Save its words as .txt.")
        return completed(material, Source(title="", format="scan", extractor=version), text)

    @cached_property
    def _version(self) -> str:
        """The name and version of Tesseract. Raises SourceError where it, or a language, is not installed."""
        try:
            named = _output("tesseract", "--version").split("\n", 1)[0]
            installed = set(_output("tesseract", "--list-langs").split("\n")[1:])
        except OSError as error:
            raise SourceError(
                "Pictures of pages cannot be read: Tesseract is not installed.",
                hint="Install the package tesseract-ocr (apt-get install tesseract-ocr), or unset DATELINE_OCR.",
            ) from error
        missing = [language for language in self._languages.split("+") if language not in installed]
        if missing:
            packages = " ".join(f"tesseract-ocr-{language.replace('_', '-')}" for language in missing)
            raise SourceError(
                f"Tesseract has no data for {', '.join(missing)}, which DATELINE_OCR_LANGUAGES names.",
                hint=f"Install them (apt-get install {packages}).",
            )
        return named

    def _recognised(self, picture: bytes, name: str) -> str:
        program = ["tesseract", "stdin", "stdout", "-l", self._languages, "--dpi", str(DPI)]
        process = subprocess.Popen(
            command(program, self._max_memory),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=parser_environment() | {"OMP_THREAD_LIMIT": "1"},
        )
        try:
            text, _ = process.communicate(picture, timeout=self._within_s)
        except subprocess.TimeoutExpired as error:
            raise SourceError(
                f"{name} takes longer than {self._within_s:.0f} seconds to recognise.", hint="Save its words as .txt."
            ) from error
        finally:
            process.kill()
            process.wait()
        if process.returncode != 0:
            raise SourceError(f"{name} could not be recognised.", hint="Save its words as .txt.")
        return text.decode("utf-8", "replace")


class _Drawing:
    """A process that draws the pages of one document. Raises SourceError if it ends or takes too long."""

    def __init__(self, material: Material, within_s: float, max_memory: int) -> None:
        self._name = material.name
        self._within_s = within_s
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.extract.page_images", str(max_memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=parser_environment(),
        )
        try:
            self.pages = int(self._asked(b"%d\n" % len(material.data) + material.data))
        except BaseException:
            self.close()
            raise

    def picture(self, number: int) -> bytes:
        """Return a page as a picture."""
        assert self._process.stdout is not None
        size = int(self._asked(b"%d\n" % number))
        return self._process.stdout.read(size)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def _asked(self, sent: bytes) -> bytes:
        """Send, and return the line that comes back."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        clock = threading.Timer(self._within_s, self._process.kill)
        clock.start()
        try:
            self._process.stdin.write(sent)
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except OSError:
            answer = b""
        finally:
            clock.cancel()
        if not answer:
            raise SourceError(f"The pages of {self._name} cannot be drawn.", hint="Save its words as .txt.")
        return answer


def _paragraphs(pages: Sequence[str]) -> list[list[str]]:
    """Return the lines of each paragraph, running heads and page numbers left out.

    A paragraph that ends without a full stop goes on at the head of the next page, if that begins with a small letter.
    """
    of_pages = [[line.strip() for line in page.replace("\f", "").split("\n")] for page in pages]
    for lines in of_pages:
        while lines and not lines[-1]:
            lines.pop()
        while lines and not lines[0]:
            lines.pop(0)
    edges = [plain_row(line) for lines in of_pages for line in {*lines[:1], *lines[-1:]}]
    often = Counter(edges) if len(pages) >= _REPEATED_FROM else Counter()
    repeated = {line for line, times in often.items() if times > len(pages) / 2}
    found: list[list[str]] = []
    for lines in of_pages:
        for edge in (0, -1):
            if lines and (plain_row(lines[edge]) in repeated or lines[edge].strip(" -–—").isdigit()):
                del lines[edge]
        while found and not found[-1]:  # the blank lines above a page number
            found.pop()
        goes_on = bool(found) and not found[-1][-1].endswith(_ENDINGS)
        first = next(filter(None, lines), "")
        if not (goes_on and first[:1].islower()):
            found.append([])
        for line in lines:
            if line:
                found[-1].append(line)
            elif found[-1]:
                found.append([])
    return [paragraph for paragraph in found if paragraph]


def _output(*arguments: str) -> str:
    """Return what a program prints. Raises OSError if it is not there."""
    done = subprocess.run(arguments, capture_output=True, check=False, text=True)
    return done.stdout or done.stderr
