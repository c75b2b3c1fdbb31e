"""Which addresses may be connected to, and that the checked one is the one connected to."""

import ssl
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

import httpcore2
import pytest

from domain.errors import SourceError
from ingest.fetch.guard import Guard, _Stream, is_public
from ingest.fetch.web import Web
from tests.web import LOOPBACK, Names, Site, open_site, refusal, web


@pytest.fixture
def inner() -> Iterator[Site]:
    """A server on this machine that must never be reached."""
    with open_site("127.0.0.2") as made:
        made.serves("/secret", "the secret")
        yield made


FORBIDDEN = {
    "private": ["10.0.0.1", "172.16.5.5", "192.168.1.1", "100.64.0.1", "fd00::1"],
    "loopback": ["127.0.0.1", "127.8.8.8", "0.0.0.0", "::1", "::"],
    "link-local": ["169.254.1.1", "fe80::1"],
    "metadata services": ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"],
    "IPv4-mapped": ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe"],
    "NAT64": ["64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1"],
    "6to4, Teredo, IPv4-compatible": ["2002:7f00:1::", "2002:0a00:0001::1", "2001:0:1::1", "::127.0.0.1"],
    "multicast, reserved, documentation": ["224.0.0.1", "255.255.255.255", "240.0.0.1", "ff02::1", "2001:db8::1"],
    "site-local": ["fec0::1"],
}


@pytest.mark.parametrize("address", [address for kind in FORBIDDEN.values() for address in kind])
def test_an_address_that_is_not_everybodys_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e", "::ffff:8.8.8.8"])
def test_an_address_of_the_public_web_is(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("kind", sorted(FORBIDDEN))
def test_a_name_that_leads_to_a_forbidden_address_is_refused(kind: str) -> None:
    for address in FORBIDDEN[kind]:
        names = Names(inside_example=[address if address != "127.0.0.1" else "127.0.0.2"])

        said = refusal(lambda names=names: web(names).fetch("http://inside.example/"))  # type: ignore[misc]

        assert "inside.example is not on the public web" in said


def test_loopback_is_refused_unless_the_setting_allows_it(site: Site) -> None:
    url = site.serves("/a", "words")

    assert "not on the public web;" in refusal(lambda: Web(by=Names()).fetch(url))
    assert site.asked == []
    assert web().fetch(url).data == b"words"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "2130706434", "0x7f.0.0.2", "[::1]", "[::ffff:127.0.0.2]"])
def test_an_address_in_digits_of_any_kind_is_checked_too(host: str) -> None:
    from ingest.fetch.guard import resolve

    assert "not on the public web" in refusal(lambda: Web(by=resolve).fetch(f"http://{host}:9/"))


def test_a_name_with_one_forbidden_address_among_good_ones_is_refused(site: Site) -> None:
    names = Names(mixed_example=["127.0.0.1", "10.0.0.7"])
    site.serves("/a", "words")

    said = refusal(lambda: web(names).fetch(site.url("/a", "mixed.example")))

    assert "mixed.example is not on the public web" in said
    assert "10.0.0.7" not in said  # where a name leads inside is nobody's business
    assert site.asked == []


def test_if_the_first_address_of_a_name_does_not_answer_the_next_one_is_tried(site: Site) -> None:
    names = Names(two_example=["::1", "127.0.0.1"])
    site.serves("/a", "words")

    reply = Web(also=(*LOOPBACK, ip_network("::1/128")), by=names).fetch(site.url("/a", "two.example"))

    assert reply.data == b"words"


def test_dns_rebinding_meets_the_address_that_was_checked(inner: Site) -> None:
    """The name answers with a good address first, with a forbidden one at every later question."""

    class Rebinding(Names):
        def __call__(self, host: str, port: int) -> list[str]:
            super().__call__(host, port)
            return ["127.0.0.1"] if len(self.asked) == 1 else ["127.0.0.2"]

    names = Rebinding()
    with open_site() as good:  # on the same port as the inner one, as a rebinding page would have it
        good.serves("/a", "good words")
        assert web(names).fetch(good.url("/a", "rebinding.example")).data == b"good words"
        assert names.asked == ["rebinding.example"]
        said = refusal(lambda: web(names).fetch(inner.url("/secret", "rebinding.example")))

    assert "rebinding.example is not on the public web" in said
    assert inner.asked == []


def test_a_redirect_is_resolved_and_checked_again(site: Site, inner: Site) -> None:
    url = site.leads("/a", inner.url("/secret", "127.0.0.2"))

    assert "127.0.0.2 is not on the public web" in refusal(lambda: web().fetch(url))
    assert inner.asked == []


def test_a_redirect_back_to_the_same_name_that_has_turned_is_refused(site: Site) -> None:
    class Turning(Names):
        def __call__(self, host: str, port: int) -> list[str]:
            super().__call__(host, port)
            return ["127.0.0.1"] if len(self.asked) == 1 else ["169.254.169.254"]

    url = site.leads("/a", site.url("/latest/meta-data", "paper.example"))

    assert "paper.example is not on the public web" in refusal(lambda: web(Turning()).fetch(url))
    assert [path for _, path, _ in site.asked] == ["/a"]


def test_what_comes_over_tls_is_counted_and_timed_too() -> None:
    class Endless(httpcore2.NetworkStream):
        """A server that never ends, the same in secret."""

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            assert timeout is not None
            return b"x" * max_bytes

        def start_tls(self, *_: object, **__: object) -> "Endless":
            return self

    secret = _Stream(Endless(), Guard(within_s=60, max_bytes=100)).start_tls(ssl.create_default_context())

    assert len(secret.read(100)) == 100
    with pytest.raises(SourceError, match="too large"):
        secret.read(1)


def test_a_name_that_has_no_address_is_an_error_with_what_to_do() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    assert "There is no server nowhere.example. Check" in refusal(lambda: web(nowhere).fetch("http://nowhere.example"))  # type: ignore[arg-type]


def test_l16_a_refusal_does_not_tell_where_an_inner_name_leads() -> None:
    inner = Names(**{"wiki.corp.example": ["10.1.2.3"]})

    said = refusal(lambda: Web(by=inner).fetch("http://wiki.corp.example/"))

    assert "wiki.corp.example is not on the public web" in said
    assert "10.1.2.3" not in said
