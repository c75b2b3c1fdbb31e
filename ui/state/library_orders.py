"""What this page has asked of the library. The jobs themselves are kept in the library, for every page to see."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from assembly import Services
from domain.errors import DatelineError
from domain.jobs import Job, Order, order_of
from domain.values import ArticleEntry, Material, Outcome, RemovedArticle
from ui import labels

Form = Literal["paste", "link"]


@dataclass(slots=True)
class Filled:
    """A form: how often what was in it went in, and the job that it waits for. What failed stays in the form."""

    times: int = 0
    job: int | None = None


@dataclass(slots=True)
class Results:
    """What came of the last job that is done."""

    job: Job
    outcomes: list[Outcome] = field(default_factory=list)


class Work:
    """The page's side of the jobs. ``look`` reads them anew; in between nothing changes under the page's hands."""

    def __init__(self, program: Services, *, may_edit: bool = True, user: str = "") -> None:
        """``may_edit``: whether the ``user`` may change the articles of the library; else nothing is ordered.

        The name of the user, "" without a login, is stored with what is ordered.
        """
        self._user = user
        self._program = program
        self._may_edit = may_edit
        self.jobs: list[Job] = []
        self.results: Results | None = None
        self.trouble = ""
        """Why the library did not take the last order; empty if it did."""
        self._ended = False
        self._form_ended = False
        self.changes_shown: set[str] = set()
        """Ids of the articles whose changed words are shown."""
        self.uploads = 0
        self.forms: dict[Form, Filled] = {"paste": Filled(), "link": Filled()}

    def look(self) -> None:
        """See how far the jobs are, and what came of the last one that is done."""
        before = {job.number for job in self.open}
        self.jobs = self._program.background.jobs.jobs()
        over = next((job for job in self.jobs if not job.open), None)
        if over is None or over.dismissed:
            self.results = None
        elif self.results is None or self.results.job != over:
            self.results = Results(over, self._program.background.jobs.outcomes(over.number))
        for form in self.forms.values():
            self._form_ended |= self._settle(form)
        self._ended |= not before <= {job.number for job in self.open}

    def ended(self, *, of_a_form: bool = False) -> bool:
        """Whether a job (``of_a_form``: one of those) has ended since this was last asked."""
        ended = self._form_ended if of_a_form else self._ended
        self._ended = self._form_ended = False
        return ended

    @property
    def open(self) -> list[Job]:
        """The jobs that are not done, the oldest first."""
        return [job for job in reversed(self.jobs) if job.open]

    def take_in(self, materials: Sequence[Material], *, form: Form | None = None) -> None:
        """Have articles taken in."""
        self._order(
            lambda: self._program.background.order([order_of(material) for material in materials], by=self._user), form
        )

    def import_list(self, name: str, data: bytes, *, reader: str) -> None:
        """Have the articles of a reading list taken in, with collections and notes of a user; name what is not used."""
        ignored: list[str] = []

        def order() -> int:
            found = self._program.ingest.read_list(data, name)
            if found.ignored:
                ignored.append(
                    labels.LIST_IGNORED.format(
                        service=found.service, count=len(found.entries), ignored=", ".join(found.ignored)
                    )
                )
            return self._program.background.order_list(found, reader=reader, by=self._user)

        self._order(order)
        self.trouble = self.trouble or "".join(ignored)

    def follow_list(self, opml: bytes) -> None:
        """Have the feeds of an OPML list followed."""
        self._order(lambda: self._program.background.follow_list(opml, by=self._user))

    def visit(self, urls: Sequence[str]) -> None:
        """Have what stands at these addresses fetched and taken in."""
        orders = [Order(kind="visit", name=url, fields={"url": url}) for url in urls]
        self._order(lambda: self._program.background.order(orders, by=self._user), "link")

    def refresh(self, article_ids: Sequence[str] = ()) -> None:
        """Have the program look again where these articles (none named: all, and all feeds) came from."""
        self._order(lambda: self._program.background.order_refresh(article_ids))

    def remove(self, entries: Sequence[ArticleEntry]) -> None:
        """Have articles removed."""
        orders = [Order(kind="remove", name=one.source.title, fields={"id": one.id}) for one in entries]
        self._order(lambda: self._program.background.order(orders, by=self._user))

    def bring_back(self, article: RemovedArticle) -> None:
        """Have a removed article taken in again."""
        order = Order(kind="bring_back", name=article.source.title, fields={"id": article.id})
        self._order(lambda: self._program.background.order([order], by=self._user))

    def correct(self, entry: ArticleEntry, fields: dict[str, str]) -> None:
        """Have fields of an article's source set."""
        order = Order(kind="correct", name=entry.source.title, fields={"id": entry.id} | fields)
        self._order(lambda: self._program.background.order([order], by=self._user))

    def unfollow(self, url: str) -> None:
        """Forget a feed; its articles stay."""
        if self._refused():
            return
        with suppress(DatelineError):  # another page was quicker
            self._program.library.unfollow(url)

    def stop(self, number: int) -> None:
        """Begin nothing more of a job."""
        if self._refused():
            return
        self._program.background.jobs.stop(number)
        self.look()

    def dismiss(self) -> None:
        """Show no longer what came of the work that is done."""
        self._program.background.jobs.dismiss()
        self.trouble = ""
        self.changes_shown.clear()
        self.look()

    def show_changes(self, article_id: str) -> None:
        """Show the words of an article that changed, or no longer."""
        self.changes_shown ^= {article_id}

    def waiting(self, form: Form) -> bool:
        """Whether what was in a form is on its way."""
        return self.forms[form].job is not None

    def _order(self, order: Callable[[], int], form: Form | None = None) -> None:
        if self._refused():
            return
        try:
            number = order()
        except DatelineError as error:
            self.trouble = str(error)
            return
        if form is not None:
            self.forms[form].job = number
        self.look()

    def _refused(self) -> bool:
        """Say, where it is so, that the user may not change the library."""
        self.trouble = "" if self._may_edit else labels.EDITORS_ONLY
        return not self._may_edit

    def _settle(self, form: Filled) -> bool:
        """Let a form go whose job is done, and return whether it is; it is emptied if all went in."""
        if form.job is None or any(job.number == form.job and job.open for job in self.jobs):
            return False
        if all(outcome.status != "failed" for outcome in self._program.background.jobs.outcomes(form.job)):
            form.times += 1
        form.job = None
        return True
