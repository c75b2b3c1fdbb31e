"""Fuzz each parser and the answering of questions, so many examples each: ``python -m tests.fuzz 300``."""

import logging
import sys
import tempfile
from pathlib import Path

from hypothesis import given, settings

from domain.values import Media
from tests.making import Desk
from tests.test_exactness import answerer_over, any_questions, assert_exact_quotes, stocked
from tests.test_hostile import CHANGES, WHOLE, Change, mutated, read


def main(examples: int) -> None:
    """Try so many mutated files for each parser, and so many questions."""
    logging.disable()  # parsers log each thing that is wrong with a file
    for media in WHOLE:
        _parse(media, examples)
        print(media, examples, "files: no crash", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        _ask(Path(folder), examples)
    print("ask", examples, "questions: no crash", flush=True)


def _parse(media: Media, examples: int) -> None:
    @settings(max_examples=examples, database=None, deadline=None)
    @given(changes=CHANGES)
    def attack(changes: list[Change]) -> None:
        read(media, mutated(WHOLE[media], changes))

    attack()


def _ask(folder: Path, examples: int) -> None:
    desk = stocked(Desk(folder))
    answerer = answerer_over(desk)

    @settings(max_examples=examples, database=None, deadline=None)
    @given(question=any_questions)
    def attack(question: str) -> None:
        assert_exact_quotes(desk, answerer(question))

    attack()
    desk.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
