"""What each kind of task does to the library."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from domain.collected import Filing
from domain.errors import SourceError, UnknownArticle
from domain.jobs import BY, FILING, IN_LIBRARY, Order, Task, TaskKind, is_tried_again, material_of, order_of
from domain.request import acting_for
from domain.values import ArticleEntry, Material, Outcome
from domain.visiting import Feed
from domain.writing import WritableLibrary
from ingest.extract.article_collections import parts, unrolled
from ingest.extract.feed import FeedEntry
from ingest.fetch.feeds import Feeds
from ingest.fetch.visits import Visits, failed
from ingest.fetch.web import FeedFound
from ingest.pipeline import Ingest
from ingest.schedule import is_look

Came = Outcome | list[Order]
"""What became of a task, or the tasks to stand in its place."""


class _StoppedByUser(Exception):
    """The job of a task was stopped while the task was being done."""


class Tasks:
    """Does one task. The parts are asked for when first needed, since one of them loads the model.

    Every task can be done again, so it does not matter at which moment a crash has cut it off.
    """

    def __init__(
        self,
        *,
        library: WritableLibrary,
        ingest: Callable[[], Ingest],
        visits: Callable[[], Visits],
        feeds: Callable[[], Feeds],
        bring_back: Callable[[str], Outcome],
        file: Callable[[str, Filing], None],
        looked: Callable[[Order, Outcome | None], None],
        report: Callable[[Task, str], bool],
    ) -> None:
        """Do what tasks say.

        Args:
            library: the articles.
            ingest, visits, feeds: take in what is sent, what stands at addresses, and entries of feeds.
            bring_back: takes a removed article in again, by its id.
            file: puts an article where its task says that it belongs.
            looked: notes what came of a task that looked again at a place; None: a feed had new entries.
            report: called with a task and what is being worked on during long work; it ends where that is False.
        """
        self._bring_back = bring_back
        self._file = file
        self._looked = looked
        self._report = report
        self._library = library
        self._ingest = ingest
        self._visits = visits
        self._feeds = feeds
        self._ways: dict[TaskKind, Callable[[Order], Came]] = {
            "add": self._take_in,
            "remove": self._remove,
            "correct": self._correct,
            "bring_back": lambda order: self._bring_back(order.fields["id"]),
            "visit": self._visit,
            "follow": lambda order: self._look_at_feed(order.fields["url"], again="again" in order.fields),
            "entry": self._take_entry,
            "refresh": self._refresh,
        }

    def __call__(self, task: Task) -> Came:
        """Do it. Raises DatelineError for what concerns more than this task."""
        fields = task.order.fields
        with acting_for(fields.get(BY, "")):
            came = self._done(task)
        if is_look(task.order):
            self._note_look(task, came)
        if isinstance(came, list):
            handed_on = {name: fields[name] for name in (FILING, BY) if name in fields}
            return [replace(order, fields={**order.fields, **handed_on}) for order in came]
        filing = fields.get(FILING)
        if filing is None:
            return came
        if came.id is not None and came.status in IN_LIBRARY:
            with suppress(UnknownArticle):  # removed meanwhile
                self._file(came.id, Filing.of_json(filing))
        return came

    def _note_look(self, task: Task, came: Came) -> None:
        if isinstance(came, list):
            self._looked(task.order, None)
        elif not is_tried_again(task, came):
            self._looked(task.order, came)  # else it is tried again before long

    def _done(self, task: Task) -> Came:
        if task.order.kind == "recognise":
            return self._recognise(task)
        if task.order.kind == "saved":
            return self._take_saved(task)
        return self._ways[task.order.kind](task.order)

    def _take_in(self, order: Order) -> Came:
        material = material_of(order)
        if material.media == "epub":
            material = self._ingest().chapters(material)
        some = list(islice(parts(material), 2))
        if len(some) > 1:
            return [replace(order_of(part), later=True) for part in parts(material)]
        lines = list(unrolled(material))
        if len(lines) > 1:
            return [order_of(line) for line in lines]
        if lines[0] is material and material.first_line > 1:  # nothing but empty lines
            return []
        if self._ingest().needs_ocr(material):
            return [replace(order, kind="recognise", fields={**order.fields, "name": order.name})]
        return self._ingest().take_in(lines)[0]

    def _recognise(self, task: Task) -> Came:
        """Take in a PDF whose pages are pictures; no task stands in its place if the user stops it meanwhile."""

        def on_page(_done: int, _total: int, name: str) -> None:
            if name and not self._report(task, name):
                raise _StoppedByUser

        try:
            material = replace(material_of(task.order), name=task.order.fields["name"])
            return self._ingest().take_in([material], progress=on_page)[0]
        except _StoppedByUser:
            return []

    def _remove(self, order: Order) -> Outcome:
        known = self._library.by_id(order.fields["id"])
        if known is None:  # another page was quicker, or a crash came between removing and noting it
            return Outcome(status="removed", id=order.fields["id"], title=order.name)
        return self._ingest().remove([known.id])[0]

    def _correct(self, order: Order) -> Outcome:
        fields = {name: value for name, value in order.fields.items() if name not in ("id", BY)}
        try:
            return replace(self._ingest().correct(order.fields["id"], fields), source=order.name)
        except SourceError as error:
            return failed(order.name, error)

    def _visit(self, order: Order) -> Came:
        typed = order.fields["url"]
        url = typed if "://" in typed else f"https://{typed}"
        found = self._visits().visit(url)
        return self._look_at_feed(found.asked) if isinstance(found, FeedFound) else found

    def _take_saved(self, task: Task) -> Outcome:
        """Take in an entry of a reading list. One whose address is known is not fetched again.

        The page that was saved is taken where none can be had any more, or not at the last attempt either.
        """
        order = task.order
        url = order.fields["url"]
        outcome = self._visits().known(url) or self._visits().visit_page(url)
        if outcome.status != "failed" or order.data is None or is_tried_again(task, outcome):
            return outcome
        material = Material(name=order.name, data=order.data, media="html", url=url, charset="utf-8")
        saved = self._ingest().take_in([material])[0]
        if saved.status == "failed":
            return outcome
        return replace(saved, note=f"The page that was saved is taken: {outcome.error}")

    def _look_at_feed(self, url: str, *, again: bool = False) -> Came:
        if again and not self._feeds().is_followed(url):
            return Outcome(status="removed", id=None, title="", source=url)
        try:
            feed, entries = self._feeds().look(url, again=again)
        except SourceError as error:
            return failed(url, error)
        if not entries:
            return Outcome(status="unchanged", id=None, title=feed.title, source=url)
        return [_order_of(entry, feed.url) for entry in entries]

    def _take_entry(self, order: Order) -> Outcome:
        entry = FeedEntry(order.fields.get("url"), order.name)
        return self._feeds().take_entry(order.fields["feed"], entry)

    def _refresh(self, order: Order) -> Outcome:
        known = self._library.by_id(order.fields["id"])
        if known is None:
            return Outcome(status="removed", id=order.fields["id"], title=order.name)
        return self._visits().look_again(known)


def _order_of(entry: FeedEntry, feed: str) -> Order:
    page = {"url": entry.address} if entry.address else {}
    return Order(kind="entry", name=entry.address or entry.title, fields={"feed": feed, **page})


def _address_of(entry: ArticleEntry) -> dict[str, str]:
    """Return the field by which looks at one host are counted; a file has none."""
    return {"url": entry.source.url} if entry.source.url and not entry.identity.startswith("file:") else {}


def refreshing(entries: Sequence[ArticleEntry], feeds: Sequence[Feed]) -> list[Order]:
    """Return the tasks of looking again where these articles and feeds came from."""
    articles = [
        Order(kind="refresh", name=entry.source.title, fields={"id": entry.id, **_address_of(entry)})
        for entry in entries
    ]
    return articles + [
        Order(kind="follow", name=feed.title, fields={"url": feed.url, "again": "yes"}) for feed in feeds
    ]
