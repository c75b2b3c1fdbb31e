"""How the program's commands are typed: they stand in messages that say what to do."""

from pathlib import Path

_INSTALLED = not (Path(__file__).parents[1] / "dateline").is_dir()
"""Whether this is the wheel, where all packages lie below dateline/, and not the repository."""

INGEST = "dateline ingest" if _INSTALLED else "python -m ingest"
CHECKING = "dateline check" if _INSTALLED else "python -m answering.checking"
SERVER = "dateline serve" if _INSTALLED else "python -m server"
ANSWERING = "dateline ask" if _INSTALLED else "python -m answering"
