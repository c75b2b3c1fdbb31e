"""The interface for programs: what each route returns, over a real connection."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from answering.__main__ import main as answering
from domain.limits import MAX_DRAFT_CHARS
from ingest.__main__ import main as ingesting
from ingest.fetch.opml import read_opml
from tests.server.serving import BRIDGE, LANTERN, Served, finished
from tests.web import SENTENCES, Site, article_page

QUOTE = "We have waited nine winters for this light"
QUESTION = "How many crowns will the town pay for the street lanterns?"


def post(served: Served, path: str, **body: Any) -> Any:
    with served.client() as client:
        response = client.post(path, json=body)
    assert response.status_code == 200, response.text
    return response.json()


def id_of(served: Served, title: str) -> str:
    return next(entry.id for entry in served.program.library.entries() if entry.source.title == title)


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_articles_are_listed_before_any_model_is_loaded(served: Served) -> None:
    with served.client() as client:
        assert client.get("/articles").status_code == 200

    assert not served.program.ask.ready


def test_the_list_has_the_values_of_the_command_line(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    with served.client() as client:
        listed = client.get("/articles").json()
    ingesting(["--list", "--json"], open_program=lambda _: served.program)

    shown = [{name: one[name] for name in one if name not in ("added", "changed")} for one in listed["articles"]]
    assert shown == printed(capsys)["articles"]
    assert listed["total"] == len(shown)
    assert listed["next"] is None
    assert all(one["added"] for one in listed["articles"])


def test_the_list_comes_in_parts_that_make_up_the_whole(served: Served) -> None:
    with served.client() as client:
        whole = client.get("/articles").json()["articles"]
        parts, after = [], 0
        while after is not None:
            part = client.get("/articles", params={"limit": 1, "after": after}).json()
            parts += part["articles"]
            after = part["next"]

    assert parts == whole


def test_an_article_is_shown_as_on_the_command_line(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    name = id_of(served, "Footbridge closed")
    with served.client() as client:
        shown = client.get(f"/articles/{name}").json()
    ingesting(["--show", name, "--json"], open_program=lambda _: served.program)

    digest = shown.pop("digest")
    assert shown == printed(capsys)
    assert shown["text"] == BRIDGE
    assert digest == served.program.library.article(name).digest


def test_a_question_is_answered_as_on_the_command_line(
    served: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = post(served, "/ask", question=QUESTION)
    monkeypatch.setattr("assembly.build", lambda _: served.program)
    answering([QUESTION, "--json"])

    other = printed(capsys)
    assert {**answer, "seconds": 0} == {**other, "seconds": 0}
    assert answer["kind"] == "answer"
    assert "41,000 crowns" in answer["citations"][0]["quote"]


def test_a_question_keeps_to_its_scope(served: Served) -> None:
    bridge = id_of(served, "Footbridge closed")

    answer = post(served, "/ask", question=QUESTION, within=[bridge])

    assert answer["kind"] != "answer"
    assert answer["scope"]["within"] == [bridge]


def test_a_search_returns_exact_passages_of_the_best_article_first(served: Served) -> None:
    found = post(served, "/search", query="rotten beams of the footbridge", limit=3)

    first = found["hits"][0]
    assert first["article"]["title"] == found["articles"][0]["title"] == "Footbridge closed"
    assert 0 < len(found["hits"]) <= 3
    for hit in found["hits"]:
        text = served.program.library.article(hit["article"]["id"]).text
        assert text[hit["start"] : hit["end"]] == hit["quote"]


def test_a_quote_is_found_where_it_stands(served: Served) -> None:
    [found] = post(served, "/verify", quote=QUOTE)["items"]

    assert (found["type"], found["outcome"], found["score"]) == ("quotation", "verbatim", 1.0)
    [place] = found["places"]
    assert LANTERN[place["start"] : place["end"]] == place["quote"] == QUOTE
    assert place["article"]["outlet"] == "The Marrowby Crier"


@pytest.mark.parametrize("quote", [f"“{QUOTE}”", "“this light”", "we have   waited nine winters for this light"])
def test_a_quote_is_found_whatever_its_marks_spaces_and_length(served: Served, quote: str) -> None:
    [found] = post(served, "/verify", quote=quote)["items"]

    assert found["outcome"] == "verbatim"


def test_what_differs_from_the_words_of_an_article_is_named(served: Served) -> None:
    [found] = post(served, "/verify", quote="We have waited six winters for this light")["items"]

    assert found["outcome"] == "altered"
    assert found["places"][0]["quote"] == QUOTE
    assert "six" in found["note"]
    assert "nine" in found["note"]


@pytest.mark.parametrize("quote", ["The harbour seals are counted every spring by volunteers", "…", "412"])
def test_words_that_no_article_has_are_not_found(served: Served, quote: str) -> None:
    [found] = post(served, "/verify", quote=quote)["items"]

    assert found["outcome"] == "not_found"


def test_a_statement_is_checked_against_the_articles(served: Served) -> None:
    [right] = post(served, "/verify", statement="The footbridge at Corran Mill stays closed until March.")["items"]
    [wrong] = post(served, "/verify", statement="The footbridge at Corran Mill stays closed until June 2031.")["items"]

    assert right["outcome"] == "supported"
    assert right["places"][0]["quote"] in BRIDGE
    assert wrong["outcome"] in ("differs", "not_found")
    assert wrong["note"]


def test_a_draft_is_checked_quotation_by_quotation_and_statement_by_statement(served: Served) -> None:
    draft = f"“{QUOTE},” said Odile Farrant. The footbridge at Corran Mill stays closed until March."

    items = post(served, "/verify", draft=draft)["items"]

    assert [(item["type"], item["outcome"]) for item in items] == [
        ("quotation", "verbatim"),
        ("statement", "supported"),
    ]


def test_a_draft_as_long_as_one_may_be_is_checked_and_a_longer_one_refused(served: Served) -> None:
    longest = f"“{QUOTE},” said Odile Farrant.\n\n“{'ž' * (MAX_DRAFT_CHARS - 500)}”"

    checked = post(served, "/check", text=longest)
    with served.client() as client:
        refused = client.post("/check", json={"text": longest + "ž" * 500})

    assert checked["text"] == longest
    assert checked["items"][0]["outcome"] == "verbatim"
    assert checked["items"][0]["places"][0]["quote"] == QUOTE
    assert refused.status_code == 422
    assert "200,000 are checked at most" in refused.json()["detail"]


@pytest.mark.parametrize("body", [{}, {"quote": "a", "statement": "b"}, {"quote": ""}, {"quotes": "a"}])
def test_a_check_of_nothing_or_of_two_things_is_refused(served: Served, body: dict[str, str]) -> None:
    with served.client() as client:
        response = client.post("/verify", json=body)

    assert response.status_code == 422
    assert response.json()["errors"]


def test_a_page_as_the_browser_shows_it_is_added_and_updated(served: Served) -> None:
    url = "https://gate.example/story-1"
    with served.client("add") as client:

        def sent(html: str) -> tuple[str, str]:
            [outcome] = finished(client, client.post("/articles", json={"html": html, "url": url}))
            return outcome["status"], outcome["id"]

        first = sent(article_page("Crane lifted"))
        again = sent(article_page("Crane lifted"))
        changed = sent(article_page("Crane lifted", body=[*SENTENCES, "The crane was lifted on Friday, in one piece."]))

    assert [status for status, _ in (first, again, changed)] == ["new", "unchanged", "updated"]
    assert first[1] == again[1] == changed[1]
    assert served.program.library.article(first[1]).source.url == url


def test_files_are_added_each_by_itself(served: Served) -> None:
    files = [
        ("file", ("weir.txt", b"The weir of Ossel holds.")),
        ("file", ("mill.md", b"---\ntitle: Mill sold\n---\nThe mill was sold.")),
    ]
    with served.client("add") as client:
        answer = client.post("/articles", files=files)
        outcomes = finished(client, answer)

    assert answer.headers["Location"] == f"/jobs/{answer.json()['number']}"
    assert {one["title"] for one in outcomes} == {"The weir of Ossel holds.", "Mill sold"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("file", ("tool.exe", b"MZ"))], "kind that cannot be read"),
        ([("file", ("a.txt", b"a")), ("file", ("x/a.txt", b"b"))], "Two files are named"),
        ([("other", ("a.txt", b"a"))], "no file"),
    ],
)
def test_files_that_cannot_be_added_are_named(served: Served, files: Any, said: str) -> None:
    with served.client() as client:
        response = client.post("/articles", files=files)

    assert response.status_code == 422
    assert said in response.json()["detail"]


@pytest.mark.parametrize(
    "body", [{}, {"html": "<p>x</p>"}, {"text": "a", "url": "https://b.example/"}, {"url": "u", "title": "t"}]
)
def test_an_article_that_is_not_whole_is_refused(served: Served, body: dict[str, str]) -> None:
    with served.client() as client:
        assert client.post("/articles", json=body).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/articles/unknown", 404), ("GET", "/jobs/999", 404), ("GET", "/none", 404), ("PUT", "/articles", 405)],
)
def test_an_error_is_a_problem_that_says_what_happened(served: Served, method: str, path: str, status: int) -> None:
    with served.client() as client:
        response = client.request(method, path)

    assert response.status_code == response.json()["status"] == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]


def test_a_question_that_is_too_long_says_how_long_it_may_be(served: Served) -> None:
    with served.client() as client:
        problem = client.post("/ask", json={"question": "why " * 1001}).json()

    assert problem["status"] == 422
    assert "4,000" in problem["detail"]
    assert problem["hint"]


def test_feeds_are_followed_listed_and_forgotten(served: Served, site: Site) -> None:
    entry = site.serves("/news/ferry", article_page("Ferry waits"))
    feed = site.serves(
        "/feed",
        f"<rss version='2.0'><channel><title>Larkhaven news</title><item><link>{entry}</link></item></channel></rss>",
        kind="application/rss+xml",
    )
    with served.client() as client:
        outcomes = finished(client, client.post("/feeds", json={"url": feed}))
        listed = client.get("/feeds").json()["feeds"]
        opml = client.get("/feeds/opml")
        forgotten = client.delete("/feeds", params={"url": feed})
        again = client.delete("/feeds", params={"url": feed})

    assert [one["title"] for one in outcomes] == ["Ferry waits"]
    assert listed == [{"url": feed, "title": "Larkhaven news"}]
    assert read_opml(opml.content) == [feed]
    assert (forgotten.status_code, again.status_code) == (204, 422)


def test_the_feeds_of_a_list_are_followed(served: Served, site: Site) -> None:
    entry = site.serves("/news/tide", article_page("High tide"))
    feed = site.serves(
        "/tides",
        f"<rss version='2.0'><channel><title>Tides</title><item><link>{entry}</link></item></channel></rss>",
        kind="application/rss+xml",
    )
    opml = f'<opml version="1.0"><body><outline text="Sea"><outline xmlUrl="{feed}"/></outline></body></opml>'
    with served.client() as client:
        finished(client, client.post("/feeds/opml", content=opml.encode()))
        listed = client.get("/feeds").json()["feeds"]

    assert {"url": feed, "title": "Tides"} in listed


@pytest.mark.parametrize("form", ["csl-json", "bibtex", "ris"])
def test_the_quotes_of_an_answer_are_cited(served: Served, form: str) -> None:
    answer = post(served, "/ask", question=QUESTION, cite=form)

    with served.client() as client:
        cited = client.post("/cite", json={"form": form, "items": answer["citations"]})

    assert cited.text == answer["cited"]
    assert "The Marrowby Crier" in cited.text
    assert "41,000 crowns" in cited.text


def test_the_words_that_a_draft_rests_on_are_cited(served: Served) -> None:
    checked = post(served, "/check", text=f"“{QUOTE},” said Odile Farrant.", cite="csl-json")

    [item] = json.loads(checked["cited"])
    assert (item["note"], item["container-title"]) == (QUOTE, "The Marrowby Crier")


def test_a_quote_is_cited_with_its_address_and_a_place_outside_of_the_article_is_refused(served: Served) -> None:
    name = id_of(served, "Footbridge closed")
    with served.client() as client:
        items = [{"article": name, "start": 0, "end": BRIDGE.index(" because")}]
        [item] = client.post("/cite", json={"form": "csl-json", "items": items}).json()
        outside = client.post("/cite", json={"form": "ris", "items": [{"article": name, "start": 5, "end": 9999}]})

    assert item["URL"].startswith("https://corran.example/bridge#:~:text=The%20footbridge")
    assert item["note"] == "The footbridge at Corran Mill stays closed until March"
    assert item["author"] == [{"literal": "Ines Vael"}]
    assert outside.status_code == 422


def test_the_page_of_the_interface_has_no_scripts_and_nothing_from_elsewhere(served: Served) -> None:
    with served.client(None) as client:
        page, description = client.get("/"), client.get("/openapi.json").json()

    assert page.status_code == 200
    assert page.headers.get_list("Content-Security-Policy")[0].startswith("default-src 'none'")
    root = ElementTree.fromstring(
        page.text.replace("<!doctype html>", "")
        .replace('<meta charset="utf-8">', "")
        .replace('<meta name="viewport" content="width=device-width">', "")
    )
    assert not [tag for tag in root.iter() if tag.tag in ("script", "link", "img", "iframe")]
    assert [tag.get("href") for tag in root.iter("a")] == ["openapi.json"]
    for path in description["paths"]:
        assert path in page.text
    assert set(description["paths"]) >= {"/ask", "/search", "/verify", "/articles", "/articles/{article_id}", "/feeds"}
