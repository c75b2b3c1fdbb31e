"""Whatever is asked of a program that has just begun, and by however many threads: no package is met half imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BEGUN = """
import sys, threading
from pathlib import Path

sys.setswitchinterval(1e-5)  # threads take turns wherever they may: what a slow machine does now and then

import settings
from assembly import build
from domain.values import Material

program = build(settings.load(library=Path(sys.argv[1])))
story = Material(name="a", data=b"The harbour of Wexmouth closed on Monday because of the silt.", media="text")
WORK = {
    "ask": lambda: program.ask.quote("Why did the harbour of Wexmouth close?"),
    "take in": lambda: program.ingest.take_in([story]),
    "warm up": lambda: program.background.warm_up().join(),
    "read ahead": lambda: program.background.read_ahead(),
    "language": lambda: program.library.language("Der Hafen ist wegen des Schlicks geschlossen."),
}
broken = []
threading.excepthook = lambda failed: broken.append(repr(failed.exc_value))
begun = [threading.Thread(target=WORK[name]) for name in sys.argv[2:]]
for thread in begun:
    thread.start()
for thread in begun:
    thread.join()
print(broken)
"""


@pytest.mark.parametrize("work", [["ask"], ["ask", "take in", "warm up", "read ahead", "language"]], ids=" ".join)
def test_nothing_is_met_half_imported(tmp_path: Path, work: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEGUN, str(tmp_path / "library"), *work],
        cwd=ROOT, env=os.environ | {"DATELINE_OLLAMA_URL": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
