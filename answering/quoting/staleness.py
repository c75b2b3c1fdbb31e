"""A warning where a question sounds current and the articles that answer it are not."""

from dataclasses import replace
from datetime import date

from domain.dates import sounds_current
from domain.values import Answer


def with_age(answer: Answer, *, today: date, after_days: int) -> Answer:
    """Return the answer; its footer says how old the newest article quoted is, if that is more than ``after_days`` and
    the question sounds current. Undated articles are called so already.
    """
    if answer.kind != "answer" or not answer.as_of or not answer.footer or not sounds_current(answer.question):
        return answer
    days = (today - date.fromisoformat(answer.as_of)).days
    if days <= after_days:
        return answer
    return replace(answer, footer=replace(answer.footer, age_days=days))
