"""What comes in under a known name: a version of the article, another text, or a notice that it was withdrawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.values import Article, ArticleEntry, Material, Source, Standing
from ingest.fetch.files import fetch
from ingest.versions import relation
from tests.ingest.test_near_duplicates import QUAKE, REPORT, STORY
from tests.ingest.test_tasks import work_off
from tests.making import Desk, assert_whole, long_text, text
from tests.web import SENTENCES, Reader, Site, article_page

pytestmark = pytest.mark.usefixtures("stores")

NOTICE = "This report has been withdrawn by the editors of the paper."
OTHER = [f"The council of Vesterby met for the {number}th time and talked of its school roofs." for number in range(9)]
MORE = "A last sentence was added on Friday."


def article(words: str, title: str = "Crane falls into harbour") -> Article:
    return Article(id="a", source=Source(title=title), text=words, digest="d")


def by_title(reader: Reader) -> dict[str, ArticleEntry]:
    return {entry.source.title: entry for entry in reader.program.library.entries()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "library")
    yield made
    assert_whole(made)
    made.library.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{STORY} {MORE}", "version"),
        (STORY[: len(STORY) // 4], "version"),
        (f"{STORY} {' '.join(OTHER)}", "version"),
        (f"{' '.join(SENTENCES[:2])} {' '.join(OTHER[:4])}", "version"),
        (" ".join(OTHER), "other"),
        (f"{SENTENCES[0][:40]} {' '.join(OTHER)}", "other"),
        (NOTICE, "notice"),
        (f"Crane falls into harbour\n{NOTICE}", "notice"),
        (
            f"The report that said “{SENTENCES[0][:50]}” has been withdrawn. We did not check it as we should have.",
            "notice",
        ),
    ],
)
def test_m5_an_edited_text_is_a_version_and_another_one_is_not(text: str, expected: str) -> None:
    assert relation(article(STORY), "Crane falls into harbour", text) == expected


def test_m5_short_texts_are_compared_by_their_words() -> None:
    assert relation(article("The fox is quick."), "The fox", "The fox is slow.") == "version"
    assert relation(article("The mill of Orrin burned down."), "T", "A zoo has a new giraffe since May.") == "other"


def test_m5_a_report_of_the_same_template_is_another_article_but_one_new_figure_is_an_update() -> None:
    another = {"size": "4.2", "day": "Friday", "place": "Lennik", "hour": "8.05", "deep": "9"}

    assert relation(article(REPORT.format(**QUAKE)), "Quake", REPORT.format(**another)) == "other"
    assert relation(article(REPORT.format(**QUAKE)), "Quake", REPORT.format(**QUAKE | {"size": "4.2"})) == "version"


def test_m5_uploads_of_one_name_with_other_words_are_articles_of_their_own(desk: Desk) -> None:
    topics = ("bridge", "zoo", "mill")

    outcomes = desk.ingest.take_in([text(long_text(topic), "download.txt") for topic in topics])

    assert [one.status for one in outcomes] == ["new", "new", "new"]
    assert [entry.standing for entry in desk.entries()] == [Standing()] * 3
    again = [text(long_text(topic), "download.txt") for topic in topics]
    assert desk.take_in(*again) == ["unchanged"] * 3
    edited = desk.ingest.take_in([text(f"{long_text('bridge')}\n\n{MORE}", "download.txt")])
    assert [(one.status, one.id) for one in edited] == [("updated", outcomes[0].id)]
    assert len(desk.entries()) == 3


def test_m6_a_page_of_another_blog_takes_an_articles_place_only_as_a_version(site: Site, reader: Reader) -> None:
    alice, mallory = "alice.pen-and-paper-blogs.com", "mallory.pen-and-paper-blogs.com"
    reader.names.known |= {alice: ["127.0.0.1"], mallory: ["127.0.0.1"]}
    site.serves("/bridge", article_page("Bridge to open in May"))
    url = site.url("/bridge", alice)
    head = f'<link rel="canonical" href="{url}">'
    site.serves("/never", article_page("Bridge will never open", head=head, body=OTHER[:6]))
    site.serves("/copy", article_page("Bridge to open in May", head=head, body=[*SENTENCES, MORE]))

    outcomes = reader.visit(url, site.url("/never", mallory), site.url("/copy", mallory))

    assert [one.status for one in outcomes] == ["new", "new", "updated"]
    assert outcomes[2].id == outcomes[0].id
    assert {entry.source.title for entry in reader.program.library.entries()} == {
        "Bridge to open in May",
        "Bridge will never open",
    }


def test_m6_another_text_takes_the_address_and_the_former_article_stays(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page())
    [first] = reader.visit(url)
    site.serves("/a", article_page("Schools of Vesterby", body=OTHER))

    assert reader.refresh() == ["new"]

    former, new = by_title(reader)["Crane falls into harbour"], by_title(reader)["Schools of Vesterby"]
    assert (former.id, former.gone) == (first.id, False)
    assert former.standing.replaced == (new.added or "")[:10]
    assert new.standing == Standing()
    assert SENTENCES[0] in reader.program.library.article(former.id).text
    assert reader.program.library.article(former.id).standing == former.standing


def test_m6_a_second_refresh_makes_no_third_article_and_looks_at_the_address_once(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page())
    old = site.leads("/old", "/a", 301)
    reader.visit(old, url)
    site.serves("/a", article_page("Schools of Vesterby", body=OTHER))
    reader.refresh()
    before = reader.program.library.entries()
    del site.asked[:]

    assert reader.refresh() == ["unchanged"]

    assert [path for _, path, _ in site.asked if path == "/a"] == ["/a"]
    assert reader.program.library.entries() == before
    assert reader.status(url, old) == ["unchanged", "unchanged"]
    site.serves("/a", article_page("Schools of Vesterby", body=[*OTHER, MORE]))
    assert reader.refresh() == ["updated"]
    assert len(reader.program.library.entries()) == 2


def test_m6_a_refresh_that_was_asked_for_before_says_that_another_text_stands_there(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page())
    [first] = reader.visit(url)
    reader.program.background.order_refresh([str(first.id)])
    site.serves("/a", article_page("Schools of Vesterby", body=OTHER))
    reader.visit(url)

    work_off(reader.program)

    [outcome] = reader.program.background.jobs.outcomes(1)
    assert (outcome.status, outcome.id) == ("gone", first.id)
    assert "another text has stood at its address since" in str(outcome.note)


def test_m6_a_text_that_comes_back_to_its_address_is_the_article_that_it_was(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page())
    [first] = reader.visit(url)
    site.serves("/a", article_page("Schools of Vesterby", body=OTHER))
    [second] = reader.visit(url)
    site.serves("/a", article_page(body=[*SENTENCES, MORE]))

    [third] = reader.visit(url)

    assert (second.status, third.status, third.id) == ("new", "updated", first.id)
    assert by_title(reader)["Crane falls into harbour"].standing == Standing()
    assert by_title(reader)["Schools of Vesterby"].standing.replaced is not None


def test_m6_a_file_that_holds_another_article_is_a_second_one(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "today.txt"
    file.write_text(long_text("fox"), encoding="utf-8")
    [first] = desk.ingest.take_in([fetch(str(file))])
    file.write_text(long_text("owl"), encoding="utf-8")

    [second] = desk.ingest.take_in([fetch(str(file))])

    assert second.status == "new"
    assert {entry.id: entry.standing.replaced is not None for entry in desk.entries()} == {
        first.id: True,
        second.id: False,
    }


def test_m6_a_notice_in_an_articles_place_makes_no_article(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page())
    [first] = reader.visit(url)
    site.serves("/a", article_page(body=[NOTICE]), ETag='"2"')

    [outcome] = reader.program.ingest.refresh()

    assert (outcome.status, outcome.id) == ("gone", first.id)
    assert NOTICE in str(outcome.note)
    [entry] = reader.program.library.entries()
    assert (entry.gone, entry.standing) == (True, Standing(withdrawn=NOTICE))
    assert SENTENCES[0] in reader.program.library.article(entry.id).text
    assert reader.refresh() == ["gone"]
    assert reader.program.library.entries() == [entry]
    site.serves("/a", article_page())
    assert reader.refresh() == ["unchanged"]
    assert reader.program.library.entries()[0].standing == Standing()
    assert not reader.program.library.entries()[0].gone


def test_m6_a_teaser_of_a_collection_is_no_notice(site: Site, reader: Reader, tmp_path: Path) -> None:
    url = site.serves("/a", article_page())
    reader.visit(url)
    line = f'{{"title": "Harbour shut", "url": "{url}", "text": "Ships wait at sea, and nobody knows for how long."}}'

    feed = Material(name="feed.jsonl", data=line.encode(), media="jsonl", identity="upload:feed")
    reader.program.ingest.take_in([feed])

    assert not any(entry.gone for entry in reader.program.library.entries())


def test_m6_what_has_become_of_an_article_outlasts_corrections_and_a_rebuilt_index(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page())
    [first] = reader.visit(url)
    site.serves("/a", article_page(body=[NOTICE]))
    reader.refresh()

    reader.program.ingest.correct(str(first.id), {"outlet": "The Paper"})
    reader.program.maintenance.rebuild()

    [entry] = reader.program.library.entries()
    assert (entry.source.outlet, entry.gone, entry.standing.withdrawn) == ("The Paper", True, NOTICE)
