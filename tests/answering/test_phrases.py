"""Every sentence that the program says, checked when it is read."""

from pathlib import Path

import pytest

from answering.phrases import Phrases, load_phrases
from domain.errors import PromptError
from services.parts import PROMPTS


def load(folder: Path, *texts: str) -> Phrases:
    """The phrases of files with these texts."""
    for number, text in enumerate(texts):
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    return load_phrases(folder, *(f"{number}.md" for number in range(len(texts))))


def test_a_phrase_is_the_words_below_its_heading_with_its_places_filled(tmp_path: Path) -> None:
    phrases = load(tmp_path, "# About\n\nNot said.\n\n## hello\nHello {name},\nhow are\nyou?\n\n## bye\nBye.\n")

    assert phrases("hello", name="Ann") == "Hello Ann, how are you?"
    assert phrases.names() == {"hello", "bye"}


def test_words_that_are_filled_in_are_not_read_as_places(tmp_path: Path) -> None:
    assert load(tmp_path, "## hello\nHello {name}.")("hello", name="{count} {name}") == "Hello {count} {name}."


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"prompts/quote\.md cannot be read"):
        load_phrases(tmp_path, "quote.md")


@pytest.mark.parametrize("place", ["nobody", "", "0", "name.first", "name[0]"])
def test_a_place_that_nothing_fills_is_an_error_when_it_is_read(tmp_path: Path, place: str) -> None:
    with pytest.raises(PromptError, match=r"0\.md, hello: nothing fills"):
        load(tmp_path, f"## hello\nHello {{{place}}}.")


@pytest.mark.parametrize("broken", ["Hello {name.", "Hello name}."])
def test_a_lonely_brace_is_an_error_when_it_is_read(tmp_path: Path, broken: str) -> None:
    with pytest.raises(PromptError, match="braces"):
        load(tmp_path, f"## hello\n{broken}")


@pytest.mark.parametrize("files", [["## hello\nA\n## hello\nB"], ["## hello\nA", "## hello\nB"]])
def test_a_phrase_given_twice_is_an_error_when_it_is_read(tmp_path: Path, files: list[str]) -> None:
    with pytest.raises(PromptError, match="gives the phrase hello twice"):
        load(tmp_path, *files)


def test_a_phrase_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="The phrase bye is missing"):
        load(tmp_path, "## hello\nHello.")("bye")


def test_a_value_that_is_not_given_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="lacks a value: 'name'"):
        load(tmp_path, "## hello\nHello {name}.")("hello")


def test_the_programs_own_phrases_can_be_read_and_never_say_yes_or_no() -> None:
    phrases = load_phrases(PROMPTS, "quote.md", "talk.md", "pack.md")
    names = sorted(phrases.names())

    said = [phrases._phrases[name] for name in names]

    assert names
    assert all(said), names[said.index("")] if "" in said else ""
    assert [words for words in said if words.split()[0].strip(",.") in ("Yes", "No")] == []
