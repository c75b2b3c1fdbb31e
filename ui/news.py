"""What is being done to the library and what came of it, as plain data for the components that show it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from domain.jobs import Deed, Job
from domain.values import Outcome, Status, Stretch
from ui import words
from ui.data import Data
from ui.listing import outcome_data
from ui.work import Results, Work

MOST_LINES = 60
"""Of results; the line above them counts them all."""
_FIRST: Sequence[Status] = ("failed", "gone", "updated", "new", "duplicate", "removed", "unchanged")
"""What a reader wants to know first."""


def news_data(work: Work, titles: Mapping[str, str], changes: Mapping[str, Sequence[Stretch]]) -> Data:
    """Return jobs and results.

    ``titles`` maps every article's id to its title, ``changes`` the ids of those that are opened to their words.
    """
    return {
        "jobs": [job_data(job) for job in work.open],
        "results": None if work.results is None else results_data(work.results, titles, changes),
        "trouble": work.trouble,
        "labels": {"results": words.RESULTS, "dismiss": words.DISMISS},
    }


def job_data(job: Job) -> Data:
    """Return how far a job is."""
    verb = _VERBS[job.deed or "add"]
    if job.due is not None:
        moment = datetime.fromtimestamp(job.due, UTC).astimezone()
        text, detail = words.WAITING.format(time=f"{moment:%H:%M:%S}"), job.waits_for
    else:
        many = words.WORKING_MANY if job.total > 1 else words.WORKING
        place = min(job.done + 1, job.total)
        text, detail = many.format(verb=verb, name=job.name or words.NEXT, place=place, total=job.total), ""
    return {
        "number": job.number,
        "text": text,
        "detail": detail,
        "done": job.done,
        "total": job.total,
        "stop": words.STOP_JOB,
    }


_VERBS: Mapping[Deed, str] = {
    "add": words.ADDING,
    "visit": words.ADDING,
    "entry": words.ADDING,
    "follow": words.LOOKING_AT,
    "refresh": words.LOOKING_AT,
    "recognise": words.RECOGNISING,
    "saved": words.ADDING,
    "remove": words.REMOVING,
    "correct": words.CORRECTING,
}


def results_data(
    results: Results, titles: Mapping[str, str], changes: Mapping[str, Sequence[Stretch]] | None = None
) -> Data:
    """Return what came of a job: a line that counts, and a line for each article, what matters most first."""
    outcomes = sorted(results.outcomes, key=lambda outcome: _FIRST.index(outcome.status))
    lines = [_line(outcome, titles, changes or {}) for outcome in outcomes[:MOST_LINES]]
    more = max(results.job.done, len(outcomes)) - len(lines)
    return {
        "summary": _counted(outcomes),
        "lines": lines,
        "more": words.MORE.format(count=more) if more else "",
    }


def _line(outcome: Outcome, titles: Mapping[str, str], changes: Mapping[str, Sequence[Stretch]]) -> Data:
    touched = outcome.passages.added or outcome.passages.removed
    changed = outcome.status == "updated" and outcome.id in titles and touched > 0
    shown, there = changes.get(outcome.id or ""), titles.get(outcome.id or "")
    return outcome_data(outcome, titles) | {
        "id": outcome.id or "",
        "open": words.OPEN_ARTICLE.format(title=there) if there else "",
        "changes": (words.HIDE_CHANGES if shown is not None else words.SHOW_CHANGES) if changed else "",
        "stretches": stretches_data(shown) if changed and shown is not None else None,
    }


def stretches_data(stretches: Sequence[Stretch]) -> list[Data]:
    """Return the words that changed; of none, a sentence that says so."""
    if not stretches:
        return [{"kind": "kept", "text": words.NO_CHANGES, "told": ""}]
    told = {"added": words.WORDS_ADDED, "removed": words.WORDS_REMOVED, "skipped": words.WORDS_SAME}
    return [
        {
            "kind": one.kind,
            "text": words.CUT if one.kind == "skipped" else one.text,
            "told": told.get(one.kind, ""),
        }
        for one in stretches
    ]


def _counted(outcomes: Sequence[Outcome]) -> str:
    """Return "2 failed · 1 new"; "" for one outcome, whose line says it, and a sentence where nothing was to do."""
    if not outcomes:
        return words.NOTHING_TO_DO
    counts = Counter(outcome.status for outcome in outcomes)
    if len(outcomes) == 1:
        return ""
    return words.CARD_PARTING.join(f"{count} {words.STATUS[status].lower()}" for status, count in counts.items())
