"""The first drawing of the page waits for nothing that it does not need; what takes long begins behind it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

from ui.pages.layout import Running

ROOT = Path(__file__).parents[2]
DRAWING = """
import json, sys
from streamlit.testing.v1 import AppTest

drawn = AppTest.from_file(sys.argv[1]).run(timeout=120)
before = sorted({"pandas", "pyarrow"} & set(sys.modules))

from ui.pages import layout

warming = layout.running().warming
warming.join()
print(json.dumps([len(drawn.sidebar.children), before, layout.running().loading, layout.running().warming is warming]))
"""
BROKEN = """
import sys
from streamlit.testing.v1 import AppTest

sys.modules["ui.pages.layout"] = None
drawn = AppTest.from_file(sys.argv[1]).run(timeout=120)
print([child.type for child in drawn._tree.children[3].children.values()], len(drawn.exception))
"""


def printed(*command: str, library: Path) -> str:
    environment = os.environ | {"DATELINE_LIBRARY": str(library), "DATELINE_OLLAMA_URL": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_frame_of_the_page_is_drawn_before_the_program_is_loaded(tmp_path: Path) -> None:
    loaded = printed(
        "import sys, ui.navigation; print({'assembly', 'settings', 'numpy'} & set(sys.modules))", library=tmp_path
    )

    assert loaded.strip() == "set()"


def test_the_question_box_can_be_typed_in_before_the_program_is_loaded(tmp_path: Path) -> None:
    drawn = printed(BROKEN, str(ROOT / "ui" / "pages" / "main.py"), library=tmp_path / "library")

    assert drawn.splitlines()[-1] == "['flex_container', 'bidi_component'] 1"


def test_a_page_is_drawn_without_tables_and_then_the_model_is_loaded(tmp_path: Path) -> None:
    parts, tables, loading, once = json.loads(
        printed(DRAWING, str(ROOT / "ui" / "pages" / "main.py"), library=tmp_path / "library")
    )

    assert parts > 1
    assert tables == []
    assert loading == ""
    assert once


def test_a_drawing_does_not_wait_for_what_begins_behind_it() -> None:
    allowed, begun = Event(), Event()
    model = Thread(target=begun.wait)
    background = SimpleNamespace(start_work=lambda: allowed.wait(20), warm_up=lambda: model, read_ahead=begun.set)
    program: Any = SimpleNamespace(background=background)
    running = Running(program)
    model.start()

    running.begin()
    running.begin()

    assert not begun.is_set()
    allowed.set()
    assert running.warming is not None
    running.warming.join(timeout=60)
    assert begun.is_set()
