"""What is being done to the library and what came of it, as plain data for the components that show it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from domain.jobs import Job, TaskKind
from domain.values import Outcome, Status, Stretch
from ui import labels
from ui.clock import local
from ui.state.library_orders import Results, Work
from ui.view_models.article_lines import outcome_data
from ui.view_models.data import Data

MOST_LINES = 60
"""Of results; the line above them counts them all."""
_FIRST: Sequence[Status] = ("failed", "gone", "updated", "new", "duplicate", "removed", "unchanged")
"""In the order of interest."""


def news_data(work: Work, titles: Mapping[str, str], changes: Mapping[str, Sequence[Stretch]]) -> Data:
    """Return jobs and results.

    ``titles`` maps every article's id to its title, ``changes`` the ids of those that are opened to their words.
    """
    return {
        "jobs": [job_data(job) for job in work.open],
        "results": None if work.results is None else results_data(work.results, titles, changes),
        "trouble": work.trouble,
        "labels": {"results": labels.RESULTS, "dismiss": labels.DISMISS},
    }


def job_data(job: Job) -> Data:
    """Return how far a job is."""
    verb = _VERBS[job.kind or "add"]
    if job.due is not None:
        moment = local(datetime.fromtimestamp(job.due, UTC))
        text, detail = labels.WAITING.format(time=f"{moment:%H:%M:%S}"), job.waits_for
    else:
        many = labels.WORKING_MANY if job.total > 1 else labels.WORKING
        place = min(job.done + 1, job.total)
        text, detail = many.format(verb=verb, name=job.name or labels.NEXT, place=place, total=job.total), ""
    return {
        "number": job.number,
        "text": text,
        "detail": detail,
        "done": job.done,
        "total": job.total,
        "stop": labels.STOP_JOB,
    }


_VERBS: Mapping[TaskKind, str] = {
    "add": labels.ADDING,
    "visit": labels.ADDING,
    "entry": labels.ADDING,
    "follow": labels.LOOKING_AT,
    "refresh": labels.LOOKING_AT,
    "recognise": labels.RECOGNISING,
    "saved": labels.ADDING,
    "remove": labels.REMOVING,
    "correct": labels.CORRECTING,
    "bring_back": labels.ADDING,
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
        "more": labels.MORE.format(count=more) if more else "",
    }


def _line(outcome: Outcome, titles: Mapping[str, str], changes: Mapping[str, Sequence[Stretch]]) -> Data:
    touched = outcome.passages.added or outcome.passages.removed
    changed = outcome.status == "updated" and outcome.id in titles and touched > 0
    shown, there = changes.get(outcome.id or ""), titles.get(outcome.id or "")
    return outcome_data(outcome, titles) | {
        "id": outcome.id or "",
        "open": labels.OPEN_ARTICLE.format(title=there) if there else "",
        "changes": (labels.HIDE_CHANGES if shown is not None else labels.SHOW_CHANGES) if changed else "",
        "stretches": stretches_data(shown) if changed and shown is not None else None,
    }


def stretches_data(stretches: Sequence[Stretch]) -> list[Data]:
    """Return the words that changed; of none, a sentence that says so."""
    if not stretches:
        return [{"kind": "kept", "text": labels.NO_CHANGES, "spoken": ""}]
    stated = {"added": labels.WORDS_ADDED, "removed": labels.WORDS_REMOVED, "skipped": labels.WORDS_SAME}
    return [
        {
            "kind": one.kind,
            "text": labels.CUT if one.kind == "skipped" else one.text,
            "spoken": stated.get(one.kind, ""),
        }
        for one in stretches
    ]


def _counted(outcomes: Sequence[Outcome]) -> str:
    """Return "2 failed · 1 new"; "" for one outcome, whose line says it, and a sentence where nothing was to do."""
    if not outcomes:
        return labels.NOTHING_TO_DO
    counts = Counter(outcome.status for outcome in outcomes)
    if len(outcomes) == 1:
        return ""
    return labels.CARD_PARTING.join(f"{count} {labels.STATUS[status].lower()}" for status, count in counts.items())
