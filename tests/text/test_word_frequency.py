"""How frequent words are: as wordfreq says, from a table that is made once."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import wordfreq

from settings import load
from text import word_frequency
from text.word_frequency import CODES, TABLE, Table, zipf

SPELLED = "ΛΟΓΟΣ χριστός İstanbul ISTANBUL groß naïve ţara ş кошка љубав Harbour zzzzz".split()


@pytest.fixture(scope="module", autouse=True)
def kept() -> None:
    TABLE.keep_in(load().cache)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lists of two words, and how often they have been read."""
    read: list[int] = []

    def entries() -> Iterator[int]:
        read.append(1)
        yield from (word_frequency._key("harbour", "en") | 480, word_frequency._key("hafen", "de") | 455)

    monkeypatch.setattr(word_frequency, "_entries_of_lists", entries)
    return read


@pytest.mark.parametrize("code", CODES)
def test_words_of_each_language_are_as_frequent_as_wordfreq_says(code: str) -> None:
    common = wordfreq.top_n_list(code, 20_000, wordlist="small")[::97]
    words = [*filter(str.isalpha, common), *SPELLED]

    assert {word: zipf(word, code) for word in words} == {
        word: wordfreq.zipf_frequency(word, code, wordlist="small") for word in words
    }


def test_a_word_of_one_language_is_unknown_in_another(few: list[int]) -> None:
    table = Table()

    assert (table.rarity("harbour", "en"), table.rarity("harbour", "de")) == (480, None)
    assert (table.rarity("hafen", "de"), table.rarity("zzz", "en")) == (455, None)


def test_the_lists_are_read_once_for_every_process(few: list[int], tmp_path: Path) -> None:
    Table(tmp_path / "cache").open()

    assert Table(tmp_path / "cache").rarity("harbour", "en") == 480
    assert len(few) == 1
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize("damage", [lambda whole: whole[:-3], lambda whole: b"\0" + whole[1:], lambda _: b""])
def test_a_damaged_table_is_made_again(few: list[int], tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    Table(tmp_path).open()
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage(file.read_bytes()))

    assert Table(tmp_path).rarity("harbour", "en") == 480
    assert len(few) == 2


def test_where_the_folder_cannot_be_written_the_table_is_in_memory(few: list[int], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert Table(tmp_path / "file").rarity("hafen", "de") == 455


def test_questions_in_known_words_do_without_wordfreq() -> None:
    program = "\n".join(
        [
            "import sys",
            "from text.word_frequency import TABLE, zipf",
            "from settings import load",
            "TABLE.keep_in(load().cache)",
            "found = [zipf(word, 'en') for word in ('harbour', 'where', 'zzzzz')]",
            "assert found[-1] == 0 < min(found[:-1]), found",
            "assert 'wordfreq' not in sys.modules",
        ]
    )
    TABLE.open()

    subprocess.run([sys.executable, "-c", program], check=True)
