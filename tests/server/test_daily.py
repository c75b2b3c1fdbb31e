"""Collections, notes, versions and reading lists over HTTP, each user's own."""

import json
from typing import Any

import httpx
import pytest

from server.tokens import make_token
from tests.making import long_text, text
from tests.server.serving import Served, finished
from tests.web import SENTENCES, Site, article_page


def of_user(served: Served, user: str) -> httpx.Client:
    token = make_token(served.program.parts.store().tokens, "all", user=user)
    return httpx.Client(base_url=served.url, headers={"Authorization": f"Bearer {token}"}, timeout=120, trust_env=False)


def ids(served: Served) -> list[str]:
    return [entry.id for entry in served.program.library.entries()]


def test_a_collection_is_made_shared_renamed_and_deleted(served: Served) -> None:
    one, two = ids(served)[:2]
    with of_user(served, "ada") as ada, of_user(served, "ben") as ben:
        made = ada.post("/collections/Light and water", json={"add": [two, one]})
        hidden = ben.get("/collections/Light and water")
        shared = ada.post("/collections/light and water", json={"shared": True, "remove": [two], "name": "a/b"})
        seen = ben.get("/collections").json()["collections"]
        refused = ben.delete("/collections/a/b")
        deleted = ada.delete("/collections/a/b")
        left = ada.get("/collections").json()

    assert (made.status_code, set(made.json()["articles"])) == (200, {one, two})
    assert hidden.status_code == 404
    assert (shared.json()["name"], shared.json()["articles"]) == ("a/b", [one])
    assert seen == [{"name": "a/b", "count": 1, "shared": True, "own": False}]
    assert (refused.status_code, deleted.status_code, left) == (422, 204, {"collections": []})
    assert "another user's" in refused.json()["detail"]


def test_a_search_is_limited_to_a_collection_of_the_tokens_user(served: Served) -> None:
    bridge = next(entry.id for entry in served.program.library.entries() if entry.source.title == "Footbridge closed")
    asked = {"query": "lanterns", "within": ["collection:Bridges"]}
    with of_user(served, "ada") as ada, of_user(served, "ben") as ben:
        ada.post("/collections/Bridges", json={"add": [bridge]})
        found = ada.post("/search", json=asked)
        unknown = ben.post("/search", json=asked)

    assert {hit["article"]["id"] for hit in found.json()["hits"]} <= {bridge}
    assert found.json()["articles"] == [{"id": bridge, "title": "Footbridge closed"}]
    assert unknown.status_code == 404


def test_an_article_has_the_name_of_the_token_that_added_it_where_users_log_in(served: Served) -> None:
    book = served.program.parts.store().tokens
    added = {}
    for user in ("https://login.example ann", ""):
        token = make_token(book, "all", name="Feed importer", user=user)
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=served.url, headers=headers, timeout=120, trust_env=False) as client:
            words = f"The weir of Aune was mended by {user or 'nobody'}."
            [outcome] = finished(client, client.post("/articles", json={"text": words}))
            added[user] = client.get(f"/articles/{outcome['id']}").json()

    [edit] = added["https://login.example ann"]["edits"]
    assert (edit["kind"], edit["user"]) == ("added", "Feed importer")
    assert "edits" not in added[""]


def test_an_article_is_added_to_a_collection(served: Served, site: Site) -> None:
    url = site.serves("/quay", article_page("The quay", body=SENTENCES))
    with of_user(served, "ada") as ada:
        [outcome] = finished(ada, ada.post("/articles", params={"collection": "Harbour"}, json={"url": url}))
        held = ada.get("/collections/Harbour").json()["articles"]
        refused = ada.post("/articles", params={"collection": " "}, json={"url": url})

    assert held == [outcome["id"]]
    assert refused.status_code == 422


