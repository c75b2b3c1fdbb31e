"""Which addresses may be connected to, and that the checked one is the one connected to."""

import socket
import ssl
import threading
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from queue import SimpleQueue

import httpcore2
import pytest

from domain.errors import SourceError, TryLater
from ingest.fetch import guard as guard_module
from ingest.fetch.guard import Guard, _Stream, is_public, resolve
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


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d70e", "::ffff:8.8.8.8", "2002:808:808::1", "192.0.1.1"],
)
def test_an_address_of_the_public_web_is(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("kind", sorted(FORBIDDEN))
def test_a_name_that_leads_to_a_forbidden_address_is_refused(kind: str) -> None:
    for address in FORBIDDEN[kind]:
        guard = Guard(within_s=60, max_bytes=1, by=Names(inside_example=[address]))

        said = refusal(lambda guard=guard: guard.connect_tcp("inside.example", 80))  # type: ignore[misc]

        assert said == (
            "inside.example is not on the public web; Dateline does not fetch from there. "
            "Save the page as .html and take that in."
        )


def test_loopback_is_refused_unless_the_setting_allows_it(site: Site) -> None:
    url = site.serves("/a", "words")

    assert "not on the public web;" in refusal(lambda: Web(by=Names()).fetch(url))
    assert site.asked == []
    assert web().fetch(url).data == b"words"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "2130706434", "0x7f.0.0.2", "[::1]", "[::ffff:127.0.0.2]"])
def test_an_address_in_digits_of_any_kind_is_checked_too(host: str) -> None:
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


def test_a_name_is_resolved_to_each_address_once() -> None:
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]


def test_a_socket_of_this_machine_is_never_opened() -> None:
    with pytest.raises(SourceError, match="/run/secret is not on the web") as caught:
        Guard(within_s=60, max_bytes=1).connect_unix_socket("/run/secret")

    assert caught.value.hint == "Name an address that begins with https://."


