"""Web addresses to articles: through the whole program, from a real server on loopback, with a small embedder."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest

from ingest.fetch.addresses import plain_address, tidy
from ingest.fetch.files import fetch
from ingest.fetch.soft_404 import is_section
from tests.web import SENTENCES, Handler, Reader, Site, article_page


def test_an_address_becomes_an_article_with_its_source(site: Site, reader: Reader) -> None:
    head = (
        '<meta property="og:site_name" content="The Paper"><meta name="author" content="Jane Roe">'
        '<meta property="article:published_time" content="2025-11-03T10:00:00+01:00">'
    )
    url = site.serves("/news/crane", article_page(head=head))

    [outcome] = reader.visit(f"{url}?utm_source=letter#top")

    assert (outcome.status, outcome.title) == ("new", "Crane falls into harbour")
    source = reader.program.library.article(str(outcome.id)).source
    assert (source.outlet, source.author, source.published) == ("The Paper", "Jane Roe", "2025-11-03")
    assert source.url == url
    assert SENTENCES[0] in reader.program.library.article(str(outcome.id)).text


def test_a_known_address_is_taken_in_again_without_complaint(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page())

    assert reader.status(url, url) == ["new", "unchanged"]
    site.serves("/a", article_page(body=[*SENTENCES, "The crane was lifted out of the water on Friday evening."]))
    assert reader.status(url) == ["updated"]
    assert len(reader.program.library.entries()) == 1


@pytest.mark.parametrize(
    "other",
    ["/a/", "/a?utm_campaign=x&fbclid=7", "/a#comments", "/a?amp=1", "/a?gclid=1&ref=home"],
)
def test_variants_of_an_address_are_one_article(site: Site, reader: Reader, other: str) -> None:
    site.serves("/a", article_page())
    site.pages["/a/"] = site.pages["/a"]

    assert reader.status(site.url("/a"), site.url(other)) == ["new", "unchanged"]


@pytest.mark.parametrize("host", ["m.paper.example", "www.paper.example", "amp.paper.example", "mobile.paper.example"])
def test_editions_of_a_site_are_one_article(site: Site, reader: Reader, host: str) -> None:
    site.serves("/a", article_page())

    assert reader.status(site.url("/a"), site.url("/a", host)) == ["new", "unchanged"]


def test_the_canonical_address_is_the_identity(site: Site, reader: Reader) -> None:
    head = f'<link rel="canonical" href="{site.url("/a", "www.paper.example")}">'
    first = site.serves("/a", article_page(head=head))
    second = site.serves(
        "/amp/story-7", article_page(head=head, body=[*SENTENCES, "A mobile page says a little more."])
    )

    assert reader.status(first, second) == ["new", "updated"]
    assert len(reader.program.library.entries()) == 1


@pytest.mark.parametrize("front", ["/", "/en/", "/pt-BR", "/index.html", "/de/index.php"])
def test_a_page_that_names_a_front_page_as_its_address_keeps_its_own(site: Site, reader: Reader, front: str) -> None:
    url = site.serves("/a", article_page(head=f'<link rel="canonical" href="{site.url(front)}">'))

    assert reader.status(url) == ["new"]
    assert reader.program.library.entries()[0].source.url == url


def test_a_place_in_the_address_that_a_page_names_is_no_part_of_it(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page(head=f'<link rel="canonical" href="{site.url("/a")}#comments">'))

    reader.visit(url)

    assert reader.program.library.entries()[0].source.url == url


def other_page(title: str, word: str, head: str = "") -> str:
    return article_page(title, head=head, body=[f"{word} {line.replace(' ', f' {word} ')}" for line in SENTENCES])


def test_pages_with_different_texts_that_name_one_address_do_not_replace_each_other(site: Site, reader: Reader) -> None:
    head = f'<link rel="canonical" href="{site.url("/story")}">'
    first = site.serves("/a", article_page(head=head))
    second = site.serves("/b", other_page("Soup for all", "soup", head))
    third = site.serves("/story", other_page("Rain again", "rain", head))

    assert reader.status(first, second, third) == ["new", "new", "new"]
    assert reader.status(first, second, third) == ["unchanged", "unchanged", "unchanged"]
    assert len({reader.program.library.article(entry.id).text for entry in reader.program.library.entries()}) == 3


@pytest.mark.parametrize("section", ["/news", "/news/2025/"])
def test_a_page_that_names_its_section_as_its_address_keeps_its_own(site: Site, reader: Reader, section: str) -> None:
    url = site.serves("/news/2025/crane", article_page(head=f'<link rel="canonical" href="{site.url(section)}">'))

    reader.visit(url)

    assert reader.program.library.entries()[0].source.url == url


@pytest.mark.parametrize("name", ["ref", "id", "p", "page", "article"])
def test_a_parameter_may_choose_the_article(site: Site, reader: Reader, name: str) -> None:
    def page(handler: Handler) -> None:
        handler.reply((article_page() if handler.path.endswith("=1") else other_page("Soup", "soup")).encode())

    site.pages["/show"] = page

    assert reader.status(site.url(f"/show?{name}=1"), site.url(f"/show?{name}=2")) == ["new", "new"]
    assert len(reader.program.library.entries()) == 2


@pytest.mark.parametrize("other", ["/a?ref=home", "/a?partner=x", "/a?from=mail"])
def test_a_parameter_that_does_not_change_the_text_leaves_it_one_article(
    site: Site, reader: Reader, other: str
) -> None:
    site.serves("/a", article_page())

    assert reader.status(site.url("/a"), site.url(other)) == ["new", "unchanged"]
    assert len(reader.program.library.entries()) == 1


def test_a_fragment_that_names_a_route_is_part_of_the_address() -> None:
    assert plain_address("https://x.example/#!/story/1") != plain_address("https://x.example/#!/story/2")
    assert plain_address("https://x.example/app#/story/1") == "https://x.example/app#/story/1"
    assert plain_address("https://x.example/a#top") == "https://x.example/a"


ROAD = "The long road to Ostmark"
PAGES = [
    SENTENCES,
    [f"Later, {line[0].lower()}{line[1:]}" for line in reversed(SENTENCES)],
    [f"Much later and in the rain, {line[0].lower()}{line[1:]}" for line in SENTENCES[1:]],
]


def serve_pages(site: Site, *addresses: str, linked: str, title: str = ROAD) -> list[str]:
    """An article of several pages at these addresses, linked by rel or by numbers; return their addresses."""
    answers: dict[str, dict[str, str]] = {}
    for number, address in enumerate(addresses):
        before, after = addresses[number - 1] if number else "", "".join(addresses[number + 1 : number + 2])
        head = f'<link rel="canonical" href="{site.url(addresses[0])}">'
        if linked == "rel":
            head += f'<link rel="prev" href="{before}">' if before else ""
            head += f'<link rel="next" href="{after}">' if after else ""
        foot = "".join(f' <a href="{one}">{place}</a>' for place, one in enumerate(addresses, 1)) * (
            linked == "numbers"
        )
        page = article_page(title, head=head, body=PAGES[number]).replace("</article>", f"</article><div>{foot}</div>")
        path, _, query = address.partition("?")
        answers.setdefault(path, {})[query] = page
    for path, pages in answers.items():
        site.pages[path] = lambda handler, pages=pages: handler.reply(  # type: ignore[misc]
            pages[handler.path.partition("?")[2]].encode()
        )
    return [site.url(address) for address in addresses]


@pytest.mark.parametrize("linked", ["rel", "numbers"])
@pytest.mark.parametrize(
    "addresses",
    [
        ("/ostmark", "/ostmark?page=2", "/ostmark?page=3"),
        ("/ostmark", "/ostmark/2", "/ostmark/3"),
        ("/o/", "/o/page/2/"),
    ],
)
@pytest.mark.parametrize("first", [0, 1])
def test_an_article_of_several_pages_is_one(
    site: Site, reader: Reader, addresses: tuple[str, ...], linked: str, first: int
) -> None:
    urls = serve_pages(site, *addresses, linked=linked)

    [outcome] = reader.visit(urls[first])

    text = reader.program.library.article(str(outcome.id)).text
    places = [text.index(page[-1]) for page in PAGES[: len(addresses)]]
    assert places == sorted(places)
    assert reader.program.library.article(str(outcome.id)).source.title == ROAD
    assert reader.status(*urls) == ["unchanged"] * len(urls)
    assert len(reader.program.library.entries()) == 1


def test_the_next_post_of_a_blog_is_no_page_of_this_one(site: Site, reader: Reader) -> None:
    site.serves("/soup", other_page("Soup for all", "soup"))
    url = site.serves("/crane", article_page(head='<link rel="next" href="/soup">'))

    [outcome] = reader.visit(url)

    assert "soup" not in reader.program.library.article(str(outcome.id)).text


def test_a_page_that_cannot_be_fetched_is_said_to_be_missing(site: Site, reader: Reader) -> None:
    url = site.serves("/ostmark", article_page(ROAD, head='<link rel="next" href="/ostmark/2">'))

    [outcome] = reader.visit(url)

    assert outcome.status == "new"
    assert str(outcome.note) == f"The article goes on at {site.url('/ostmark/2')}, which could not be fetched."


def test_a_page_cannot_take_the_place_of_another_sites_article(site: Site, reader: Reader) -> None:
    good = site.serves("/a", article_page())
    head = f'<link rel="canonical" href="{good}">'
    site.serves(
        "/evil", article_page("Crane is fine", head=head, body=[line.replace("crane", "ship") for line in SENTENCES])
    )

    assert reader.status(good, site.url("/evil", "other.example")) == ["new", "new"]
    assert reader.status(good) == ["unchanged"]


def test_a_redirected_address_is_known_by_both_names(site: Site, reader: Reader) -> None:
    new = site.serves("/new-place", article_page(), ETag='"1"')
    old = site.leads("/old-place", "/new-place", status=301)

    assert reader.status(old, new, old) == ["new", "unchanged", "unchanged"]
    assert len(reader.program.library.entries()) == 1
    pages = [headers.get("If-None-Match") for _, path, headers in site.asked if path == "/new-place"]
    assert pages == [None, '"1"', '"1"']


def test_an_article_that_moves_to_a_new_canonical_address_stays_one(site: Site, reader: Reader) -> None:
    first = site.serves("/a", article_page())
    reader.visit(first)
    site.serves("/b", article_page(body=[*SENTENCES, "Later the story got a new address."]))
    site.leads("/a", "/b", status=301)

    assert reader.status(first) == ["updated"]
    assert len(reader.program.library.entries()) == 1


def test_an_unchanged_page_costs_one_conditional_request(site: Site, reader: Reader) -> None:
    def page(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == '"1"':
            handler.reply(b"", status=304)
        else:
            handler.reply(article_page().encode(), ETag='"1"')

    site.pages["/a"] = page
    reader.visit(site.url("/a"))
    del site.asked[:]

    assert reader.refresh() == ["unchanged"]
    assert [headers.get("If-None-Match") for _, _, headers in site.asked] == ['"1"']


def test_refresh_tells_updated_unchanged_gone_and_failed(site: Site, reader: Reader) -> None:
    for name in "abcd":
        site.serves(f"/{name}", article_page(f"Story {name}", body=[f"{name}: {line}" for line in SENTENCES]))
    reader.visit(*(site.url(f"/{name}") for name in "abcd"))
    site.serves("/a", article_page("Story a", body=["a: News of the crane.", *SENTENCES]))
    site.serves("/c", "Gone", status=410)
    site.serves("/d", "Busy", status=503)

    outcomes = reader.program.ingest.refresh()

    assert [outcome.status for outcome in outcomes] == ["updated", "unchanged", "gone", "failed"]
    assert outcomes[2].title == "Story c"


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_marked_kept_and_comes_back(site: Site, reader: Reader, status: int) -> None:
    url = site.serves("/a", article_page())
    [before] = reader.visit(url)
    site.serves("/a", "Gone", status=status)

    assert reader.refresh() == ["gone"]
    [entry] = reader.program.library.entries()
    assert entry.gone
    assert SENTENCES[0] in reader.program.library.article(entry.id).text
    assert reader.refresh() == ["gone"]
    site.serves("/a", article_page())
    assert reader.refresh() == ["unchanged"]
    assert not reader.program.library.entries()[0].gone
    assert reader.program.ingest.remove([str(before.id)])[0].status == "removed"
    assert reader.refresh() == []


def test_a_page_that_was_never_there_fails_with_what_to_do(site: Site, reader: Reader) -> None:
    [outcome] = reader.visit(site.url("/nowhere"))

    assert (outcome.status, outcome.source) == ("failed", site.url("/nowhere"))
    assert "There is no page at" in str(outcome.error)


def test_one_address_that_fails_does_so_alone(site: Site, reader: Reader) -> None:
    good = site.serves("/a", article_page())

    assert reader.status("ftp://paper.example/a", good, "https://") == ["failed", "new", "failed"]


def test_a_story_that_leads_to_the_front_page_is_not_taken_for_it(site: Site, reader: Reader) -> None:
    site.serves("/", article_page("All the news"))
    url = site.leads("/old-story", "/")

    [outcome] = reader.visit(url)

    assert "not there any more" in str(outcome.error)


OTHERS = [f"The council of Vesterby met for the {number}th time and talked of its school roofs." for number in range(9)]


@pytest.mark.parametrize("there", ["/news", "/", "/news/other-story", "/sorry/removed-page"])
def test_a_dead_article_that_leads_to_another_page_is_gone_and_keeps_its_words(
    site: Site, reader: Reader, there: str
) -> None:
    url = site.serves("/news/crane-falls-4711", article_page())
    [new] = reader.visit(url)
    site.serves(there, article_page("All the news of Vesterby", body=OTHERS))
    site.leads("/news/crane-falls-4711", there)

    assert reader.refresh() == ["gone"]

    assert SENTENCES[0] in reader.program.library.article(str(new.id)).text
    [entry] = reader.program.library.entries()
    assert entry.gone
    site.serves("/news/crane-falls-4711", article_page())
    assert reader.refresh() == ["unchanged"]
    assert not reader.program.library.entries()[0].gone


def test_an_article_that_moved_is_followed_even_if_it_was_edited(site: Site, reader: Reader) -> None:
    url = site.serves("/news/2025/crane-falls", article_page())
    reader.visit(url)
    site.serves("/crane-falls", article_page("Crane lifted out", body=[*SENTENCES, "It was lifted out on Friday."]))
    site.leads("/news/2025/crane-falls", "/crane-falls", 301)

    assert reader.refresh() == ["updated"]


@pytest.mark.parametrize(
    ("asked", "found", "section"),
    [
        ("/news/world/storm-hits-coast", "/news/world", True),
        ("/2025/11/03/storm", "/", True),
        ("/world-news/storm", "/world-news/", True),
        ("/2025/11/storm", "/2025/", True),
        ("/news/2025/11/03/storm", "/news/2025/11", True),
        ("/news/storm", "/en/", True),
        ("/news/storm", "/index.html", True),
        ("/news/4711/storm-hits-coast", "/news/4711", False),
        ("/storm-hits-the-coast/amp", "/storm-hits-the-coast", False),
        ("/news/storm", "/sport", False),
        ("/", "/", False),
        ("/s/abc", "/news/storm-hits-coast", False),
        ("/2025/11/03/storm", "https://owner.example/", True),
        ("/news/storm", "https://owner.example/news", False),
    ],
)
def test_a_page_that_lists_articles_is_told_from_a_shorter_address(asked: str, found: str, section: bool) -> None:
    home = "https://paper.example"

    assert is_section(home + asked, urljoin(home, found)) is section


def test_an_address_that_leads_to_its_section_is_refused_the_first_time(site: Site, reader: Reader) -> None:
    site.serves("/news", article_page("All the news of Vesterby", body=OTHERS))
    url = site.leads("/news/crane-falls", "/news")

    [outcome] = reader.visit(url)

    assert "not there any more" in str(outcome.error)
    assert reader.program.library.entries() == []


def test_files_are_refreshed_from_their_place(reader: Reader, tmp_path: Path) -> None:
    from ingest.fetch.files import fetch

    file = tmp_path / "fox.txt"
    file.write_text("The fox\n\nThe fox is quick.", encoding="utf-8")
    reader.program.ingest.take_in([fetch(str(file))])

    assert reader.refresh() == ["unchanged"]
    file.write_text("The fox\n\nThe fox is slow.", encoding="utf-8")
    assert reader.refresh() == ["updated"]
    file.unlink()
    assert reader.refresh() == ["gone"]
    assert reader.program.library.entries()[0].gone


def test_refresh_of_an_unknown_id_fails_alone(reader: Reader) -> None:
    [outcome] = reader.program.ingest.refresh(["nobody"])

    assert (outcome.status, outcome.source) == ("failed", "nobody")


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("text/html; charset=windows-1251", article_page("Кран упал").encode("cp1251").replace(b"utf-8", b""), "Кран"),
        ("text/html", article_page("Кран упал").replace("utf-8", "windows-1251").encode("cp1251"), "Кран"),
        ("text/html", article_page("Le café fermé").replace("utf-8", "").encode("cp1252"), "café"),
        ("text/html; charset=utf-8", article_page("Le café fermé").encode(), "café"),
        ("text/plain; charset=koi8-r", "Кран упал\n\nСлова".encode("koi8-r"), "Кран"),
        ("text/html; charset=no-such", article_page("Le café fermé").encode(), "café"),
    ],
    ids=["header", "meta", "detection", "utf-8", "text", "nonsense"],
)
def test_encodings_by_header_by_meta_and_by_detection(
    site: Site, reader: Reader, kind: str, data: bytes, words: str
) -> None:
    [outcome] = reader.visit(site.serves("/a", data, kind=kind))

    assert words in outcome.title


def test_a_kind_that_cannot_be_read_is_an_error_that_names_the_kinds(site: Site, reader: Reader) -> None:
    [outcome] = reader.visit(site.serves("/a", b"\x89PNG", kind="image/png"))

    assert "image/png" in str(outcome.error)
    assert ".html" in str(outcome.error)


@pytest.mark.parametrize(
    "other",
    [
        "http://paper.example/harbour/crane?a=1&b=ä",
        "https://paper.example:443/harbour/crane/?b=%C3%A4&a=1",
        "http://reader:secret@WWW.Paper.Example.:80/harbour/crane?a=1&b=ä#top",
        "https://paper.example/harbour/crane/amp?a=1&b=ä",
        "https://paper.example/h%61rbour/crane?a=1&utm_source=x&b=ä&amp",
        "https://www.google.co.uk/amp/s/paper.example/harbour/crane?a=1&b=ä",
        "https://paper-example.cdn.ampproject.org/c/s/paper.example/harbour/crane?a=1&b=ä",
    ],
)
def test_however_an_address_is_written_its_plain_form_is_one(other: str) -> None:
    assert plain_address(other) == plain_address("https://paper.example/harbour/crane?a=1&b=ä")


@pytest.mark.parametrize(
    "other",
    [
        *("https://paper.example/amp", "https://paper.example/harbour?a=1", "https://paper.example/harbour%23part"),
        *("https://news.paper.example/harbour", "https://mobile.example/harbour"),
    ],
)
def test_addresses_of_different_pages_have_different_plain_forms(other: str) -> None:
    assert plain_address(other) != plain_address("https://paper.example/harbour")
    assert plain_address(other) != plain_address("https://www.example/harbour")


@pytest.mark.parametrize("name", ["msid", "gid", "yid", "id", "at_risk", "pk_id", "mc_story"])
def test_a_number_in_the_address_that_tells_articles_apart_is_kept(name: str) -> None:
    one, two = (f"https://paper.example/story?{name}={number}" for number in (1, 2))

    assert plain_address(one) != plain_address(two)
    assert tidy(one) == one


def test_m4_an_article_that_is_removed_while_it_is_refreshed_does_not_come_back(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page())
    [taken] = reader.visit(url)

    def answer(handler: Handler) -> None:
        reader.program.ingest.remove([str(taken.id)])
        handler.reply(article_page(body=[*SENTENCES, "A last sentence was added on Friday."]).encode())

    site.pages["/a"] = answer

    assert reader.refresh() == ["removed"]
    assert reader.program.library.entries() == []
    site.serves("/a", article_page())
    assert reader.status(url) == ["new"]


def test_m4_a_file_that_is_removed_while_it_is_read_again_does_not_come_back(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "mill.txt"
    file.write_text("The mill of Orrin burned down in the night.", encoding="utf-8")
    [taken] = reader.program.ingest.take_in([fetch(str(file))])
    again = replace(fetch(str(file)), refreshes=taken.id)
    reader.program.ingest.remove([str(taken.id)])

    assert [one.status for one in reader.program.ingest.take_in([again])] == ["removed"]
    assert reader.program.library.entries() == []
