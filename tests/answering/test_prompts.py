"""What is sent to a model is checked when it is read."""

from pathlib import Path

import pytest

from answering.phrases import ANSWER, REWRITE, load_prompt
from domain.errors import PromptError
from services.parts import PROMPTS

WANTED = {"system": "fence", "question": "question"}


def written(folder: Path, text: str) -> Path:
    file = folder / "answer.md"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_prompts_that_are_shipped_can_be_sent() -> None:
    answer, rewrite = load_prompt(PROMPTS / "answer.md", ANSWER), load_prompt(PROMPTS / "rewrite.md", REWRITE)

    assert "Why?" in answer("question", excerpts="", question="Why?")
    assert "====1" in rewrite("system", fence="====1")


def test_line_breaks_stay(tmp_path: Path) -> None:
    prompt = load_prompt(written(tmp_path, "# T\n\n## system\n{fence}\nb\n\n## question\n{question}\n"), WANTED)

    assert prompt("system", fence="a {x}") == "a {x}\nb"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## system\n{fence}\n", "other parts"),
        ("## system\n{fence}\n## question\n{question}\n## more\n", "other parts"),
        ("## system\n{fence}\n## question\n{question}\n## question\n{question}\n", "other parts"),
        ("## system\n{fence}\n## question\nWhy?\n", "{question}"),
        ("## system\n{fence} {date}\n## question\n{question}\n", "{fence}"),
        ("## system\n{fence\n## question\n{question}\n", "braces"),
    ],
)
def test_a_prompt_that_lacks_something_is_an_error_at_once(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PromptError) as raised:
        load_prompt(written(tmp_path, text), WANTED)

    assert said in str(raised.value)


def test_a_prompt_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"prompts/answer\.md"):
        load_prompt(tmp_path / "answer.md", WANTED)