class Clock:
    """The guard's clock, which stands still until a test sets it."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(guard_module, "time", made)
    return made


class Steps(httpcore2.NetworkStream, httpcore2.NetworkBackend):
    """A network that notes each step; what ``errors`` holds is raised, one a step."""

    def __init__(self, *errors: Exception | None, at: Clock | None = None, later: float = 0.0) -> None:
        self.done: list[tuple[object, ...]] = []
        self._errors = list(errors)
        self._clock, self._later = at, later

    def _note(self, *step: object) -> None:
        self.done.append(step)
        if self._clock is not None:
            self._clock.now += self._later
        if self._errors and (error := self._errors.pop(0)) is not None:
            raise error

    def connect_tcp(self, host: str, port: int, **how: object) -> "Steps":
        self._note("connect", host, port, how)
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._note("read", max_bytes, timeout)
        return b"x" * max_bytes

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._note("write", buffer, timeout)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "Steps":
        self._note("start_tls", ssl_context, server_hostname, timeout)
        return self

    def close(self) -> None:
        self._note("close")

    def get_extra_info(self, info: str) -> str:
        return f"the {info}"


PUBLIC = ["93.184.215.14", "93.184.215.15"]


def guarded(network: Steps, *, within_s: float = 60, max_bytes: int = 100, addresses: list[str] = PUBLIC) -> Guard:
    """A guard in front of that network, for which paper.example has these addresses."""
    made = Guard(within_s=within_s, max_bytes=max_bytes, by=Names(paper_example=addresses))
    made._network = network  # type: ignore[assignment]
    return made


@pytest.mark.parametrize(("within_s", "limit_s"), [(60.0, 10.0), (4.0, 4.0)])
def test_connecting_takes_no_longer_than_the_fetch_and_keeps_the_clients_options(
    clock: Clock, within_s: float, limit_s: float
) -> None:
    network, options = Steps(), [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]

    guarded(network, within_s=within_s).connect_tcp("paper.example", 443, timeout=99, socket_options=options)

    assert network.done == [("connect", PUBLIC[0], 443, {"timeout": limit_s, "socket_options": options})]


@pytest.mark.parametrize("error", [httpcore2.ConnectError("refused"), httpcore2.ConnectTimeout("silent")])
def test_a_host_of_which_no_address_answers_may_be_tried_later(error: Exception) -> None:
    network = Steps(error, error)

    with pytest.raises(TryLater, match=r"^paper\.example does not answer\. Try again later") as caught:
        guarded(network).connect_tcp("paper.example", 80)

    assert [step[1] for step in network.done] == PUBLIC
    assert caught.value.__cause__ is error


def test_the_time_of_a_fetch_ends(clock: Clock) -> None:
    guard = Guard(within_s=2.5, max_bytes=1)
    clock.now = 102.0
    assert guard.time_left() == 0.5

    clock.now = 102.5
    with pytest.raises(
        TryLater, match=r"^The page did not arrive within 2\.5 seconds\. Try again later, or save it\.$"
    ):
        guard.time_left()


def test_each_step_on_a_connection_has_the_time_that_is_left(clock: Clock) -> None:
    network, context = Steps(at=clock, later=1.0), ssl.create_default_context()
    stream = guarded(network, within_s=10).connect_tcp("paper.example", 443)

    safe = stream.start_tls(context, "paper.example")
    safe.write(b"GET /")
    assert safe.read(5) == b"xxxxx"
    safe.close()

    assert network.done[1:] == [
        ("start_tls", context, "paper.example", 9.0),
        ("write", b"GET /", 8.0),
        ("read", 5, 7.0),
        ("close",),
    ]
    assert safe.get_extra_info("socket") == "the socket"


@pytest.mark.parametrize("error", [httpcore2.ReadTimeout(), httpcore2.WriteTimeout(), httpcore2.ConnectTimeout()])
def test_a_step_that_runs_out_of_time_says_whether_the_fetch_did(clock: Clock, error: Exception) -> None:
    in_time = guarded(Steps(None, error), within_s=10).connect_tcp("paper.example", 80)
    with pytest.raises(type(error)):
        in_time.read(1)

    network = Steps(None, error, at=clock, later=5.0)
    late = guarded(network, within_s=10).connect_tcp("paper.example", 80)
    with pytest.raises(TryLater, match="did not arrive within 10 seconds"):
        late.read(1)


def test_exactly_so_many_bytes_arrive() -> None:
    stream = guarded(Steps(), max_bytes=10).connect_tcp("paper.example", 80)

    assert stream.read(7) + stream.read(3) == b"x" * 10
    with pytest.raises(SourceError, match=r"^The page is too large to be an article\. Save only the article's text"):
        stream.read(1)


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "again"), TryLater, "Nobody knows just now where paper.example is. Check"),
        (socket.gaierror(socket.EAI_NONAME, "no"), SourceError, "There is no server paper.example. Check the address"),
        (ValueError("no address"), SourceError, "There is no server paper.example. Check the address"),
    ],
)
def test_a_name_that_cannot_be_resolved_may_pass_or_not(error: Exception, kind: type[Exception], said: str) -> None:
    def failing(host: str, port: int) -> list[str]:
        raise error

    with pytest.raises(SourceError) as caught:
        Guard(within_s=60, max_bytes=1, by=failing).connect_tcp("paper.example", 80)

    assert type(caught.value) is kind
    assert str(caught.value).startswith(said)
    assert caught.value.__cause__ is error


def test_a_name_without_any_address_does_not_answer() -> None:
    with pytest.raises(TryLater, match=r"^paper\.example does not answer"):
        guarded(Steps(), addresses=[]).connect_tcp("paper.example", 80)


def test_what_is_no_address_is_connected_to_by_nobody() -> None:
    assert "There is no server paper.example" in refusal(
        lambda: guarded(Steps(), addresses=["paper.example"]).connect_tcp("paper.example", 80)
    )


def test_a_look_up_that_takes_too_long_is_left_to_itself() -> None:
    answered = threading.Event()
    asked: SimpleQueue[tuple[str, int, threading.Thread]] = SimpleQueue()

    def silent(host: str, port: int) -> list[str]:
        asked.put((host, port, threading.current_thread()))
        answered.wait()
        return PUBLIC

    with pytest.raises(TryLater, match=r"^The name servers do not say where paper\.example is\. Check the network\.$"):
        Guard(within_s=0.2, max_bytes=1, by=silent).connect_tcp("paper.example", 443)
    answered.set()

    host, port, thread = asked.get(timeout=60)
    thread.join()
    assert (host, port, thread.daemon, thread.name) == ("paper.example", 443, True, "dateline-look-up")


@pytest.mark.parametrize("within_s", [60.0, 4.0])
def test_a_look_up_has_ten_seconds_at_most(monkeypatch: pytest.MonkeyPatch, clock: Clock, within_s: float) -> None:
    limits: list[float | None] = []
    join = threading.Thread.join

    def joining(thread: threading.Thread, timeout: float | None = None) -> None:
        limits.append(timeout)
        join(thread)

    monkeypatch.setattr(threading.Thread, "join", joining)
    guarded(Steps(), within_s=within_s).connect_tcp("paper.example", 80)

    assert limits == [min(10.0, within_s)]
