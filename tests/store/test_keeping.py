"""Backup and restore: one file, while readers and writers go on."""

import json
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import settings
from assembly import build
from domain.errors import LibraryError
from domain.jobs import Order, order_of
from domain.values import Outcome
from store import FeedbackItems, SqliteLibrary, schema
from store.feedback import feedback_files
from store.keeping import back_up, restore, set_aside_if_damaged
from tests.making import CountingEmbedder, Desk, assert_whole, chroma_desk, long_text, text
from tests.stores import Stores

ONE_FILE = pytest.mark.parametrize("stores", ["one file"], indirect=True)
"""For what concerns the file that is the library; a copy of a database can be deleted at any time."""


@pytest.fixture
def desk(tmp_path: Path, stores: Stores) -> Iterator[Desk]:
    made = chroma_desk(tmp_path / "library").open()
    made.take_in(text(long_text("fox"), "fox.txt"), text(long_text("owl"), "owl.txt"))
    yield made
    made.close()


def put_back(desk: Desk, file: Path) -> int:
    return desk.ingest.restore(lambda: desk.library.restore(file))


def test_a_backup_is_one_file_that_brings_everything_back(desk: Desk, tmp_path: Path) -> None:
    before = desk.texts()

    assert back_up(desk.library.file, tmp_path / "copy") == 2
    desk.take_in(text(long_text("fox", 3), "fox.txt"), text(long_text("hen"), "hen.txt"))
    desk.ingest.remove([entry.id for entry in desk.entries() if "owl" in entry.identity])
    embedded = len(desk.embedder.embedded)  # type: ignore[attr-defined]

    assert put_back(desk, tmp_path / "copy") == 2
    assert desk.texts() == before
    assert_whole(desk)
    assert len(desk.embedder.embedded) == embedded  # type: ignore[attr-defined]
    assert desk.find("owl sentence 7 tells of owl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "library"]


@ONE_FILE
def test_a_library_that_is_open_elsewhere_sees_what_was_restored(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    page = chroma_desk(tmp_path / "library").open()
    desk.take_in(text(long_text("hen"), "hen.txt"))
    assert len(page.entries()) == 3
    with page.library.snapshot() as held:
        before = held.generation

        put_back(desk, tmp_path / "copy")

        assert len(held.entries()) == 3  # a question under way goes on with the state that it began with
    with page.library.snapshot() as fresh:
        assert fresh.generation > before
    assert len(page.entries()) == 2
    assert page.find("fox sentence 3 tells of fox")
    assert_whole(page)
    page.close()


def test_a_backup_is_taken_while_somebody_writes(desk: Desk, tmp_path: Path) -> None:
    with desk.library.lock():
        assert back_up(desk.library.file, tmp_path / "copy") == 2


def test_a_backup_replaces_an_older_one_at_once(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    desk.take_in(text(long_text("hen"), "hen.txt"))

    assert back_up(desk.library.file, tmp_path / "copy") == 3
    assert put_back(desk, tmp_path / "copy") == 3


def test_a_backup_goes_into_an_empty_library(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    other = chroma_desk(tmp_path / "other").open()

    assert put_back(other, tmp_path / "copy") == 2
    assert other.texts() == desk.texts()
    assert_whole(other)
    other.close()


@pytest.mark.parametrize("content", [b"", b"words", b"SQLite format 3\0" + b"\0" * 5000])
def test_what_is_no_backup_is_refused_and_changes_nothing(desk: Desk, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy").write_bytes(content)

    with pytest.raises(LibraryError, match=r"no backup that this Dateline can read.*Nothing was changed"):
        put_back(desk, tmp_path / "copy")
    assert len(desk.entries()) == 2
    assert_whole(desk)


def test_a_backup_with_a_broken_page_is_refused(desk: Desk, tmp_path: Path) -> None:
    """Its head and its list of tables are whole, so that only a look at every page tells."""
    back_up(desk.library.file, tmp_path / "copy")
    with sqlite3.connect(tmp_path / "copy") as copy:
        page: int = copy.execute("PRAGMA page_size").fetchone()[0]
        root: int = copy.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'passages'").fetchone()[0]
    copy.close()
    broken = bytearray((tmp_path / "copy").read_bytes())
    broken[(root - 1) * page + 3 : (root - 1) * page + 5] = b"\0\0"  # no rows, says the page, and holds some
    (tmp_path / "copy").write_bytes(broken)

    with pytest.raises(LibraryError, match="no backup"):
        put_back(desk, tmp_path / "copy")
    assert_whole(desk)


def test_a_backup_of_a_later_layout_and_another_programs_file_are_refused(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "later")
    with sqlite3.connect(tmp_path / "later") as later:
        later.execute("PRAGMA user_version = 99")
    later.close()
    with sqlite3.connect(tmp_path / "recipes") as recipes:
        recipes.execute("CREATE TABLE recipes (name)")
    recipes.close()

    for name in ("later", "recipes"):
        with pytest.raises(LibraryError, match="no backup"):
            put_back(desk, tmp_path / name)


def test_files_that_cannot_be_read_or_written_are_named(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="There is no file"):
        put_back(desk, tmp_path / "nowhere")
    with pytest.raises(LibraryError, match="cannot be"):
        back_up(desk.library.file, tmp_path / "no" / "folder")
    with pytest.raises(LibraryError, match="is the library itself"):
        back_up(desk.library.file, desk.library.file)


def test_verdicts_come_back_and_those_given_since_stay(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    items = FeedbackItems(folder, files=("cited-answers/clapnq.jsonl",), lock_timeout_s=5)
    items.add("cited-answers/clapnq.jsonl", {"question": "one?"})
    back_up(desk.library.file, tmp_path / "copy")
    items.add("cited-answers/clapnq.jsonl", {"question": "two?"})

    put_back(desk, tmp_path / "copy")
    put_back(desk, tmp_path / "copy")

    lines = (folder / "judged" / "cited-answers" / "clapnq.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["question"] for line in lines] == ["one?", "two?"]
    other = chroma_desk(tmp_path / "other").open()
    put_back(other, tmp_path / "copy")
    assert feedback_files(tmp_path / "other").keys() == {"cited-answers/clapnq.jsonl"}
    other.close()


def test_a_name_in_a_backup_never_becomes_a_path_elsewhere(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    with sqlite3.connect(tmp_path / "copy") as copy:
        for name in ("../../stolen.jsonl", "/stolen.jsonl", "a/../../stolen.jsonl", "a/stolen.sh"):
            copy.execute("INSERT INTO judged VALUES (?, x'41')", (name,))
    copy.close()
    before = sorted(tmp_path.rglob("*"))

    put_back(desk, tmp_path / "copy")

    assert list(tmp_path.rglob("*stolen*")) == []
    assert {path for path in before if path.is_file()} <= set(tmp_path.rglob("*"))


def test_work_that_waited_when_a_backup_was_made_is_not_done_after_it_is_restored(desk: Desk, tmp_path: Path) -> None:
    desk.library.jobs.add([Order(kind="remove", name="fox", fields={"id": "x"})])
    back_up(desk.library.file, tmp_path / "copy")

    put_back(desk, tmp_path / "copy")

    assert desk.library.jobs.jobs() == []
    with sqlite3.connect(desk.library.file) as connection:
        assert connection.execute("SELECT count(*) FROM tasks").fetchone() == (0,)


def test_the_state_that_is_restored_is_one_that_nobody_has_seen(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    with desk.library.snapshot() as before:
        seen = before.generation

    desk.library.restore(tmp_path / "copy")

    with desk.library.snapshot() as restored:
        assert restored.generation > seen
    put_back(desk, tmp_path / "copy")


@ONE_FILE
@pytest.mark.parametrize("damage", [b"no database at all " * 300, None])
def test_a_library_too_damaged_to_open_is_restored_and_its_file_is_kept_aside(
    desk: Desk, tmp_path: Path, damage: bytes | None
) -> None:
    before = desk.texts()
    back_up(desk.library.file, tmp_path / "copy")
    desk.close()
    file = tmp_path / "library" / "dateline.sqlite3"
    whole = file.read_bytes()
    file.write_bytes(damage or whole[:100] + b"\xff" * (len(whole) - 100))  # the head alone is left
    program = build(settings.load(library=tmp_path / "library"), embedder=CountingEmbedder())

    assert program.maintenance.restore(tmp_path / "copy") == 2

    assert sorted(one.identity for one in program.library.entries()) == sorted(f"upload:{name}" for name in before)
    assert file.with_name("dateline.sqlite3.damaged").is_file()
    assert [one.check for one in program.maintenance.examine() if one.state == "wrong"] == []
    program.close()


@ONE_FILE
def test_the_logs_of_a_damaged_library_are_not_left_for_the_one_that_takes_its_place(
    desk: Desk, tmp_path: Path
) -> None:
    """SQLite keeps them while somebody has the file open."""
    back_up(desk.library.file, tmp_path / "copy")
    file = desk.library.file
    logs = [file.with_name(file.name + ending) for ending in ("-wal", "-shm")]
    with closing(sqlite3.connect(file)) as elsewhere:
        elsewhere.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # all of it stands in the file itself
        desk.close()
        file.write_bytes(file.read_bytes()[:100] + b"\xff" * 8000)
        there = all(path.exists() for path in logs)

        aside = set_aside_if_damaged(file, tmp_path / "copy")

    assert there
    assert aside == file.with_name("dateline.sqlite3.damaged")
    assert not any(path.exists() for path in (file, *logs))


@ONE_FILE
def test_a_library_is_not_its_own_backup_by_whatever_path(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "again").symlink_to(tmp_path / "library")

    with pytest.raises(LibraryError, match="is the library itself"):
        back_up(desk.library.file, tmp_path / "again" / desk.library.file.name)

    assert_whole(desk)


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"no database at all " * 300)
    (tmp_path / "copies").mkdir()

    with pytest.raises(LibraryError):
        back_up(tmp_path / "broken", tmp_path / "copies" / "copy")

    assert list((tmp_path / "copies").iterdir()) == []


@ONE_FILE
def test_a_damaged_library_stays_where_it_is_if_the_backup_is_none(desk: Desk, tmp_path: Path) -> None:
    desk.close()
    file = tmp_path / "library" / "dateline.sqlite3"
    file.write_bytes(b"no database at all " * 300)
    (tmp_path / "copy").write_bytes(b"words")

    with (
        closing(build(settings.load(library=tmp_path / "library"))) as program,
        pytest.raises(LibraryError, match="no backup"),
    ):
        program.maintenance.restore(tmp_path / "copy")

    assert file.read_bytes().startswith(b"no database")


def upload(words: str) -> Order:
    return order_of(text(words, "late.txt"))


def test_m3_what_waits_to_be_taken_in_goes_on_waiting_and_no_number_comes_again(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    jobs = desk.library.jobs
    numbers = [jobs.add([upload("The bridge of Vik opened.")]), jobs.add([Order(kind="remove", name="fox")])]
    running = jobs.next("here", now=1e12)
    assert running is not None

    put_back(desk, tmp_path / "copy")
    later = jobs.add([upload("The zoo of Belmar has a gibbon.")])
    jobs.finish(running, Outcome(status="new", id="a", title="Vik"))

    assert later > max(numbers)
    assert [one.title for one in jobs.outcomes(numbers[0])] == ["Vik"]
    waiting = jobs.next("here", now=1e12)
    assert waiting is not None
    assert (waiting.job, waiting.order.data) == (later, b"The zoo of Belmar has a gibbon.")
    assert waiting.number > running.number + 1


def test_m3_a_number_that_only_the_backup_has_given_does_not_come_again_either(desk: Desk, tmp_path: Path) -> None:
    last = [desk.library.jobs.add([upload("words")]) for _ in range(5)][-1]
    back_up(desk.library.file, tmp_path / "copy")
    other = chroma_desk(tmp_path / "other").open()

    put_back(other, tmp_path / "copy")

    assert other.library.jobs.add([upload("words")]) > last
    other.close()


@ONE_FILE
def test_m3_what_was_there_is_kept_beside_the_library_each_time(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    desk.take_in(text(long_text("hen"), "hen.txt"))

    put_back(desk, tmp_path / "copy")
    put_back(desk, tmp_path / "copy")

    folder = desk.library.file.parent
    kept = [folder / f"{desk.library.file.name}.before-restore{end}" for end in ("", "-2")]
    with closing(sqlite3.connect(kept[0])) as first, closing(sqlite3.connect(kept[1])) as second:
        assert first.execute("SELECT count(*) FROM articles").fetchone() == (3,)
        assert second.execute("SELECT count(*) FROM articles").fetchone() == (2,)
    assert put_back(desk, kept[0]) == 3


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TRIGGER gone AFTER INSERT ON jobs BEGIN DELETE FROM articles; END",
        "CREATE VIEW stolen AS SELECT text FROM articles",
        "CREATE TABLE more (word TEXT)",
        "CREATE INDEX more ON articles (title)",
    ],
)
def test_l1_a_backup_with_things_that_no_dateline_makes_is_refused(desk: Desk, tmp_path: Path, made: str) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        copy.execute(made)

    with pytest.raises(LibraryError, match="no backup that this Dateline can read"):
        put_back(desk, tmp_path / "copy")

    assert len(desk.entries()) == 2
    assert not list(desk.library.file.parent.glob("*.before-restore*"))


def test_l1_verdicts_without_a_name_are_left_out(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as copy, copy:
        copy.execute("INSERT INTO judged VALUES (x'00ff', x'00'), ('cited-answers/clapnq.jsonl', 7)")

    assert put_back(desk, tmp_path / "copy") == 2
    assert feedback_files(desk.library.file.parent) == {}


@ONE_FILE
def test_l1_a_schema_is_not_trusted(desk: Desk) -> None:
    with desk.library._connections.reading() as connection:
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)


@ONE_FILE
def test_l2_a_page_that_is_open_notices_the_file_that_took_the_place_of_a_damaged_one(
    desk: Desk, tmp_path: Path
) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    page = SqliteLibrary(desk.library.file.parent)
    desk.library.close()
    desk.library.file.write_bytes(b"no database at all " * 300)
    for log in ("-wal", "-shm"):
        desk.library.file.with_name(desk.library.file.name + log).unlink(missing_ok=True)

    set_aside_if_damaged(desk.library.file, tmp_path / "copy")
    SqliteLibrary(desk.library.file.parent).close()
    restore(desk.library.file, tmp_path / "copy")

    with page.snapshot() as snapshot:
        assert len(snapshot.entries()) == 2
    page.close()


@ONE_FILE
def test_l4_a_process_of_an_older_layout_stops_writing(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.library.file)) as newer:
        newer.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")

    with pytest.raises(LibraryError, match="A newer Dateline has changed the layout"):
        desk.library.jobs.add([upload("words")])


@ONE_FILE
def test_l4_what_a_newer_dateline_noted_besides_is_passed_over(desk: Desk) -> None:
    number = desk.library.jobs.add([upload("words")])
    task = desk.library.jobs.next("here", now=1e12)
    assert task is not None
    desk.library.jobs.finish(task, Outcome(status="new", id="a", title="Vik"))
    with closing(sqlite3.connect(desk.library.file)) as newer, newer:
        newer.execute(
            "UPDATE tasks SET outcome = json_set(outcome, '$.mood', 'fine', '$.passages.moved', 3) WHERE job = ?",
            (number,),
        )

    assert [one.title for one in desk.library.jobs.outcomes(number)] == ["Vik"]


def test_l7_a_backup_replaces_nothing_but_a_backup(desk: Desk, tmp_path: Path) -> None:
    thesis, other = tmp_path / "thesis.txt", tmp_path / "other.sqlite3"
    thesis.write_text("Chapter one.", encoding="utf-8")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE meta (name TEXT)")

    for file in (thesis, other):
        before = file.read_bytes()
        with pytest.raises(LibraryError, match="is no backup of Dateline, so it stays as it is"):
            back_up(desk.library.file, file)
        assert file.read_bytes() == before


def test_l14_a_library_is_read_by_nobody_else_on_the_machine(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    library = SqliteLibrary(folder)
    library.jobs.add([upload("words")])

    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir() if path.suffix != ".lock"}
    library.close()

    assert folder.stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}
    assert any(name.endswith("-wal") for name in modes)


def test_l14_a_library_from_before_becomes_private_when_it_is_opened(tmp_path: Path) -> None:
    SqliteLibrary(tmp_path / "library").close()
    file = tmp_path / "library" / "dateline.sqlite3"
    file.chmod(0o644)
    file.parent.chmod(0o755)

    SqliteLibrary(tmp_path / "library").close()

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_l3_a_verdict_that_a_full_disk_cuts_off_leaves_the_others_whole(tmp_path: Path) -> None:
    items = FeedbackItems(tmp_path, files=(), lock_timeout_s=5)
    items.add("cited-answers/a.jsonl", {"question": "one"})
    file = tmp_path / "judged" / "cited-answers" / "a.jsonl"
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 20, usual[1]))
    try:
        with pytest.raises(LibraryError, match="cannot be kept"):
            items.add("cited-answers/a.jsonl", {"question": "two"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    items.add("cited-answers/a.jsonl", {"question": "three"})

    lines = file.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["question"] for line in lines] == ["one", "three"]


def test_l3_a_verdict_after_one_that_a_kill_cut_off_has_a_line_of_its_own(tmp_path: Path) -> None:
    items = FeedbackItems(tmp_path, files=(), lock_timeout_s=5)
    items.add("cited-answers/a.jsonl", {"question": "one"})
    file = tmp_path / "judged" / "cited-answers" / "a.jsonl"
    with file.open("ab") as out:
        out.write(b'{"question": "tw')

    items.add("cited-answers/a.jsonl", {"question": "three"})

    assert json.loads(file.read_text(encoding="utf-8").splitlines()[-1])["question"] == "three"
