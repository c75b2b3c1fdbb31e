"""The draft that a page checks, and what has been found so far: in the memory of the page only, unless it is kept."""

import json
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Event
from uuid import uuid4

from assembly import Services
from domain.drafts import KeptDraft
from domain.errors import DatelineError
from domain.jobs import Order
from domain.values import Citation, CitedArticle, Material, Scope
from services.drafts import CitationForm, Evidence, Finding, Report
from ui import labels
from ui.state.worker import Worker

CITATIONS: Mapping[str, CitationForm] = {"bib": "bibtex", "ris": "ris", "csl.json": "csl-json"}
"""The forms of citations, by the ending of their file."""


@dataclass(slots=True, kw_only=True)
class Check:
    """One check of a draft, while it goes on and afterwards.

    The thread that checks writes; the page reads and sets ``stopped``. ``text`` is None while a file is being read.
    """

    scope: Scope
    model: str | None = None
    """The language model that judges what the reader leaves open."""
    text: str | None = None
    material: Material | None = None
    total: int = 0
    findings: list[Finding] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)
    report: Report | None = None
    missing: dict[str, str] = field(default_factory=dict)
    """Addresses beside quotations whose articles are not in the library, by the finding's id."""

    files: dict[str, str | bytes] = field(default_factory=dict)
    """The checked draft in the forms that were asked for."""

    @property
    def so_far(self) -> Report:
        """The report, or what there is of it by now."""
        if self.report is not None:
            return self.report
        found = sorted(self.findings, key=lambda one: (one.start, one.end, one.id))
        return Report(text=self.text or "", generation=0, findings=tuple(found), scope=self.scope)


