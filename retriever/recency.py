"""News is asked about while it is new: how much an article's age weighs."""

import re
from collections.abc import Mapping
from datetime import date
from statistics import median

HALF_WEIGHT_DAYS = 90
"""An article this much older than the newest one has half its weight."""

_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")


def recency(published: Mapping[str, str | None]) -> dict[str, float]:
    """Return a weight from 0 (old) to 1 (as new as the newest) for each article id.

    ``1 / (1 + age / 90 days)``, the age counted back from the newest article given: among what was found, an archive
    is as good as today's paper. An undated article gets the median weight of the dated ones; where none is dated, all
    get 0.
    """
    days = {article_id: _day(printed) for article_id, printed in published.items()}
    dated = [day for day in days.values() if day]
    if not dated:
        return dict.fromkeys(published, 0.0)
    newest = max(dated)
    weights = {
        article_id: 1.0 / (1.0 + (newest - day).days / HALF_WEIGHT_DAYS) for article_id, day in days.items() if day
    }
    middle = median(weights.values())
    return {article_id: weights.get(article_id, middle) for article_id in published}


def names_a_year(question: str) -> bool:
    """Whether the question says which year it is about; newer is not better then."""
    return _YEAR.search(question) is not None


def _day(printed: str | None) -> date | None:
    if not printed:
        return None
    try:
        return date.fromisoformat(printed[:10])
    except ValueError:
        return None
