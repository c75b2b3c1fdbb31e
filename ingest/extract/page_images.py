"""Draws the pages of a PDF, in a process of its own that is held to a parser's limits: the other side of ocr.py.

It is sent the number of the document's bytes and the bytes, then page numbers from 0, each in a line. It answers with
the number of pages, then with pictures (PGM, grey), each behind the number of its bytes in a line.
"""

import math
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

DPI = 300
"""What Tesseract's models were trained on."""
_POINTS_AN_INCH = 72
_MAX_PIXELS = 36_000_000
"""Of a page: A3 at 400 dpi; a larger sheet is drawn smaller."""


def picture(page: "PdfPage") -> bytes:
    """Return a page in shades of grey, as PGM."""
    from pypdfium2.raw import FPDFBitmap_Gray

    scale = DPI / _POINTS_AN_INCH
    width, height = page.get_size()
    scale = min(scale, math.sqrt(_MAX_PIXELS / max(width * height, 1)))
    bitmap = page.render(scale=scale, grayscale=True, force_bitmap_format=FPDFBitmap_Gray)
    rows = memoryview(bytes(bitmap.buffer))
    pixels = b"".join(rows[row * bitmap.stride :][: bitmap.width] for row in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels


def serve(asked: BinaryIO, answered: BinaryIO, begin: Callable[[], None]) -> None:
    """Answer until nobody asks any more; ``begin`` is called before the document is looked at."""
    import pypdfium2

    begin()
    data = asked.read(int(asked.readline()))
    with pypdfium2.PdfDocument(data) as document:
        answered.write(b"%d\n" % len(document))
        answered.flush()
        for line in asked:
            drawn = picture(document[int(line)])
            answered.write(b"%d\n" % len(drawn) + drawn)
            answered.flush()


if __name__ == "__main__":
    from ingest.extract.sandboxed import leave_network, limit

    def _confine() -> None:
        sys.dont_write_bytecode = True
        leave_network()
        limit(int(sys.argv[1]))

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this, with whom it ends
    serve(sys.stdin.buffer, sys.stdout.buffer, _confine)
