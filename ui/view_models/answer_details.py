"""What can be done with an answer: see how it was found, say whether it answers. Plain data for the component."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.values import Answer, Rewriting, Trace, Verdict, Written
from ui import labels
from ui.view_models.copied_answer import copied
from ui.view_models.data import Data
from ui.view_models.sources import shortened

SHOWN = 5
"""Places shown of each ranking."""
CHOICE_CHARS = 90
REPEAT: Data = {"edit": labels.EDIT, "again": labels.ASK_AGAIN}
KEEP: Data = {
    "copy": labels.COPY_ANSWER,
    "copied": labels.COPIED_ANSWER,
    "refused": labels.COPY_FAILED,
    "save": labels.SAVE,
    "copy_markdown": labels.COPY_MARKDOWN,
    "this": labels.SAVE_THIS,
    "all": labels.SAVE_ALL,
    "forms": {
        "html": labels.SAVE_HTML,
        "markdown": labels.SAVE_MARKDOWN,
        "ris": labels.SAVE_RIS,
        "bibtex": labels.SAVE_BIBTEX,
    },
}


@dataclass(slots=True)
class Tools:
    """What the user did with the answers of a conversation, by the answers' addresses."""

    explained: set[str] = field(default_factory=set)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    standing: set[str] = field(default_factory=set)
    """The questions that are asked of new articles from now on."""
    failed: dict[str, str] = field(default_factory=dict)
    """Why a verdict could not be kept."""

    def key_of(self, key: str) -> tuple[object, ...]:
        """Return all that is noted of the answer at this address and of its parts; equal as long as nothing changed."""
        own = [address for address in self._addresses() if address == key or address.startswith(f"{key}.")]
        noted = ((one, one in self.explained, self.verdicts.get(one), self.failed.get(one)) for one in sorted(own))
        return (*noted, *sorted(self.standing))

    def _addresses(self) -> set[str]:
        return self.explained | self.verdicts.keys() | self.failed.keys()


def tools_data(answer: Answer, key: str, tools: Tools) -> Data | None:
    """Return the line of actions under an answer: to judge it if it was looked up, to take it along if it is whole.

    None where there is nothing of either.
    """
    whole = "." not in key and answer.kind != "talk"
    keep: Data = {"keep": _keep(answer, is_standing=answer.question in tools.standing)} if whole else {}
    if answer.trace is None:
        return {"key": key, "explain": "", "verdicts": [], "noted": ""} | keep if keep else None
    return keep | {
        "key": key,
        "explain": labels.HOW_FOUND,
        "explained": trace_data(answer.trace, answer.written) if key in tools.explained else None,
        "verdicts": _verdicts(answer.kind == "answer"),
        "noted": _noted(answer.kind == "answer", tools.verdicts.get(key)) or tools.failed.get(key, ""),
        "form": {
            "reason": labels.VERDICT_REASON,
            "keep": labels.VERDICT_KEEP,
            "cancel": labels.VERDICT_CANCEL,
            "which": labels.VERDICT_WHICH,
            "choices": _choices(answer),
        },
    }


def _keep(answer: Answer, *, is_standing: bool) -> Data:
    """Return what the user may do with a whole answer: ask again and, but for a bare refusal, take it along."""
    again: Data = {"question": answer.question} | REPEAT
    again |= {"kept": labels.KEPT_ASKING} if is_standing else {"standing": labels.KEEP_ASKING}
    if answer.kind == "refusal" and not answer.nearest and not answer.parts:
        return again
    return again | copied(answer)._asdict() | KEEP


def trace_data(trace: Trace, written: Written | None = None) -> Data:
    """Return how a question was looked up, in words, and what a model replied."""
    enough = trace.evidence >= trace.threshold
    template = labels.EVIDENCE_ENOUGH if enough else labels.EVIDENCE_SHORT
    lines = [template.format(evidence=_figure(trace.evidence), threshold=_figure(trace.threshold))]
    if trace.missing:
        lines.append(labels.EVIDENCE_MISSING.format(words=", ".join(trace.missing)))
    if trace.rewriting:
        lines.append(_rewritten(trace.rewriting))
    if written and written.usage.input_tokens:
        usage = written.usage
        lines.append(labels.TOKENS.format(model=written.model, read=usage.input_tokens, written=usage.output_tokens))
    rankings = [
        {
            "name": labels.RANKINGS.get(name, name),
            "rows": [_row(place, score, trace.titles) for place, score in ranking],
        }
        for name, ranking in ((name, ranking[:SHOWN]) for name, ranking in trace.rankings.items())
    ]
    sentences = [
        {"text": shortened(one.text, 2 * CHOICE_CHARS), "score": _figure(one.score)} for one in trace.sentences[:SHOWN]
    ]
    rankings.append({"name": labels.RANKED_SENTENCES, "rows": sentences})
    if written:
        name = labels.RAW_REPLY.format(model=written.model)
        rankings.append({"name": name, "rows": [{"text": written.reply, "score": ""}]})
    return {"lines": lines, "rankings": [ranking | {"none": labels.RANKED_NONE} for ranking in rankings]}


def _rewritten(rewriting: Rewriting) -> str:
    own = [f"“{text}”" for text in (rewriting.question, *rewriting.searches) if text]
    searches = ", ".join(own) or (labels.REWRITTEN_FAILED if rewriting.failed else labels.REWRITTEN_NONE)
    usage = rewriting.usage
    return labels.REWRITTEN.format(
        seconds=f"{rewriting.seconds:.1f}", read=usage.input_tokens, written=usage.output_tokens, searches=searches
    )


def _row(place: str, score: float, titles: Mapping[str, str]) -> Data:
    article_id, sign, ordinal = place.partition("#")
    title = titles.get(article_id, article_id)
    text = labels.RANKED_PASSAGE.format(title=title, number=int(ordinal) + 1) if sign else title
    return {"text": text, "score": _figure(score)}


def _figure(value: float) -> str:
    return f"{value:.2f}"


def _verdicts(answered: bool) -> list[Data]:
    """Return the two things to say of an answer, or of a refusal; only of the second a reason is asked for at once."""
    good, bad = (labels.ANSWERS, labels.ANSWERS_NOT) if answered else (labels.RIGHTLY_REFUSED, labels.WRONGLY_REFUSED)
    return [{"verdict": "good", "label": good}, {"verdict": "bad", "label": bad}]


def _noted(answered: bool, verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    chosen = next(str(one["label"]) for one in _verdicts(answered) if one["verdict"] == verdict)
    return labels.VERDICT_KEPT.format(verdict=chosen)


def _choices(answer: Answer) -> list[Data]:
    """Return the nearest words of a refusal, one of which may be the answer."""
    if answer.kind == "answer":
        return []
    nearest: list[Data] = [
        {"value": str(one.number), "label": f"[{one.number}] {shortened(one.quote, CHOICE_CHARS)}"}
        for one in answer.nearest
    ]
    return [*nearest, {"value": "", "label": labels.VERDICT_NONE}] if nearest else []