def test_notes_and_highlights_are_the_users_own(served: Served) -> None:
    article = ids(served)[0]
    with of_user(served, "ada") as ada, of_user(served, "ben") as ben:
        note = ada.post(f"/articles/{article}/notes", json={"text": "Ask the council."}).json()
        mark = ada.post(f"/articles/{article}/notes", json={"start": 4, "end": 8}).json()
        changed = ada.put(f"/notes/{note['id']}", json={"text": "Asked."})
        others = ben.get("/notes").json()["notes"]
        foreign = ben.delete(f"/notes/{note['id']}")
        bad = [
            ada.post(f"/articles/{article}/notes", json=body).status_code
            for body in ({}, {"start": 1}, {"start": 0, "end": 10**6}, {"text": "x" * 10_001})
        ]
        listed = ada.get(f"/articles/{article}/notes").json()["notes"]
        ada.delete(f"/notes/{note['id']}")
        left = ada.get("/notes").json()["notes"]
        nowhere = ada.get("/articles/none/notes")

    assert mark["quote"] == served.program.library.article(article).text[4:8]
    assert changed.json()["text"] == "Asked."
    assert (others, foreign.status_code, nowhere.status_code) == ([], 404, 404)
    assert bad == [422, 422, 422, 422]
    assert [one["id"] for one in listed] == [note["id"], mark["id"]]
    assert [one["id"] for one in left] == [mark["id"]]


def test_a_former_version_is_read_with_what_changed(served: Served) -> None:
    for number in (1, 2):
        served.program.ingest.take_in([text(f"{long_text('fox', 12)}\n\nEdition {number}.", "fox.txt")])
    fox = ids(served)[-1]
    with served.client("read") as client:
        [former] = client.get(f"/articles/{fox}/versions").json()["versions"]
        was = client.get(f"/articles/{fox}", params={"version": former["digest"]}).json()
        none = client.get(f"/articles/{fox}", params={"version": "0" * 64})

    assert [run["text"] for run in former["changes"] if run["kind"] == "removed"] == ["1."]
    assert was["text"].endswith("Edition 1.")
    assert (was["digest"], none.status_code) == (former["digest"], 404)


def test_a_reading_list_is_imported_by_a_token_that_may_add(served: Served, site: Site) -> None:
    site.serves("/tides", article_page("Tides", body=[f"Tides: {one}" for one in SENTENCES]))
    entries: list[dict[str, Any]] = [
        {"url": site.url("/tides"), "title": "Tides", "tags": ["sea"], "created_at": "2024-01-01", "mimetype": "x"},
        {"url": site.url("/none"), "title": "None", "tags": [], "created_at": "2024-01-01"},
    ]
    with served.client("add") as client:
        ordered = client.post("/reading-lists", params={"name": "w.json"}, content=json.dumps(entries))
        outcomes = finished(client, ordered)
        refused = client.post("/reading-lists", content=b"a,b\n1,2\n")
        large = client.post("/reading-lists", content=b"x" * 22_000_000)
    with served.client("read") as client:
        forbidden = client.post("/reading-lists", content=json.dumps(entries))
        held = client.get("/collections/sea").json()["articles"]

    assert (ordered.json()["service"], ordered.json()["ignored"]) == ("Wallabag", ["mimetype"])
    assert [one["status"] for one in outcomes] == ["new", "failed"]
    assert held == [outcomes[0]["id"]]
    assert [one.status_code for one in (refused, large, forbidden)] == [422, 413, 403]


@pytest.mark.parametrize("url", ["http://[::1]:{port}/x", "http://169.254.169.254/x", "file:///etc/passwd"])
def test_ssrf_an_inner_address_in_a_reading_list_is_not_fetched(served: Served, site: Site, url: str) -> None:
    site.serves("/secret", article_page("Secret", body=SENTENCES))
    entries = [{"url": url.format(port=served.port), "title": "Inner", "created_at": "2024-01-01"}]
    with served.client("add") as client:
        outcomes = finished(client, client.post("/reading-lists", content=json.dumps(entries)))

    assert [one["status"] for one in outcomes] == ["failed"]
    assert site.asked == []


def test_the_digest_is_read_as_json_html_and_atom_and_marked_as_seen(served: Served) -> None:
    with of_user(served, "cleo") as client:
        client.post("/questions", json={"question": "Who sells bread in Tanner Lane?"})
        [question] = client.get("/questions").json()["questions"]
        digest = client.get("/digest").json()
        page = client.get("/digest", params={"form": "html"})
        feed = client.get("/digest", params={"form": "atom"})
        seen = client.post("/digest/seen", json={"until": "2999-01-01"})
        after = client.get("/digest").json()
        stopped = client.delete(f"/questions/{question['id']}")
        again = client.delete(f"/questions/{question['id']}")
    with served.client("add") as client:
        forbidden = client.get("/digest")

    assert "Marrowby buys lanterns" in [one["title"] for one in digest["articles"]]
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert feed.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert feed.content.startswith(b"<?xml")
    assert (seen.status_code, after["articles"]) == (204, [])
    assert [one.status_code for one in (stopped, again, forbidden)] == [204, 404, 403]
