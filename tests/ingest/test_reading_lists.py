"""Exports of reading lists: each format as its program writes it, and an import through the whole program."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from assembly import Services
from domain.errors import SourceError
from domain.jobs import LONGEST_WAIT_S, MOST_ATTEMPTS
from ingest import reading_lists
from ingest.__main__ import main
from ingest.jobs import PAUSE_S
from ingest.reading_lists import KINDS, ReadingList, Saved, orders_of, read_reading_list, reading_list_of
from tests.ingest.fetch.test_feeds import stories
from tests.ingest.test_tasks import NOW, work_off
from tests.web import SENTENCES, Reader, Site


def read(data: bytes | str, name: str = "export") -> ReadingList:
    source, text = read_reading_list(data.encode() if isinstance(data, str) else data, name)
    found = reading_list_of(text)
    assert source.title == found.service
    return found


def packed(**files: str | bytes) -> bytes:
    """A zip of these files; "__" stands for "/" and "_json" and so on for the ending."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            path, _, ending = name.replace("__", "/").rpartition("_")
            archive.writestr(f"{path}.{ending}", content)
    return made.getvalue()


POCKET = """title,url,time_added,tags,status
Tides,https://coast.example/tides,1704067200,sea|ferry timetable,unread
"Gulls, again",https://coast.example/gulls,1704153600,,archive
"""
INSTAPAPER = """URL,Title,Selection,Folder,Timestamp,Tags
https://coast.example/tides,Tides,the water came at four,Harbour,1704067200,"[""sea"",""ferry timetable""]"
https://coast.example/gulls,Gulls,,Archive,1704153600,[]
"""
READWISE = """Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
Tides,https://coast.example/tides,01a,"['sea', ""gull's cry""]",2024-01-01 00:00:00+00:00,0.5,later,True
Gulls,https://coast.example/gulls,01b,[],2024-01-02 00:00:00+00:00,0,new,False
"""
WALLABAG: list[dict[str, Any]] = [
    {
        "id": 7,
        "url": "https://coast.example/tides",
        "title": "Tides",
        "content": "<p>The water came at four.</p>",
        "tags": ["sea", "ferry timetable"],
        "created_at": "2024-01-01T02:00:00+0200",
        "published_at": "2023-12-30T00:00:00+00:00",
        "published_by": ["Ada Quill"],
        "annotations": [{"quote": "at four", "text": "Too early?", "ranges": []}, {"quote": "The water", "text": ""}],
        "reading_time": 3,
    }
]
KARAKEEP: dict[str, Any] = {
    "bookmarks": [
        {
            "title": "Tides",
            "createdAt": 1704067200,
            "tags": ["sea"],
            "lists": ["l1"],
            "content": {"type": "link", "url": "https://coast.example/tides"},
            "note": "Ask the harbour master.",
            "archived": False,
        },
        {"title": "Jotted", "tags": [], "content": {"type": "text", "text": "Buy a lantern."}},
        {"title": None, "tags": [], "content": None},
    ],
    "lists": [{"id": "l1", "name": "Coast", "type": "manual"}],
}
NETSCAPE = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1704000000">Coast &amp; sea</H3>
    <DL><p>
        <DT><A HREF="https://coast.example/tides?a=1&amp;b=2" ADD_DATE="1704067200" TAGS="sea,ferry" ICON="x">Tides</A>
        <DD>Ask the harbour master.
        <DT><A HREF="https://coast.example/gulls" ADD_DATE="1704153600">Gulls</A>
    </DL><p>
    <DT><A HREF="javascript:alert(1)">A script</A>
    <DT><A HREF="https://coast.example/mill">Mill</A>
