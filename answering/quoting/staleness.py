"""A warning where a question sounds current and the articles that answer it are not."""

from dataclasses import replace
from datetime import date

from answering.phrases import Phrases
from domain.dates import sounds_current
from domain.values import Answer


def with_age(answer: Answer, phrases: Phrases, *, today: date, after_days: int) -> Answer:
    """Return the answer; its foot says how old the newest article quoted is, if that is more than ``after_days`` and
    the question sounds current. Undated articles are called so already.
    """
    if answer.kind != "answer" or not answer.as_of or not answer.foot or not sounds_current(answer.question):
        return answer
    days = (today - date.fromisoformat(answer.as_of)).days
    if days <= after_days:
        return answer
    return replace(answer, foot=f"{answer.foot} · {phrases('foot.aged', count=days)}")
