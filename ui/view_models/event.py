"""An event and its articles in words."""

from domain.dates import spelled
from domain.events import Event, EventArticle
from domain.values import Source
from services.drafts import Elsewhere, Evidence
from ui import labels
from ui.view_models.data import Data

_SHOWN_CHARS = 200
"""Of words that were selected."""


def summary_of(event: Event) -> str:
    """Return how many outlets report the event, since when, and who was first where that is known."""
    count = len(event.outlets)
    outlets = labels.EVENT_OUTLET if count == 1 else labels.EVENT_OUTLETS.format(count=count)
    day = spelled(event.first_day or "")
    if event.first is None:
        return labels.EVENT_ORDER_UNKNOWN.format(outlets=outlets, day=day)
    return labels.EVENT_FIRST.format(outlets=outlets, day=day, first=event.first.outlet or event.first.title)


def line_of(article: EventArticle | Source) -> str:
    """Return day, outlet and title of an article."""
    day = spelled(article.published) if article.published else ""
    return ", ".join(filter(None, (day, article.outlet, article.title)))


def by_address(found: Elsewhere) -> dict[str, Evidence]:
    """Return the places that were found, by the addresses under which the page opens them."""
    return {f"elsewhere.{place}": one for place, one in enumerate(found.places)}


def said_elsewhere(found: Elsewhere | None, article_id: str) -> Data | None:
    """Return what was found for words that were selected in an article, None if nothing was looked for in it."""
    if found is None or found.article_id != article_id:
        return None
    label = labels.ELSEWHERE_SAME if found.same else labels.ELSEWHERE_NEAREST
    shown = found.words if len(found.words) <= _SHOWN_CHARS else f"{found.words[:_SHOWN_CHARS]}…"
    return {
        "line": (label if found.places else labels.ELSEWHERE_NOTHING).format(words=shown),
        "places": [
            {"address": address, "quote": one.text, "line": line_of(one.article.source)}
            for address, one in by_address(found).items()
        ],
    }
