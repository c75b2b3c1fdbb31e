"""What "last week" means in a quote: said beside it, never inside."""

from datetime import date

from domain.dates import day_of
from domain.values import Citation, DateGloss
from text.relative_dates import told_times

MOST = 2
"""Times glossed of one quote."""


def glosses(citation: Citation) -> tuple[DateGloss, ...]:
    """Return a gloss for each time of the quote that depends on its article's day, each wording once, at most two."""
    day = day_of(citation.article.source.published)
    times = {time.words.lower(): time for time in told_times(citation.quote, date.fromisoformat(day) if day else None)}
    return tuple(
        DateGloss(
            words=time.words,
            published=day,
            first=time.first.isoformat() if time.first else None,
            unit=time.unit,
        )
        for time in list(times.values())[:MOST]
    )