</DL><p>
"""
OMNIVORE: list[dict[str, Any]] = [
    {
        "id": "o1",
        "slug": "tides-18c",
        "title": "Tides",
        "url": "https://coast.example/tides",
        "state": "Active",
        "labels": ["sea", "ferry timetable"],
        "savedAt": "2024-01-01T00:00:00.000Z",
        "publishedAt": "2023-12-30T00:00:00.000Z",
        "author": "Ada Quill",
    }
]
JANUARY = "2024-01-01T00:00:00+00:00"
TIDES = Saved(url="https://coast.example/tides", title="Tides", added=JANUARY, tags=("sea", "ferry timetable"))


def test_pocket_parts_tags_by_a_bar_and_names_what_is_not_used() -> None:
    found = read(packed(part_000000_csv=POCKET))

    assert found.service == "Pocket"
    assert found.entries[0] == TIDES
    assert (found.entries[1].title, found.entries[1].tags) == ("Gulls, again", ())
    assert found.ignored == ("status",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_list_with_a_byte_order_mark_is_read(encoding: str) -> None:
    plain, marked = read(POCKET), read(POCKET.encode(encoding))

    assert marked == plain
    assert read(packed(part_000000_csv=POCKET.encode(encoding))) == plain


def test_the_parts_of_pocket_are_one_list() -> None:
    further = "title,url,time_added,tags,status\nMill,https://coast.example/mill,1704240000,,unread\n"

    found = read(packed(part_000000_csv=POCKET, part_000001_csv=further))

    assert [one.title for one in found.entries] == ["Tides", "Gulls, again", "Mill"]


def test_instapaper_keeps_the_selection_and_folders_that_are_no_state() -> None:
    found = read(INSTAPAPER)

    assert found.service == "Instapaper"
    first, second = found.entries
    assert first.tags == ("sea", "ferry timetable", "Harbour")
    assert (first.added, first.notes) == (JANUARY, (("the water came at four", ""),))
    assert (second.tags, second.notes) == ((), ())


def test_instapaper_without_tags_is_read_too() -> None:
    found = read("URL,Title,Selection,Folder,Timestamp\nhttps://coast.example/tides,Tides,,Unread,1704067200\n")

    assert found.entries == (Saved(url="https://coast.example/tides", title="Tides", added=JANUARY),)


def test_readwise_reader_writes_tags_as_python_does() -> None:
    found = read(READWISE)

    assert found.service == "Readwise Reader"
    assert (found.entries[0].added, found.entries[0].tags) == (JANUARY, ("sea", "gull's cry"))
    assert found.ignored == ("ID", "Reading progress", "Location", "Seen")


def test_wallabag_has_the_page_its_author_and_annotations() -> None:
    found = read(json.dumps(WALLABAG))

    [one] = found.entries
    assert (found.service, one.added, one.tags) == ("Wallabag", JANUARY, TIDES.tags)
    assert one.notes == (("at four", "Too early?"), ("The water", ""))
    assert "<p>The water came at four.</p>" in one.page
    assert 'content="2023-12-30T00:00:00+00:00"' in one.page
    assert 'content="Ada Quill"' in one.page
    assert found.ignored == ("id", "reading_time")


def test_karakeep_has_lists_notes_and_texts_without_an_address() -> None:
    found = read(json.dumps(KARAKEEP))

    first, second, third = found.entries
    assert (first.url, first.added, first.tags) == (TIDES.url, JANUARY, ("sea", "Coast"))
    assert first.notes == (("", "Ask the harbour master."),)
    assert (second.url, second.text) == ("", "Buy a lantern.")
    assert (third.url, third.text) == ("", "")
    assert found.ignored == ("archived",)


def test_bookmarks_have_folders_and_notes_and_scripts_are_left_out() -> None:
    found = read(NETSCAPE)

    assert [one.url for one in found.entries] == [
        "https://coast.example/tides?a=1&b=2",
        "https://coast.example/gulls",
        "https://coast.example/mill",
    ]
    assert found.entries[0].tags == ("sea", "ferry", "Coast & sea")
    assert found.entries[0].notes == (("", "Ask the harbour master."),)
    assert (found.entries[0].added, found.entries[2].tags) == (JANUARY, ())
    assert found.ignored == ("icon",)


def test_pocket_from_before_2025_is_a_page_of_links() -> None:
    found = read(
        '<html><ul><li><a href="https://coast.example/tides" time_added="1704067200" tags="sea">Tides</a></ul>'
    )

    assert found.entries == (Saved(url=TIDES.url, title="Tides", added=JANUARY, tags=("sea",)),)


def test_omnivore_has_saved_pages_and_highlights_beside_its_lists() -> None:
    found = read(
        packed(
            export__metadata_0_to_1_json=json.dumps(OMNIVORE),
            **{"export__content__tides-18c_html": "<p>The water came at four.</p>"},
            **{"export__highlights__tides-18c_md": "> at four\n\nToo early?\n\n> The water\n"},
            export__readme_txt="hello",
        )
    )

    [one] = found.entries
    assert (found.service, one.added, one.tags) == ("Omnivore", JANUARY, TIDES.tags)
    assert "<p>The water came at four.</p>" in one.page
    assert one.notes == (("at four", "Too early?"), ("The water", ""))
    assert found.ignored == ("id", "state", "export/readme.txt")


def test_an_address_that_is_named_twice_is_one_entry_with_the_earlier_date_and_all_tags() -> None:
    found = read(
        "url,title,time_added,tags\n"
        "https://www.coast.example/tides/,Tides,1704153600,sea\n"
        "https://coast.example/tides?utm_source=x,,1704067200,ferry\n"
    )

    [one] = found.entries
    assert (one.title, one.added, one.tags) == ("Tides", JANUARY, ("sea", "ferry"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"name,age\nAda,7\n", "no reading list that is known"),
        (b"[1, 2]", "no reading list that is known"),
        (b'[{"title": "x"}]', "no reading list that is known"),
        (b"[" * 100_000, "cannot be read"),
        (b'{"bookmarks": []}', "names no article"),
        (b"{", "cannot be read"),
        (b"PK\x03\x04 broken", "cannot be read"),
        (packed(notes_txt="x"), "holds no reading list"),
        (packed(part_0_csv=POCKET, metadata_0_json=json.dumps(OMNIVORE)), "lists of Omnivore and Pocket"),
        (b"url,title,time_added,tags\n", "names no article"),
        (b"url,time_added\n" + b"x" * 200_000, "cannot be read"),
    ],
)
def test_what_is_no_export_is_refused_with_what_is_read(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(data)


def test_too_many_entries_and_too_large_archives_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_lists, "MAX_ITEMS", 1)
    monkeypatch.setattr(reading_lists, "MAX_UNPACKED", 5)

    with pytest.raises(SourceError, match="more than 1 articles"):
        read(POCKET)
    with pytest.raises(SourceError, match="unpacks to more"):
        read(packed(part_0_csv=POCKET))


@pytest.mark.parametrize("written", ["", "never", "-5", "99999999999999999999999", "1e400", None, [], "0"])
def test_a_date_that_is_none_is_left_out(written: object) -> None:
    assert read(json.dumps([{"url": TIDES.url, "created_at": written}])).entries[0].added is None


def saved_pages(url: str, dead: str) -> str:
    page = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    entries = [
        {"url": url, "title": "Story a", "content": "<p>Old words.</p>", "tags": ["sea"], "created_at": JANUARY},
        {
            "url": dead,
            "title": "The crane",
            "content": page,
            "published_at": "2023-12-30T00:00:00+00:00",
            "tags": ["sea", "harbour"],
            "created_at": JANUARY,
            "annotations": [{"quote": "Nobody was hurt", "text": "Good."}, {"quote": "Not there", "text": "Hm."}],
        },
        {"url": "ftp://coast.example/x", "title": "No page"},
    ]
    return json.dumps(entries)


def imported(reader: Reader, data: str) -> list[str]:
    """Order the import as a job, have it worked off, and return what became of each entry."""
    found = reader.program.ingest.read_list(data.encode(), "export.json")
    number = reader.program.background.order(orders_of(found))
    for pause in range(MOST_ATTEMPTS):
        work_off(reader.program, at=NOW + PAUSE_S * 4**pause)
    return [one.status for one in reader.program.background.jobs.outcomes(number)]


def test_an_import_keeps_dates_tags_and_notes_and_says_what_could_not_be_had(site: Site, reader: Reader) -> None:
    stories(site, "a")

    statuses = imported(reader, saved_pages(site.url("/a"), site.url("/gone")))

    assert statuses == ["new", "new", "failed"]
    articles = {one.source.title: one for one in reader.program.library.entries()}
    assert set(articles) == {"Story a", "The crane"}
    assert SENTENCES[0] in reader.program.library.article(articles["Story a"].id).text  # as it is now, not as saved
    crane = articles["The crane"]
    assert (crane.source.published, crane.source.url) == ("2023-12-30", site.url("/gone"))
    collections = reader.program.library.collections()
    assert {one.name: one.count for one in collections.collections()} == {"Wallabag": 2, "sea": 2, "harbour": 1}
    notes = reader.program.library.notes().notes(crane.id)
    assert [(note.quote, note.text, note.made) for note in notes] == [
        ("Nobody was hurt", "Good.", JANUARY),
        (None, "“Not there”\nHm.", JANUARY),
    ]


def test_an_import_that_is_begun_again_fetches_nothing_twice(site: Site, reader: Reader) -> None:
    stories(site, "a")
    data = saved_pages(site.url("/a"), site.url("/gone"))
    imported(reader, data)
    asked = [path for _, path, _ in site.asked].count("/a")

    assert imported(reader, data) == ["unchanged", "unchanged", "failed"]
    assert [path for _, path, _ in site.asked].count("/a") == asked
    assert len(reader.program.library.notes().notes()) == 2


def test_the_saved_page_waits_until_the_address_has_failed_for_good(site: Site, reader: Reader) -> None:
    site.pages["/busy"] = lambda handler: handler.reply(b"Later.", status=503)

    found = reader.program.ingest.read_list(saved_pages(site.url("/busy"), site.url("/busy?x=1")).encode(), "e.json")
    number = reader.program.background.order(orders_of(found)[1:2])
    work_off(reader.program)

    assert reader.program.background.jobs.outcomes(number) == []
    assert reader.program.library.entries() == []
    for pause in range(1, MOST_ATTEMPTS):
        work_off(reader.program, at=NOW + PAUSE_S * 4**pause)
    [outcome] = reader.program.background.jobs.outcomes(number)
    assert (outcome.status, outcome.title) == ("new", "The crane")
    assert "cannot answer just now (503)" in str(outcome.note)


def test_the_saved_page_is_taken_at_once_where_the_server_asks_to_be_left_alone_for_too_long(
    site: Site, reader: Reader
) -> None:
    after = str(int(LONGEST_WAIT_S) + 1)
    site.pages["/busy"] = lambda handler: handler.reply(b"Later.", status=503, Retry_After=after)

    found = reader.program.ingest.read_list(saved_pages(site.url("/busy"), site.url("/busy?x=1")).encode(), "e.json")
    number = reader.program.background.order(orders_of(found)[1:2])
    work_off(reader.program)

    assert [one.status for one in reader.program.background.jobs.outcomes(number)] == ["new"]


def run(program: Services, capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main([str(one) for one in arguments], open_program=lambda _: program)
    return code, capsys.readouterr().out


def test_the_command_imports_a_list_and_names_what_it_does_not_use(
    site: Site, reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stories(site, "a")
    file = tmp_path / "pocket.csv"
    file.write_text(f"title,url,time_added,tags,status\nA,{site.url('/a')},1704067200,sea,unread\n", encoding="utf-8")

    code, out = run(reader.program, capsys, "--reading-list", file, "--collections", "--json")

    printed = json.loads(out)
    assert code == 0
    assert printed["reading_lists"] == [{"service": "Pocket", "articles": 1, "ignored": ["status"]}]
    assert [one["title"] for one in printed["articles"]] == ["Story a"]
    assert [(one["name"], one["count"]) for one in printed["collections"]] == [("Pocket", 1), ("sea", 1)]


def test_the_command_says_what_a_file_that_is_none_should_be(
    reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.csv").write_text("a,b\n", encoding="utf-8")

    assert main(["--reading-list", str(tmp_path / "x.csv")], open_program=lambda _: reader.program) == 1
    assert KINDS in capsys.readouterr().err
    assert main(["--reading-list", str(tmp_path)], open_program=lambda _: reader.program) == 1
    assert "is not a file" in capsys.readouterr().err
