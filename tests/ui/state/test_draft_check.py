"""The check of a draft, as one page holds it."""

from contextlib import closing
from pathlib import Path

from assembly import build
from domain.values import EVERYTHING
from retriever.fakes import HashingEmbedder
from settings import load
from ui import labels
from ui.state.draft_check import Check, DraftWork

URL = "https://paper.example/a"


def test_only_editors_have_an_article_of_a_draft_taken_in(tmp_path: Path) -> None:
    with closing(build(load(library=tmp_path / "library"), embedder=HashingEmbedder())) as program:
        for may_edit in (False, True):
            work = DraftWork(program, may_edit=may_edit)
            work.check = Check(scope=EVERYTHING, missing={"q1": URL})
            work.fetch(URL)
            assert (work.trouble == labels.EDITORS_ONLY) is not may_edit
            assert work.fetching is may_edit
