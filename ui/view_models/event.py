"""An event and its articles in words."""

from domain.dates import spelled
from domain.events import Event, EventArticle
from ui import labels


def summary_of(event: Event) -> str:
    """Return how many outlets report the event, since when, and who was first where that is known."""
    count = len(event.outlets)
    outlets = labels.EVENT_OUTLET if count == 1 else labels.EVENT_OUTLETS.format(count=count)
    day = spelled(event.first_day or "")
    if event.first is None:
        return labels.EVENT_ORDER_UNKNOWN.format(outlets=outlets, day=day)
    return labels.EVENT_FIRST.format(outlets=outlets, day=day, first=event.first.outlet or event.first.title)


def line_of(article: EventArticle) -> str:
    """Return day, outlet and title of an article."""
    day = spelled(article.published) if article.published else ""
    return ", ".join(filter(None, (day, article.outlet, article.title)))
