"""Feeds and articles that are looked at by themselves: when, how politely, and what is said of those that fail."""

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from filelock import FileLock

from assembly import Services
from domain.errors import SettingError
from domain.jobs import MOST_ATTEMPTS, Order
from domain.schedule import ARTICLE, FEED, Look
from domain.values import ArticleEntry, Outcome, Source
from domain.visiting import Feed
from ingest.__main__ import main
from ingest.jobs import PAUSE_S, Runner
from ingest.schedule import MAX_LOOKS_OF_HOST, Looks, Schedule, _by_turns
from ingest.tasks import refreshing
from settings import load
from tests.commands import as_json
from tests.ingest.fetch.test_feeds import rss, stories
from tests.web import Reader, Site

HOUR = 3600.0
NOW = 2_000_000_000.0


class Clock:
    """The time, which stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


class Watched:
    """A program over the site, whose scheduler and jobs are run by hand at the time of a clock."""

    def __init__(self, program: Services) -> None:
        self.program = program
        self.clock = Clock()
        store = program.parts.store()
        self.book = store.looks
        self.schedule = Schedule(
            book=self.book, places=self._places, order=store.jobs.add, every_s=HOUR, now=self.clock
        )
        self._tasks = program.ingest.tasks()
        self._tasks._looked = Looks(self.book, every_s=HOUR, now=self.clock).note
        self._runner = Runner(store.jobs, self._tasks, now=self.clock)

    def _places(self) -> list[Order]:
        library = self.program.library
        return refreshing(self.program.background.visits().refreshable(library.entries()), library.feeds())

    def look(self, *, after_s: float = 0.0) -> list[Outcome] | None:
        """Order what is due and have it worked off; return its outcomes, None if nothing was due."""
        self.clock.now += after_s
        number = self.schedule.order_due()
        if number is None:
            return None
        started = self.clock.now
        for pause in range(MOST_ATTEMPTS):  # what may pass is tried again
            self._runner.drain("web")
            self.clock.now += PAUSE_S * 4**pause
        self.clock.now = started
        return self.program.background.jobs.outcomes(number)

    def of(self, place: str) -> Look:
        return self.book.looks()[place]


@pytest.fixture
def watched(reader: Reader) -> Watched:
    return Watched(reader.program)


def followed(watched: Watched, site: Site, *links: str, **headers: str) -> str:
    stories(site, *(link.removeprefix("/") for link in links))
    url = site.serves("/feed", rss(*links), kind="application/xml", **headers)
    watched.program.ingest.follow(url)
    return url


def fail_with(site: Site, path: str, status: int, **headers: str) -> None:
    site.pages[path] = lambda handler: handler.reply(b"No.", status=status, **headers)


def asked(site: Site, path: str) -> int:
    return [one for _, one, _ in site.asked].count(path)


def test_a_feed_is_looked_at_at_once_then_once_a_period_and_its_articles_after_one(
    watched: Watched, site: Site
) -> None:
    followed(watched, site, "/a")

    assert [one.title for one in watched.look() or ()] == ["Coast Herald"]
    assert watched.look(after_s=HOUR - 1) is None
    outcomes = watched.look(after_s=2)
    assert sorted(one.title for one in outcomes or ()) == ["Coast Herald", "Story a"]


def test_requests_are_conditional(watched: Watched, site: Site) -> None:
    followed(watched, site, "/a", ETag='"7"')
    watched.look()

    watched.look(after_s=HOUR + 1)

    sent = [headers.get("If-None-Match") for _, path, headers in site.asked if path == "/feed"]
    assert sent[-1] == '"7"'


def test_new_entries_come_in_by_themselves(watched: Watched, site: Site) -> None:
    followed(watched, site, "/a")
    watched.look()
    stories(site, "b")
    site.serves("/feed", rss("/b", "/a"), kind="application/xml")

    outcomes = watched.look(after_s=HOUR + 1)

    assert "new" in [one.status for one in outcomes or ()]
    assert len(watched.program.library.entries()) == 2


def test_an_article_that_does_not_change_is_looked_at_less_and_less_often(watched: Watched, site: Site) -> None:
    stories(site, "a")
    [outcome] = watched.program.ingest.visit([site.url("/a")])
    place = f"{ARTICLE}{outcome.id}"
    watched.look()

    pauses = []
    for _ in range(4):
        watched.look(after_s=watched.of(place).due - watched.clock.now)
        pauses.append((watched.of(place).due - watched.clock.now) / HOUR)

    assert pauses == [2, 4, 8, 16]


def test_a_place_that_fails_waits_longer_each_time_and_says_since_when_and_why(watched: Watched, site: Site) -> None:
    feed = followed(watched, site, "/a")
    fail_with(site, "/feed", 403)
    since = datetime.fromtimestamp(NOW, UTC).isoformat()

    pauses = []
    for _ in range(3):
        watched.look(after_s=max(0.0, watched.book.looks()[f"{FEED}{feed}"].due - watched.clock.now) if pauses else 0.0)
        pauses.append((watched.of(f"{FEED}{feed}").due - watched.clock.now) / HOUR)

    look = watched.of(f"{FEED}{feed}")
    assert pauses == [2, 4, 8]
    assert (look.failures, look.failing_since, look.stopped) == (3, since, False)
    assert "does not show this page to everybody (403)" in str(look.reason)
    site.serves("/feed", rss("/a"), kind="application/xml")
    watched.look(after_s=look.due - watched.clock.now)
    assert (watched.of(look.place).failures, watched.of(look.place).failing_since) == (0, None)


def test_of_one_host_few_places_are_looked_at_at_once_and_the_others_next(watched: Watched) -> None:
    places = [
        Order(kind="follow", name=url, fields={"url": url, "again": "yes"})
        for url in [*(f"http://paper.example/{number}" for number in range(50)), "http://gazette.example/"]
    ]
    watched.schedule._places = lambda: places
    ordered: list[list[str]] = []
    watched.schedule._order = lambda orders: ordered.append([one.name for one in orders]) or len(ordered)

    for _ in range(4):
        watched.schedule.order_due()

    assert [len(names) for names in ordered] == [MAX_LOOKS_OF_HOST + 1, MAX_LOOKS_OF_HOST, 10]
    assert "http://gazette.example/" in ordered[0]
    assert len({name for names in ordered for name in names}) == 51


def test_articles_of_one_host_are_looked_at_a_few_at_once_too_and_files_all(watched: Watched) -> None:
    def entry(number: int, url: str | None) -> ArticleEntry:
        source = Source(title=str(number), url=url)
        identity = url or f"file:/{number}.txt"
        return ArticleEntry(id=str(number), identity=identity, source=source, digest="", passages=1, words=1)

    entries = [entry(number, f"http://paper.example/{number}") for number in range(30)]
    entries += [entry(number, None) for number in range(30, 60)]
    watched.schedule._places = lambda: refreshing(entries, [])
    ordered: list[int] = []
    watched.schedule._order = lambda orders: ordered.append(len(orders)) or len(ordered)
    watched.schedule.order_due()
    watched.clock.now += 2 * HOUR

    watched.schedule.order_due()

    assert ordered == [MAX_LOOKS_OF_HOST + 30]


@pytest.mark.parametrize("as_date", [False, True])
def test_a_server_that_asks_to_be_left_alone_is(watched: Watched, site: Site, as_date: bool) -> None:
    feed = followed(watched, site, "/a")
    moment = format_datetime(datetime.now(UTC) + timedelta(days=2), usegmt=True)
    fail_with(site, "/feed", 429, Retry_After=moment if as_date else str(2 * 86_400))
    before = asked(site, "/feed")

    watched.look()

    assert asked(site, "/feed") == before + 1
    assert watched.of(f"{FEED}{feed}").due - watched.clock.now > 2 * 86_400 - 60


def test_an_error_that_may_pass_is_one_failure_however_often_it_is_tried(watched: Watched, site: Site) -> None:
    feed = followed(watched, site, "/a")
    fail_with(site, "/feed", 503)

    watched.look()

    assert watched.of(f"{FEED}{feed}").failures == 1


def test_a_feed_that_has_moved_for_good_is_followed_where_it_is_now(watched: Watched, site: Site) -> None:
    followed(watched, site, "/a")
    to = site.serves("/new-feed", rss("/a"), kind="application/xml")
    fail_with(site, "/feed", 301, Location=to)

    watched.look()

    assert [feed.url for feed in watched.program.library.feeds()] == [to]
    assert len(watched.program.library.entries()) == 1


def test_a_feed_that_is_elsewhere_for_a_while_stays_where_it_is(watched: Watched, site: Site) -> None:
    feed = followed(watched, site, "/a")
    to = site.serves("/new-feed", rss("/a"), kind="application/xml")
    fail_with(site, "/feed", 302, Location=to)

    watched.look()

    assert [one.url for one in watched.program.library.feeds()] == [feed]


def test_what_is_gone_for_good_is_not_looked_at_again(watched: Watched, site: Site) -> None:
    feed = followed(watched, site, "/a")
    watched.look()
    for path in ("/feed", "/a"):
        fail_with(site, path, 410)
    watched.look(after_s=HOUR + 1)
    before = len(site.asked)

    assert watched.look(after_s=400 * 86_400) is None
    assert len(site.asked) == before
    assert watched.of(f"{FEED}{feed}").stopped
    assert len(watched.program.library.failing()) == 2
    assert len(watched.program.library.entries()) == 1


def test_what_is_missing_today_is_looked_at_again(watched: Watched, site: Site) -> None:
    feed = followed(watched, site, "/a")
    fail_with(site, "/feed", 404)
    watched.look()

    assert not watched.of(f"{FEED}{feed}").stopped
    assert watched.look(after_s=3 * HOUR) is not None


def test_one_scheduler_at_a_time_orders_what_is_due(watched: Watched, site: Site) -> None:
    followed(watched, site, "/a")
    lock = FileLock(watched.program.parts.store().file.with_name("schedule.lock"))

    with lock:
        assert watched.schedule.order_due() is None
    number = watched.schedule.order_due()

    assert number is not None
    assert watched.schedule.order_due() is None  # ordered already, if not yet done


def test_what_is_no_longer_there_is_forgotten(watched: Watched, site: Site) -> None:
    feed = followed(watched, site, "/a")
    watched.look()
    watched.program.library.unfollow(feed)

    watched.schedule.order_due()

    assert f"{FEED}{feed}" not in watched.book.looks()


def test_sites_take_turns() -> None:
    orders = [
        Order(kind="follow", name=url, fields={"url": url})
        for url in ("https://a.example/1", "https://a.example/2", "https://b.example/1")
    ]

    assert [one.name[8:] for one in _by_turns(orders)] == ["a.example/1", "b.example/1", "a.example/2"]


def test_watching_looks_by_itself_until_it_is_ended(site: Site, reader: Reader) -> None:
    program = reader.program
    stories(site, "a")
    program.parts.store().feeds.follow(Feed(url=site.serves("/feed", rss("/a")), title="Coast Herald"))
    ended = threading.Event()

    outcomes: list[Outcome] = []
    for outcome in program.background.watch(ended):
        outcomes.append(outcome)
        ended.set()

    assert [(one.status, one.title) for one in outcomes] == [("new", "Story a")]


def test_the_list_of_feeds_says_since_when_one_fails(
    watched: Watched, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    followed(watched, site, "/a")
    fail_with(site, "/feed", 410)
    watched.look()

    def run(arguments: object) -> int:
        return main(arguments, open_program=lambda _: watched.program)  # type: ignore[arg-type]

    [feed] = as_json(run, capsys, "--list")["feeds"]
    run(["--list"])

    since = datetime.fromtimestamp(NOW, UTC).isoformat()
    assert (feed["failing_since"], feed["stopped"]) == (since, True)
    assert f"failing since {since}, not looked at again: There is no feed" in capsys.readouterr().out


@pytest.mark.parametrize(("written", "seconds"), [("30m", 1800), ("6h", 21_600), ("1d", 86_400), ("5s", 5)])
def test_the_period_is_a_number_and_a_unit(written: str, seconds: float) -> None:
    assert load(refresh_every=written).refresh_every_s == seconds


@pytest.mark.parametrize("written", ["", "0m", "m", "1.5h", "1w", "-1h", "123456h", "1h "])
def test_a_period_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(SettingError, match="DATELINE_REFRESH_EVERY"):
        load(refresh_every=written)
