"""The turns of a conversation as the browser needs them: made anew only where something changed, sent only once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from domain.errors import ModelError
from domain.standing import with_standings
from domain.values import Answer, Standing
from ui import labels
from ui.errors import error_data
from ui.state.conversation import Exchange
from ui.view_models.answer import FooterText, Language, answer_data, as_the_page, no_footer
from ui.view_models.answer_details import Tools
from ui.view_models.data import Data

Digests = Mapping[str, str]
"""The digests of the library's articles as they are now, by id."""
Standings = Mapping[str, Standing]
"""What has become of the places of the library's articles, by id."""


class Turns:
    """What was last drawn of a conversation, and which of it the browser has.

    Each drawing has a number. What is on its way to the browser may be overtaken by a later drawing and never get
    there; so a turn is sent until the browser names a drawing that held it.
    """

    def __init__(self, language: Language = as_the_page, footer_text: FooterText = no_footer) -> None:
        self._language = language
        self._footer_text = footer_text
        self._made: dict[int, tuple[object, str, Data]] = {}
        self._sent: dict[str, int] = {}
        """The first drawing that held the turn with this content hash."""
        self.drawing = 0

    def forget(self) -> None:
        """Send every turn anew: the browser lacks one, or another conversation is opened."""
        self._made.clear()
        self._sent.clear()

    def data(
        self,
        exchanges: Sequence[Exchange],
        tools: Tools,
        *,
        waits: str,
        digests: Digests,
        seen: int,
        standings: Standings = MappingProxyType({}),
    ) -> list[Data]:
        """Return one entry a turn: its content hash, and the turn itself if the browser does not have it yet.

        ``seen`` is the last drawing that the browser named; ``waits`` says what a question on its way must wait for
        before it can be looked up, "" for nothing.
        """
        self.drawing += 1
        entries: list[Data] = []
        for place, exchange in enumerate(exchanges):
            last = place == len(exchanges) - 1
            turn_hash, turn = self._turn(
                exchange, place, tools, waits=waits, digests=digests, standings=standings, last=last
            )
            first = self._sent.get(turn_hash, self.drawing)
            entries.append({"hash": turn_hash, "turn": None if first <= seen else turn})
        self._sent = {str(one["hash"]): self._sent.get(str(one["hash"]), self.drawing) for one in entries}
        return entries

    def _turn(
        self,
        exchange: Exchange,
        place: int,
        tools: Tools,
        *,
        waits: str,
        digests: Digests,
        standings: Standings,
        last: bool,
    ) -> tuple[str, Data]:
        key = str(place)
        changed = exchange.succeeded and has_changed(exchange.answer.result(), digests)
        standing = _standings_of(exchange, standings)
        draft = exchange.draft
        on_its_way = (waits, bool(draft and draft.text), draft and draft.part)
        state = (exchange.answer, exchange.answer.done() or on_its_way, changed, standing, last, tools.key_of(key))
        if place not in self._made or self._made[place][0] != state:
            turn = turn_data(
                exchange,
                key,
                waits,
                tools,
                changed=changed,
                standings=standing,
                language=self._language,
                footer_text=self._footer_text,
            )
            turn["follow_ups"] = _follow_ups(exchange) if last else None
            turn_hash = hashlib.sha256(json.dumps(turn, sort_keys=True).encode()).hexdigest()[:16]
            self._made[place] = (state, turn_hash, turn)
        _, turn_hash, turn = self._made[place]
        return turn_hash, turn


def turn_data(
    exchange: Exchange,
    key: str,
    waits: str,
    tools: Tools,
    *,
    changed: bool,
    standings: Standings = MappingProxyType({}),
    language: Language = as_the_page,
    footer_text: FooterText = no_footer,
) -> Data:
    """Return one exchange for the component: with its answer, with its error, or still waiting.

    ``changed`` says that an article quoted has other words now.
    """
    turn: Data = {"key": key, "question": exchange.question, "waiting": "", "answer": None, "follow_ups": None}
    if not exchange.answer.done():
        return turn | _on_its_way(exchange, waits)
    error = exchange.answer.exception()
    if error:
        return turn | {"answer": error_data(error) | {"instead": _instead(exchange, error)}}
    stated = labels.CHANGED_SINCE if changed else ""
    answer = answer_data(with_standings(exchange.answer.result(), standings), key, tools, language, footer_text)
    return turn | {"answer": answer | {"changed": stated}}


def _on_its_way(exchange: Exchange, waits: str) -> Data:
    """Return what is being done; the words of a draft come by themselves, beside the turns."""
    if exchange.draft is None:
        return {"waiting": waits or labels.SEARCHING}
    writing = labels.WRITING if exchange.draft.text else labels.WRITING_SOON
    if exchange.draft.part and not exchange.draft.text:
        number, count = exchange.draft.part
        writing = labels.READING_PART.format(number=number, count=count)
    return {"waiting": waits or writing, "draft": True}


def _instead(exchange: Exchange, error: BaseException) -> Data | None:
    """Return the way to the quoted answer, where a language model failed."""
    if not isinstance(error, ModelError):
        return None
    return {"text": labels.QUOTE_INSTEAD, "question": exchange.question}


def has_changed(answer: Answer, digests: Digests) -> bool:
    """Whether an article that is quoted has other words now, or has been removed."""
    cited = [citation.article for citation in (*answer.citations, *answer.nearest)]
    return any(digests.get(article.id) != article.digest for article in cited)


def _standings_of(exchange: Exchange, standings: Standings) -> dict[str, Standing]:
    """Return what is known of the articles that an answer cites."""
    if not (standings and exchange.succeeded):
        return {}
    answer = exchange.answer.result()
    cited = {citation.article.id for citation in (*answer.citations, *answer.nearest)}
    return {article_id: standings[article_id] for article_id in cited & standings.keys()}


def _follow_ups(exchange: Exchange) -> Data | None:
    """Return what to ask after the last turn: again what failed, else what its answer suggests."""
    if not exchange.answer.done():
        return None
    if not exchange.succeeded:
        return {"title": labels.ASK_AGAIN, "questions": [exchange.question]}
    questions = exchange.answer.result().suggestions
    return {"title": labels.FOLLOW_UPS, "questions": list(questions)} if questions else None
