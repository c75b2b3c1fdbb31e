"""The command lines that messages tell the user to type: those of the wheel, or those of the repository."""

from pathlib import Path

_INSTALLED = not (Path(__file__).parents[1] / "dateline").is_dir()
"""Whether this is the installed wheel, where all packages lie below dateline/, and not a checkout."""

INGEST = "dateline ingest" if _INSTALLED else "python -m ingest"
CHECKING = "dateline check" if _INSTALLED else "python -m answering.checking"
SERVER = "dateline serve" if _INSTALLED else "python -m server"
ANSWERING = "dateline ask" if _INSTALLED else "python -m answering"
