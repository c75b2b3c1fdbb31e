"""What is worth trying again, and when: told apart from what will not change."""

import socket
import threading
import time
from collections.abc import Callable
from email.utils import formatdate

import pytest

from domain.errors import SourceError, TryLater
from ingest.fetch.web import Web
from tests.web import LOOPBACK, Handler, Names, Site, open_site, web


def error_of(work: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        work()
    return caught.value


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_server_that_cannot_answer_just_now_is_worth_another_try(status: int) -> None:
    with open_site() as site:
        url = site.serves("/a", b"busy", status=status)

        assert isinstance(error_of(lambda: web().fetch(url)), TryLater)


@pytest.mark.parametrize("status", [400, 401, 403, 451])
def test_a_server_that_refuses_is_not(status: int) -> None:
    with open_site() as site:
        url = site.serves("/a", b"no", status=status)

        assert not isinstance(error_of(lambda: web().fetch(url)), TryLater)


@pytest.mark.parametrize(
    ("stated", "least", "most"),
    [("120", 120, 120), ("in an hour", 3000, 3600), ("soon", 0, 0), ("-5", 0, 0), ("²", 0, 0), ("an hour ago", 0, 0)],
)
def test_how_long_a_server_asks_to_be_left_alone_is_heard(stated: str, least: float, most: float) -> None:
    hours = {"in an hour": 1, "an hour ago": -1}
    until = formatdate(time.time() + 3600 * hours[stated], usegmt=True) if stated in hours else stated
    with open_site() as site:
        url = site.serves("/a", b"busy", status=429, Retry_After=until)

        error = error_of(lambda: web().fetch(url))

    assert isinstance(error, TryLater)
    assert least <= error.after_s <= most


def test_a_host_that_asks_to_be_left_alone_is_left_alone_with_all_its_pages_and_no_other(site: Site) -> None:
    clock = [1000.0]
    asked = web(now=lambda: clock[0])
    site.pages["/busy"] = lambda handler: handler.reply(b"", status=429, Retry_After="60")
    site.serves("/calm", "words")
    site.leads("/to-calm", site.url("/calm"))

    error_of(lambda: asked.fetch(site.url("/busy")))
    other_page = error_of(lambda: asked.fetch(site.url("/calm")))
    through_redirect = error_of(lambda: asked.fetch(site.url("/to-calm", "other.example")))
    other_host = asked.fetch(site.url("/calm", "other.example"))
    clock[0] += 60
    later = asked.fetch(site.url("/calm"))

    assert isinstance(other_page, TryLater)
    assert isinstance(through_redirect, TryLater)
    assert (other_page.after_s, through_redirect.after_s) == (60, 60)
    assert (other_host.data, later.data) == (b"words", b"words")
    assert [path for host, path, _ in site.asked if host.startswith("paper")] == ["/busy", "/calm"]


def test_a_server_that_is_not_there_or_hangs_up_is_worth_another_try() -> None:
    def hang_up(handler: Handler) -> None:
        handler.wfile.close()
        handler.connection.shutdown(socket.SHUT_RDWR)

    with open_site() as site:
        site.pages["/a"] = hang_up
        hung_up = error_of(lambda: web().fetch(site.url("/a")))
        url = site.url("/a")
    nobody = error_of(lambda: web().fetch(url))

    assert isinstance(hung_up, TryLater)
    assert isinstance(nobody, TryLater)


def test_a_name_that_nobody_knows_is_a_mistake_and_one_that_cannot_be_asked_for_is_not() -> None:
    def failing(reason: int) -> Web:
        def look_up(host: str, port: int) -> list[str]:
            raise socket.gaierror(reason, "told by the test")

        return Web(by=look_up)

    assert not isinstance(error_of(lambda: failing(socket.EAI_NONAME).fetch("http://paper.example/")), TryLater)
    assert isinstance(error_of(lambda: failing(socket.EAI_AGAIN).fetch("http://paper.example/")), TryLater)


def test_name_servers_that_never_answer_end_with_the_fetch() -> None:
    never = threading.Event()

    def look_up(host: str, port: int) -> list[str]:
        never.wait()
        return Names()(host, port)

    error = error_of(lambda: Web(also=LOOPBACK, by=look_up, within_s=0.2).fetch("http://paper.example/"))
    never.set()

    assert isinstance(error, TryLater)
    assert "name servers" in str(error)
