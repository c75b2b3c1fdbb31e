"""Fetching from a real server: what arrives, and what a hostile one cannot do."""

import gzip
import time
import zlib

import brotli
import httpx2
import pytest

from ingest.fetch.files import MAX_BYTES
from ingest.fetch.web import MAX_REDIRECTS, Gone, Marks, Page, Unchanged, _follow, _Pauses
from tests.web import Handler, Names, Site, refusal, web


def test_a_page_arrives_with_what_the_server_says_of_it(site: Site) -> None:
    url = site.serves("/a", "words", kind="Text/HTML; charset=koi8-r", ETag='"1"', Last_Modified="yesterday")

    reply = web().fetch(f"{url}#part")

    assert (reply.asked, reply.data, reply.url) == (f"{url}#part", b"words", url)
    assert (reply.media_type, reply.charset) == ("text/html", "koi8-r")
    assert reply.marks == Marks(etag='"1"', modified="yesterday")


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("deflate", zlib.compress)]
)
def test_a_packed_page_is_unpacked(site: Site, coding: str, pack: object) -> None:
    url = site.serves("/a", pack(b"many words"), Content_Encoding=coding)  # type: ignore[operator]

    assert web().fetch(url).data == b"many words"
    assert coding in site.asked[0][2]["Accept-Encoding"]


def test_redirects_are_followed_to_where_the_page_stands(site: Site) -> None:
    site.serves("/c", "words")
    site.leads("/b", "/c", status=301)
    url = site.leads("/a", site.url("/b", "other.example"), status=308)

    reply = web().fetch(url)

    assert (reply.data, reply.url) == (b"words", site.url("/c", "other.example"))


def test_at_most_ten_redirects_are_followed(site: Site) -> None:
    site.serves("/0", "words")
    for number in range(1, MAX_REDIRECTS + 2):
        site.leads(f"/{number}", f"/{number - 1}")

    assert web().fetch(site.url(f"/{MAX_REDIRECTS}")).data == b"words"
    assert "more than 10 times" in refusal(lambda: web().fetch(site.url(f"/{MAX_REDIRECTS + 1}")))
    site.leads("/loop", "/loop")
    assert "more than 10 times" in refusal(lambda: web().fetch(site.url("/loop")))


FORBIDDEN = ["file:///etc/passwd", "ftp://paper.example/a", "gopher://paper.example/", "data:text/html,a"]


@pytest.mark.parametrize("to", FORBIDDEN)
def test_only_http_and_https_are_fetched_also_after_a_redirect(site: Site, to: str) -> None:
    assert "https://" in refusal(lambda: web().fetch(to))
    assert refusal(lambda: web().fetch(site.leads("/a", to)))
    assert len(site.asked) == 1


def test_an_address_with_a_password_is_refused(site: Site) -> None:
    assert "password" in refusal(lambda: web().fetch("http://jane:secret@paper.example/"))
    assert "password" in refusal(lambda: web().fetch(site.leads("/a", "http://jane:secret@paper.example/")))


def test_marks_are_sent_back_and_an_unchanged_page_costs_nothing_more(site: Site) -> None:
    def page(handler: Handler) -> None:
        known = handler.headers.get("If-None-Match") == '"1"' and handler.headers.get("If-Modified-Since") == "then"
        handler.reply(b"" if known else b"words", status=304 if known else 200)

    site.pages["/a"] = page

    assert isinstance(web().fetch(site.url("/a")), Page)
    assert isinstance(web().fetch(site.url("/a"), Marks(etag='"1"', modified="then")), Unchanged)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_no_longer_there_is_gone(site: Site, status: int) -> None:
    assert isinstance(web().fetch(site.serves("/a", "Sorry", status=status)), Gone)


@pytest.mark.parametrize(
    ("status", "said"), [(403, "everybody"), (402, "everybody"), (429, "later"), (503, "later"), (418, "error")]
)
def test_a_server_that_refuses_is_named_with_its_reason(site: Site, status: int, said: str) -> None:
    url = site.serves("/a", "No", status=status)

    message = refusal(lambda: web().fetch(url))

    assert "paper.example" in message
    assert said in message


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_decompression_bomb_is_stopped(site: Site, coding: str) -> None:
    data = b"\0" * (MAX_BYTES * 5)
    data = gzip.compress(data) if coding == "gzip" else brotli.compress(data, quality=3)
    assert len(data) < MAX_BYTES / 100
    url = site.serves("/bomb", data, Content_Encoding=coding)

    assert "too large" in refusal(lambda: web().fetch(url))


def test_a_packed_page_that_never_unpacks_to_anything_is_stopped(site: Site) -> None:
    def endless(handler: Handler) -> None:
        handler.reply(gzip.compress(b"")[:10], Content_Encoding="gzip")
        while True:
            handler.wfile.write(b"\0\0\0\xff\xff" * 20_000)  # empty blocks

    site.pages["/a"] = endless

    assert "too large" in refusal(lambda: web().fetch(site.url("/a")))