class DraftWork:
    """The drafts of one page, one after the other: a check that begins ends the one before."""

    def __init__(self, program: Services, *, reader: str = "", may_edit: bool = True, user: str = "") -> None:
        """``user`` is the name that is stored with an article which is taken in, "" without a login."""
        self._program = program
        self._user = user
        self._reader = reader
        self._may_edit = may_edit
        self.kept: str | None = None
        """The id under which the draft is kept; None: it is not."""
        self._worker = Worker("checking")
        self.check: Check | None = None
        self._done: Future[None] | None = None
        self._fetching: int | None = None
        """The number of the job that takes an article in."""
        self.model: str | None = None
        """The language model that judges in the checks to come."""
        self.trouble = ""
        """Why an article could not be taken in."""
        self.aside: dict[tuple[str, str], str] = {}
        """Why a finding is put aside, as in ``domain.drafts.Aside``."""
        self.times = 0
        """How often the fields of the draft were filled anew by the program."""
        self.drawn = 0
        """The number of ``times`` that the fields were drawn for last."""

    def begin(self, text: str, scope: Scope) -> None:
        """Check a text."""
        kept = self.check.material if self.check is not None and self.check.text == text else None
        self._start(Check(scope=scope, model=self.model, text=text, material=kept))

    def begin_file(self, material: Material, scope: Scope) -> None:
        """Read a file and check its text."""
        self._start(Check(scope=scope, model=self.model, material=material))

    def again(self) -> None:
        """Check the same text once more; what nothing has happened to is not looked at again."""
        if self.check is not None and self.check.text is not None:
            self.begin(self.check.text, self.check.scope)

    def stop(self) -> None:
        """Look at nothing more; what was found stays."""
        if self.check is not None:
            self.check.stopped.set()

    def keep(self, *, kept: bool) -> None:
        """Keep the draft until it is deleted, or no longer."""
        if kept:
            self.kept = self.kept or uuid4().hex
            self._store()
        elif self.kept is not None:
            self._program.drafts.delete(self.kept, reader=self._reader)
            self.kept = None

    def drafts(self) -> list[KeptDraft]:
        """Return the drafts that are kept, the last changed first."""
        return self._program.drafts.kept(reader=self._reader)

    def open(self, draft: KeptDraft, scope: Scope) -> None:
        """Check a draft that is kept."""
        self.leave()
        self.kept = draft.id
        self.aside.update(draft.aside)
        self.begin(draft.text, scope)

    def delete(self) -> None:
        """Forget the draft and all that was found, also if it was kept."""
        self.keep(kept=False)
        self.leave()

    def leave(self) -> None:
        """Turn away from the draft; one that is kept stays kept."""
        self.stop()
        self.kept = None
        self.check = self._done = None
        self.aside.clear()
        self.trouble = ""
        self.times += 1

    @property
    def running(self) -> bool:
        """Whether a check goes on."""
        return self._done is not None and not self._done.done()

    @property
    def error(self) -> BaseException | None:
        """Why the last check failed."""
        return self._done.exception() if self._done is not None and self._done.done() else None

    def finding(self, name: str) -> Finding | None:
        """Return a finding by its id."""
        return next((one for one in self.check.findings if one.id == name), None) if self.check else None

    def put_aside(self, name: str, reason: str) -> None:
        """Put a finding aside for a reason, or, without one, no longer."""
        finding = self.finding(name)
        if finding is None or self.check is None:
            return
        key = aside_key(finding, self.check.text or "")
        if reason:
            self.aside[key] = reason
        else:
            self.aside.pop(key, None)
        self._store()

    def citations(self, address: str | None) -> dict[str, Citation]:
        """Return the evidence of the finding that an address such as "q1.0" belongs to, by these addresses.

        An address names the finding and the place among its evidence. Empty for None and one that there is not.
        """
        finding = self.finding(address.partition(".")[0]) if address else None
        if finding is None:
            return {}
        return {f"{finding.id}.{place}": citation_of(one, place + 1) for place, one in enumerate(finding.evidence)}

    def fetch(self, url: str) -> None:
        """Have the article at an address of the draft taken in; ``look`` checks again when it is there."""
        if not self._may_edit:
            self.trouble = labels.EDITORS_ONLY
        elif self.check is not None and self._fetching is None and url in self.check.missing.values():
            self.trouble = ""
            order = Order(kind="visit", name=url, fields={"url": url})
            try:
                self._fetching = self._program.background.order([order], by=self._user)
            except DatelineError as error:
                self.trouble = str(error)

    @property
    def fetching(self) -> bool:
        """Whether an article of the draft is on its way into the library."""
        return self._fetching is not None

    def look(self) -> None:
        """See whether the article that is fetched is there; if it is, check again."""
        jobs = self._program.background.jobs
        if self._fetching is None or any(job.number == self._fetching and job.open for job in jobs.jobs()):
            return
        failed = [one.error for one in jobs.outcomes(self._fetching) if one.error]
        self._fetching, self.trouble = None, " ".join(map(str, failed))
        if not failed:
            self.again()

    def export(self, form: str) -> str | bytes:
        """Return the checked draft as a file: "docx", "html", "md" or "json", or citations; made once."""
        if self.check is None or self.check.report is None:
            return ""
        if form not in self.check.files:
            self.check.files[form] = self._exported(form, self.check.report, self.check.material)
        return self.check.files[form]

    def _exported(self, form: str, report: Report, material: Material | None) -> str | bytes:
        drafts = self._program.drafts
        if citations := CITATIONS.get(form):
            return drafts.citations(report, citations)
        if form == "docx":
            return drafts.as_word(report, material)
        if form == "html":
            return drafts.as_html(report)
        return drafts.as_markdown(report) if form == "md" else json.dumps(drafts.as_json(report), ensure_ascii=False)

    def _store(self) -> None:
        if self.kept is not None and self.check is not None and self.check.text is not None:
            draft = KeptDraft(id=self.kept, text=self.check.text, aside=dict(self.aside))
            self._program.drafts.keep(draft, reader=self._reader)

    def _start(self, check: Check) -> None:
        self.stop()
        before, self.check = self.check, check
        self._store()
        self._done = self._worker.do(lambda: self._run(check, before))

    def _run(self, check: Check, before: Check | None) -> None:
        drafts = self._program.drafts
        if check.text is None and check.material is not None:
            check.text = drafts.read(check.material)
            self.times += 1
            self._store()
        check.report = drafts.check(
            check.text or "",
            scope=check.scope,
            model=check.model,
            before=before.report if before else None,
            on_count=lambda count: setattr(check, "total", count),
            on_finding=check.findings.append,
            stopped=check.stopped.is_set,
        )
        check.missing = drafts.missing_addresses(check.report)


def aside_key(finding: Finding, text: str) -> tuple[str, str]:
    """Return by what a finding of the draft ``text`` is put aside: it stays so where the same stands elsewhere."""
    return finding.type, text[finding.start : finding.end]


def citation_of(evidence: Evidence, number: int) -> Citation:
    """Return the words of an article as a citation."""
    article = evidence.article
    return Citation(
        number=number,
        quote=evidence.text,
        start=evidence.start,
        end=evidence.end,
        article=CitedArticle(id=article.id, source=article.source, digest=article.digest),
    )