@pytest.mark.parametrize("coding", ["gzip, gzip", "br, gzip", ", ".join(["gzip"] * 9)])
def test_more_layers_of_packing_than_one_are_refused(site: Site, coding: str) -> None:
    """Inner layers of empty blocks unpack for ever and yield nothing that could be counted."""
    url = site.serves("/a", b"", Content_Encoding=coding)

    assert "packs the page more than once" in refusal(lambda: web().fetch(url))


def test_a_mark_that_cannot_be_sent_back_is_not_kept(site: Site) -> None:
    url = site.serves("/a", b"<p>words</p>", ETag='"caf\u00e9"', Last_Modified="Mon, 03 Nov 2025 10:00:00 GMT")

    marks = web().fetch(url).marks

    assert marks == Marks(etag=None, modified="Mon, 03 Nov 2025 10:00:00 GMT")
    assert isinstance(web().fetch(url, Marks(etag='"caf\u00e9"')), Page)


def test_a_page_without_end_is_stopped(site: Site) -> None:
    def endless(handler: Handler) -> None:
        handler.reply(b"")
        while True:
            handler.wfile.write(b"word " * 20_000)

    site.pages["/a"] = endless

    assert "too large" in refusal(lambda: web().fetch(site.url("/a")))


def test_a_page_that_says_it_is_too_large_is_not_even_begun(site: Site) -> None:
    url = site.serves("/a", b"", Content_Length=str(MAX_BYTES + 1))

    assert "too large" in refusal(lambda: web().fetch(url))


def test_a_redirect_with_a_body_without_end_is_not_read(site: Site) -> None:
    site.serves("/b", "words")

    def endless(handler: Handler) -> None:
        handler.reply(b"", status=302, Location="/b")
        while True:
            handler.wfile.write(b"word " * 20_000)

    site.pages["/a"] = endless

    assert web().fetch(site.url("/a")).data == b"words"


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_is_given_up_in_time(site: Site, part: str) -> None:
    """Each byte comes soon enough; all of them together never end."""

    def dripping(handler: Handler) -> None:
        if part == "body":
            handler.reply(b"")
        for _ in range(1000):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            if site.done.wait(0.02):
                return

    site.pages["/a"] = dripping

    assert "within 0.3 seconds" in refusal(lambda: web(within_s=0.3).fetch(site.url("/a")))
    site.done.set()


def test_a_server_that_says_nothing_is_given_up_in_time(site: Site) -> None:
    site.pages["/a"] = lambda _: site.done.wait(20) and None  # type: ignore[func-returns-value]

    assert "within 0.2 seconds" in refusal(lambda: web(within_s=0.2).fetch(site.url("/a")))
    site.done.set()


NO_HTTP = [b"", b"HTTP/1.1 two hundred\r\n\r\n", b"\0" * 100, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"]


@pytest.mark.parametrize("answer", NO_HTTP)
def test_a_server_that_speaks_no_http_is_one_sentence(site: Site, answer: bytes) -> None:
    site.pages["/a"] = lambda handler: handler.wfile.write(answer) and None

    assert "paper.example" in refusal(lambda: web().fetch(site.url("/a")))


@pytest.mark.parametrize("head", [b"X-A: b\r\n" * 200_000, b"X-A: " + b"b" * 10_000_000])
def test_a_head_without_end_is_refused(site: Site, head: bytes) -> None:
    site.pages["/a"] = lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + head) and None

    assert "could not be fetched" in refusal(lambda: web().fetch(site.url("/a")))


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would resolve names itself, out of sight of the checks."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.2:9")
    names = Names()

    assert web(names).fetch(site.serves("/a", "words")).data == b"words"
    assert names.asked == ["paper.example"]


def test_no_cookie_is_kept_from_one_fetch_to_the_next(site: Site) -> None:
    url = site.serves("/a", "words", Set_Cookie="who=reader")
    reader = web()

    reader.fetch(url)
    reader.fetch(url)

    assert "Cookie" not in site.asked[1][2]


@pytest.mark.parametrize(("first", "refused"), [("https", True), ("http", False)])
def test_l16_no_redirect_leads_from_https_to_an_address_without_it(first: str, refused: bool) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/":
            return httpx2.Response(302, headers={"Location": "http://paper.example/a"})
        return httpx2.Response(200, text="words")

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    request, pauses = client.build_request("GET", f"{first}://paper.example/"), _Pauses(time.time)

    if refused:
        assert "leads from https to an address without it" in refusal(lambda: _follow(client, request, pauses))
    else:
        assert _follow(client, request, pauses)[1] == b"words"
