"""Checks a whole draft: each quotation and each statement against the articles of one state of the library."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from answering.checking.checker import Verdict
from answering.checking.evidence import Excerpt
from answering.checking.exact import names_a_day
from answering.writing.judging import ModelJudge
from domain.errors import DraftTooLong
from domain.language import content_words
from domain.limits import MAX_DRAFT_CHARS
from domain.protocols import Library, Search, Snapshot
from domain.scope import select
from domain.values import EVERYTHING, QuestionContext, Reason, ReasonKind, Scope
from drafts.alignment import ALTERED, align, places_of, runs_of
from drafts.candidates import Candidates, IndexedArticle
from drafts.contrast import Exchange, find_exchange
from drafts.differences import difference_notes
from drafts.exact import Match, find_exact, pieces_of
from drafts.quotations import Quotation, find_quotations, whole_quotation
from drafts.speakers import Speaker, compare, enclosing, is_mentioned, same_name, speaker_in_sentence, speakers_of
from drafts.statements import DraftStatement, find_statements
from drafts.tokens import Tokens
from drafts.values import DecidedBy, Evidence, Finding, ItemType, LeftAlone, Note, Outcome, Report
from text.grammar_words import is_negation
from text.index_words import language_of
from text.language_id import languages_of
from text.numbers import amounts
from text.proper_names import unnamed
from text.sentences import sentences
from text.word_forms import stem

EXCERPTS = 4
"""Passages that a statement is compared with."""
SUPPORTED = 0.6
"""The least probability at which a statement of a draft counts as supported. Balanced accuracy on the development
claims of the suite statements is the same, within .02, from .45 to .65; here a wrong "supported" does more harm.
"""
ABOUT_THE_SAME = 0.5
"""Share of a statement's words that carry meaning, but for what differs, from which a sentence is about the same thing.
"""
TELLING = 0.5
"""Share of a quotation's words that carry meaning which an altered one has in common with the article."""
MAX_EVIDENCE = 8
MIN_CONTENT_WORDS = 2
"""Of a statement: fewer state nothing that could be looked up."""

Check = Callable[[str, Sequence[Excerpt]], Verdict]
"""Decides whether excerpts support a statement, as ``answering.checking.checker.Checker`` does."""
Stopped = Callable[[], bool]


class DraftChecker:
    """Checks drafts against a library. Safe to call from several threads, as its parts are."""

    def __init__(self, library: Library, search: Search, check: Check) -> None:
        self._library = library
        self._search = search
        self._check = check

    def __call__(
        self,
        text: str,
        *,
        scope: Scope = EVERYTHING,
        whole: ItemType | None = None,
        judge: ModelJudge | None = None,
        before: Report | None = None,
        on_count: Callable[[int], None] | None = None,
        on_finding: Callable[[Finding], None] | None = None,
        stopped: Stopped | None = None,
    ) -> Report:
        """Check a draft.

        Args:
            text: the draft.
            scope: the articles it is compared with.
            whole: the text is one quotation, without anybody who says it, or one statement.
            judge: a language model that judges the statements that the reader finds no support for, and in which no
                number, date or name differs.
            before: an earlier report on this draft; what it found, and what has changed neither in the draft nor in the
                library, is taken from it.
            on_count: called once, with the number of findings to come.
            on_finding: called with each finding as soon as there is one: quotations first, then statements.
            stopped: asked after each finding, and while the language model replies; once it is true, the report holds
                what was found so far.

        Returns:
            The findings in the order of the draft. All of it is compared with one state of the library.

        Raises:
            ModelError: the language model failed.
            DraftTooLong: the draft has more than ``MAX_DRAFT_CHARS`` characters.
        """
        if len(text) > MAX_DRAFT_CHARS:
            raise DraftTooLong(
                f"The draft has {len(text):,} characters; {MAX_DRAFT_CHARS:,} are checked at most.",
                hint="Check it in parts.",
            )
        found: list[Finding] = []
        with self._library.snapshot() as snapshot:
            run = _Run(text, snapshot, scope, self._search, self._check, judge=judge, stopped=stopped)
            known = _Known(before, run, scope, snapshot.generation)
            items = run.items() if whole is None else [run.whole(whole)]
            if on_count:
                on_count(len(items))
            for item in items:
                try:
                    finding = known.check(item)
                except _StoppedError:
                    break
                found.append(finding)
                if on_finding:
                    on_finding(finding)
                if stopped and stopped():
                    break
            generation = snapshot.generation
        return Report(
            text=text,
            generation=generation,
            scope=scope,
            findings=tuple(sorted(found, key=lambda one: (one.start, one.end, one.id))),
            left_alone=tuple(
                LeftAlone(start=one.start, end=one.end, kind=one.kind)
                for one in run.quotations
                if whole is None and one.kind != "quotation"
            ),
        )


class _StoppedError(Exception):
    """Ends the work on an item on which nothing was found yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A quotation or a statement that is to be checked; ``subject`` as in ``Finding``."""

    id: str
    start: int
    end: int
    subject: Hashable
    find: Callable[[], Finding]


class _Known:
    """What was found before, here and in an earlier report, as far as the library still says so."""

    def __init__(self, before: Report | None, run: "_Run", scope: Scope, generation: int) -> None:
        self._findings: dict[Hashable, Finding] = {}
        if before is not None and before.scope == scope:
            unchanged = before.generation == generation
            self._findings = {
                one.subject: one for one in before.findings if one.subject and (unchanged or run.still_holds(one))
            }

    def check(self, item: _Item) -> Finding:
        """Return the finding on an item: the one that is known, else a new one, which is known from then on."""
        known = self._findings.get(item.subject)
        if known is None:
            known = self._findings[item.subject] = replace(item.find(), subject=item.subject)
        return replace(known, id=item.id, start=item.start, end=item.end)


class _Run:
    """One check of one draft in one state of the library."""

    def __init__(
        self,
        text: str,
        snapshot: Snapshot,
        scope: Scope,
        search: Search,
        check: Check,
        *,
        judge: ModelJudge | None = None,
        stopped: Stopped | None = None,
    ) -> None:
        self.text = text
        self.quotations = find_quotations(text)
        self._snapshot = snapshot
        self._scope = scope
        self._search = search
        self._check = check
        self._judge = judge
        self._stopped = stopped or (lambda: False)
        entries = snapshot.entries()
        selection = select(entries, scope)
        self._entries = {entry.id: entry for entry in selection.entries}
        self._outlets = {entry.source.outlet for entry in entries if entry.source.outlet}
        self._candidates = Candidates(snapshot, selection)
        self._sentences = sentences(text)
        self._language = languages_of(text)

    def items(self) -> list[_Item]:
        """Return the quotations, then the statements, each in the draft's order."""
        speakers = speakers_of(self.text, self.quotations, self._sentences)
        both = zip(self.quotations, speakers, strict=True)
        checked = [(quotation, speaker) for quotation, speaker in both if quotation.kind == "quotation"]
        statements = find_statements(self.text, self.quotations, self._sentences)
        return [
            *(self._quoted(f"q{count}", *one) for count, one in enumerate(checked, start=1)),
            *(self._stated(f"s{count}", one) for count, one in enumerate(statements, start=1)),
        ]

    def whole(self, kind: ItemType) -> _Item:
        """Return the whole text as one quotation or one statement."""
        if kind == "quotation":
            return self._quoted("q1", whole_quotation(self.text), None)
        reads_as = " ".join(self.text.split())
        return self._stated("s1", DraftStatement(start=0, end=len(self.text), reads_as=reads_as))

    def _quoted(self, name: str, quotation: Quotation, speaker: Speaker | None) -> _Item:
        printed = tuple(self.text[start:end] for start, end in quotation.parts)
        return _Item(
            id=name,
            start=quotation.start,
            end=quotation.end,
            subject=(printed, speaker, self._language),
            find=lambda: self._quotation(name, quotation, speaker),
        )

    def _stated(self, name: str, statement: DraftStatement) -> _Item:
        printed = self.text[statement.start : statement.end]
        return _Item(
            id=name,
            start=statement.start,
            end=statement.end,
            subject=(printed, replace(statement, start=0, end=0), self._language, self._judge and self._judge.name),
            find=lambda: self._statement(name, statement),
        )

    def still_holds(self, finding: Finding) -> bool:
        """Whether an earlier finding holds whatever else came into the library: its words are there as they were."""
        good = finding.outcome in (Outcome.VERBATIM, Outcome.SUPPORTED) and finding.speaker_checked is not False
        return good and all(
            (entry := self._entries.get(one.article.id)) is not None
            and (entry.digest, entry.source) == (one.article.digest, one.article.source)
            for one in finding.evidence
        )

    def _quotation(self, name: str, quotation: Quotation, speaker: Speaker | None) -> Finding:
        tokens = Tokens(self.text, quotation.parts)
        printed = " ".join(self.text[start:end] for start, end in quotation.parts)
        blank = Finding(
            id=name, start=quotation.start, end=quotation.end, type="quotation", outcome=Outcome.NOT_FOUND,
            decided_by="code", score=0.0,
        )  # fmt: skip
        if not self._entries:
            return replace(blank, notes=(Note("no_articles"),))
        articles = self._candidates.for_words(tokens.loose, printed) if tokens.words else []
        matches = [(article, match) for article in articles for match in _matches(tokens, article)]
        by_one = [(article, match) for article, match in matches if not _two_speakers(article, match)]
        if literal := [(article, match) for article, match in by_one if not match.notes]:
            return self._attributed(blank, literal, speaker)
        if by_one:
            article, match = by_one[0]
            return replace(
                blank,
                outcome=Outcome.ALTERED,
                score=_round(len(tokens.words) / max(1, len(tokens.words) + len(match.omitted))),
                evidence=_evidence(article, [(match.start, match.end)]),
                notes=match.notes,
            )
        if matches:
            article, match = matches[0]
            return replace(
                blank,
                outcome=Outcome.STITCHED,
                score=1.0,
                evidence=_evidence(article, match.spans),
                notes=(Note("stitched.speakers", *_two_speakers(article, match)),),
            )
        return self._inexact(blank, tokens, printed, articles)

    def _inexact(self, blank: Finding, tokens: Tokens, printed: str, articles: Sequence[IndexedArticle]) -> Finding:
        """Find what comes nearest to a quotation that stands nowhere as it is."""
        if apart := _pieces_apart(tokens, articles):
            return replace(blank, outcome=Outcome.STITCHED, score=1.0, evidence=apart, notes=(Note("stitched.apart"),))
        words = tokens.loose
        near = align(words, articles)
        score = sum(one.score * one.matched for one in near) / max(1, sum(one.matched for one in near))
        runs = runs_of(words, articles)
        if groups := places_of(runs, len(words)):
            places = tuple(
                Evidence(article=group[0].article.article, start=group[0].span[0], end=group[-1].span[1])
                for group in groups
            )
            covered = sum(run.end - run.start for group in groups for run in group)
            return replace(
                blank,
                outcome=Outcome.STITCHED,
                score=_round(covered / len(words)),
                evidence=places[:MAX_EVIDENCE],
                notes=(Note("stitched.places"),),
            )
        matched = sum(one.matched for one in near)
        telling = sum(one.telling for one in near) / max(1, len(near))
        evidence = tuple(Evidence(article=one.article.article, start=one.span[0], end=one.span[1]) for one in near)[
            :MAX_EVIDENCE
        ]
        if near and score >= ALTERED and telling >= TELLING and 2 * matched >= len(words):
            notes = difference_notes(tokens, evidence[0].text) if len(near) == 1 else ()
            return replace(blank, outcome=Outcome.ALTERED, score=_round(score), evidence=evidence, notes=notes)
        if foreign := self._foreign(printed):
            return replace(blank, outcome=Outcome.NOT_CHECKED, notes=(foreign,))
        nearest = evidence[:1] if near and max(one.matched for one in near) > 2 else ()
        notes = (Note("nearest", other=nearest[0].text),) if nearest else ()
        return replace(blank, score=_round(min(score, ALTERED)), evidence=nearest, notes=notes)

    def _attributed(
        self, blank: Finding, matches: Sequence[tuple[IndexedArticle, Match]], speaker: Speaker | None
    ) -> Finding:
        """Compare who says a quotation that is verbatim; any place where it is the same speaker will do."""
        article, match = matches[0]
        notes = (Note("omitted", article.text[slice(*match.omitted[0])]),) if match.omitted else ()
        verbatim = replace(
            blank, outcome=Outcome.VERBATIM, score=1.0, evidence=_evidence(article, match.spans), notes=notes
        )
        if speaker is None:
            return verbatim
        compared = [(*self._compared(speaker, article, match), article, match) for article, match in matches]
        for verdict in ("same", "open"):
            for result, _, article, match in compared:
                if result == verdict:
                    same = verdict == "same"
                    return replace(
                        verbatim,
                        evidence=_evidence(article, match.spans),
                        speaker_checked=same,
                        notes=notes if same else (*notes, Note("speaker.open", speaker.name)),
                    )
        _, theirs, article, match = compared[0]
        return replace(
            verbatim,
            outcome=Outcome.MISATTRIBUTED,
            evidence=_evidence(article, match.spans),
            speaker_checked=True,
            notes=(Note("misattributed" if theirs else "misattributed.unnamed", speaker.name, theirs),),
        )

    def _compared(self, speaker: Speaker, article: IndexedArticle, match: Match) -> tuple[str, str]:
        """Return whether an article has a quotation from the same speaker, and whom it names."""
        source = article.article.source
        own = [name for name in (source.outlet, source.author) if name]
        if any(same_name(speaker.name, name) for name in own):
            return "same", speaker.name
        if _outlet(speaker.name, self._outlets) and source.outlet:
            return "other", source.outlet
        index = enclosing(article.quotations, match.start, match.end)
        sentence = next((one for one in article.sentences if one.start < match.end <= one.end), None)
        theirs: Speaker | None = None
        if index is not None:
            theirs = article.speakers[index]
        elif sentence and sentence.start <= match.start:
            theirs = speaker_in_sentence(article.text, sentence, match.start, match.end)
        beside = sentence.text.replace(article.text[match.start : match.end], " ") if sentence else ""
        result = compare(speaker, theirs, beside)
        if result == "open" and index is not None and speaker.certain and not is_mentioned(speaker.name, article.text):
            result = "other"  # it names whoever says this by no name, but never the one whom the draft names
        return result, theirs.name if theirs else ""

    def _statement(self, name: str, statement: DraftStatement) -> Finding:
        blank = Finding(
            id=name, start=statement.start, end=statement.end, type="statement", outcome=Outcome.NO_STATEMENT,
            decided_by="code", score=0.0,
        )  # fmt: skip
        if statement.question or len(content_words(statement.reads_as)) < MIN_CONTENT_WORDS:
            return blank
        if not self._entries:
            return replace(blank, outcome=Outcome.NOT_FOUND, notes=(Note("no_articles"),))
        if place := self._word_for_word(statement):
            return replace(blank, outcome=Outcome.SUPPORTED, score=1.0, evidence=(place,))
        likely = languages_of(statement.reads_as) or self._language
        if likely and "en" not in likely:
            return replace(blank, outcome=Outcome.NOT_CHECKED, notes=(Note("language"),))
        excerpts = self._excerpts(statement)
        verdict = self._check(statement.reads_as, excerpts)
        return self._judged(blank, statement, verdict)

    def _judged(self, blank: Finding, statement: DraftStatement, verdict: Verdict) -> Finding:
        evidence = tuple(Evidence(article=one.article, start=one.start, end=one.end) for one in verdict.places)
        if any(language_of(one.article) != "en" for one in evidence):
            return replace(blank, outcome=Outcome.NOT_CHECKED, evidence=evidence, notes=(Note("language"),))
        exact = [reason for reason in verdict.reasons if reason.detail]
        by: DecidedBy = "code" if verdict.support == "verbatim" or exact else "reader"
        judged = replace(blank, decided_by=by, score=_round(verdict.probability), evidence=evidence)
        if verdict.support != "unsupported" and verdict.probability >= SUPPORTED:
            return replace(judged, outcome=Outcome.SUPPORTED)
        if exchange := self._exchange(statement, verdict):
            notes: tuple[Note, ...] = (Note("differs.wording", exchange.words, exchange.other),)
            return replace(judged, outcome=Outcome.DIFFERS, notes=notes)
        if notes := _differences(statement.reads_as, verdict.reasons, [one.text for one in evidence]):
            return replace(judged, outcome=Outcome.DIFFERS, notes=notes)
        if statement.may_be_none:
            return replace(judged, outcome=Outcome.NO_STATEMENT, decided_by="code", evidence=())
        nearest = " ".join(one.text for one in evidence)
        unfound = replace(judged, outcome=Outcome.NOT_FOUND, notes=(Note("nearest", other=nearest),) if nearest else ())
        return self._by_model(unfound, statement, self._judge) if self._judge and evidence and not exact else unfound

    def _exchange(self, statement: DraftStatement, verdict: Verdict) -> Exchange | None:
        """Return the words of a statement in whose place the nearest sentences have others, with which it is supported.

        None for a statement that may state nothing.
        """
        if statement.may_be_none:
            return None
        nearest = [
            Excerpt(number=number, article=place.article, start=place.start, end=place.end)
            for number, place in enumerate(verdict.places, start=1)
        ]
        lacking = " ".join(reason.detail for reason in verdict.reasons)
        return find_exchange(
            statement.reads_as,
            _about_the_same(
                statement.reads_as, [one.article.text[one.start : one.end] for one in nearest], but=lacking
            ),
            verdict.reasons,
            lambda text: self._check(text, nearest).probability,
            probability=verdict.probability,
        )

    def _by_model(self, finding: Finding, statement: DraftStatement, judge: ModelJudge) -> Finding:
        """Return what a language model decides on a statement for which the reader found no support."""
        said = f"{statement.context} {statement.reads_as}".strip()
        verdict = judge(said, [one.text for one in finding.evidence], stopped=self._stopped)
        if self._stopped():
            raise _StoppedError
        outcomes = {"supported": Outcome.SUPPORTED, "contradicted": Outcome.DIFFERS, "open": Outcome.NOT_FOUND}
        notes = () if verdict == "supported" else finding.notes
        return replace(finding, outcome=outcomes[verdict], decided_by="model", notes=notes)

    def _word_for_word(self, statement: DraftStatement) -> Evidence | None:
        """Return where an article has the very sentence."""
        tokens = Tokens(self.text, [(statement.start, statement.end)])
        printed = self.text[statement.start : statement.end]
        for article in self._candidates.for_words(tokens.loose, printed):
            for match in find_exact(tokens, article.tokens, article.sentences):
                own = [one for one in article.sentences if one.start < match.end and match.start < one.end]
                inside = article.text[match.start : match.end]
                whole = article.text[own[0].start : own[-1].end] if own else ""
                if (
                    not match.notes
                    and not match.omitted
                    and whole.strip("“”\"'.!?,* _") == inside.strip("“”\"'.!?,* _")
                ):
                    return Evidence(article=article.article, start=own[0].start, end=own[-1].end)
        return None

    def _excerpts(self, statement: DraftStatement) -> list[Excerpt]:
        context = QuestionContext(read=f"{statement.context} {statement.reads_as}") if statement.context else None
        result = self._search(self._snapshot, statement.reads_as, context=context, scope=self._scope)
        return [
            Excerpt(
                number=number,
                article=self._candidates.article(hit.passage.article_id).article,
                start=hit.window[0],
                end=hit.window[1],
            )
            for number, hit in enumerate(result.hits[:EXCERPTS], start=1)
        ]

    def _foreign(self, printed: str) -> Note | None:
        """Why a quotation cannot be looked for: it is in a language that no article has."""
        likely = languages_of(printed) or self._language
        known = self._candidates.languages
        return Note("language") if likely and known and not set(likely) & known else None


def _matches(tokens: Tokens, article: IndexedArticle) -> list[Match]:
    return list(find_exact(tokens, article.tokens, article.sentences))


def _two_speakers(article: IndexedArticle, match: Match) -> tuple[str, str] | tuple[()]:
    """Return two people who say pieces round an ellipsis; empty if nobody or one person is known to say them."""
    if len(match.spans) == 1:
        return ()
    indices = (enclosing(article.quotations, start, end) for start, end in match.spans)
    known = [speaker.name for index in indices if index is not None and (speaker := article.speakers[index])]
    other = next((name for name in known[1:] if not same_name(known[0], name)), None)
    return (known[0], other) if other else ()


def _pieces_apart(tokens: Tokens, articles: Sequence[IndexedArticle]) -> tuple[Evidence, ...]:
    """Return where the pieces round an ellipsis stand, if each stands somewhere, but not as the ellipsis says."""
    pieces = pieces_of(tokens)
    literal = [piece for piece in pieces if piece.kind == "literal"]
    if len(literal) < 2 or len(literal) < len([piece for piece in pieces if piece.kind != "ellipsis"]):
        return ()
    found: list[Evidence] = []
    for piece in literal:
        own = Tokens(tokens.text, [(tokens.starts[piece.first], tokens.ends[piece.last - 1])])
        place = next(
            ((article, match) for article in articles for match in find_exact(own, article.tokens, article.sentences)),
            None,
        )
        if place is None:
            return ()
        article, match = place
        found.append(Evidence(article=article.article, start=match.start, end=match.end))
    return tuple(found[:MAX_EVIDENCE])


def _evidence(article: IndexedArticle, spans: Sequence[tuple[int, int]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(article=article.article, start=start, end=end) for start, end in spans[:MAX_EVIDENCE])


def _outlet(name: str, outlets: set[str]) -> bool:
    return any(same_name(name.removeprefix("The ").removeprefix("the "), outlet) for outlet in outlets)


def _about_the_same(statement: str, sentences: Sequence[str], but: str = "") -> list[str]:
    """Return the sentences that have enough of a statement's words that carry meaning, the most alike first.

    Args:
        statement: the statement.
        sentences: sentences of articles.
        but: words of the statement that are left aside: those that may differ.
    """
    own = {stem(word) for word in content_words(statement)} - {stem(word) for word in content_words(but)}
    shared = [(len(own & {stem(word) for word in content_words(one)}), one) for one in sentences]
    return [
        one for count, one in sorted(shared, key=lambda pair: -pair[0]) if own and count / len(own) >= ABOUT_THE_SAME
    ]


def _differences(statement: str, reasons: Sequence[Reason], sentences: Sequence[str]) -> tuple[Note, ...]:
    """Return what sentences about the same thing have in the place of what a statement names, or deny; else nothing.

    A number, date or name that they only lack is no difference: they may not speak of it.
    """
    notes = []
    for reason in reasons:
        about = _about_the_same(statement, sentences, but=reason.detail)
        if reason.kind is ReasonKind.NUMBER:
            own = {amount.words for amount in amounts(statement)}
            others = [({one.words for one in amounts(sentence)} - own, sentence) for sentence in about]
            if other := next((one for one in others if one[0]), None):
                theirs, sentence = other
                single = len(theirs) == 1
                name = "differs.wording" if single else "differs.sentence"
                notes.append(Note(name, reason.detail, theirs.pop() if single else sentence))
        elif reason.kind in (ReasonKind.DATE, ReasonKind.NAME):
            has_one = (
                names_a_day if reason.kind is ReasonKind.DATE else lambda sentence: bool(unnamed(sentence, statement))
            )
            if found := next(filter(has_one, about), None):
                notes.append(Note("differs.sentence", reason.detail, found))
        elif about and _denies(statement) != _denies(about[0]):
            notes.append(Note("differs.negation", other=about[0]))
    return tuple(notes)


def _denies(text: str) -> bool:
    return any(map(is_negation, Tokens(text).loose))


def _round(score: float) -> float:
    return round(min(1.0, max(0.0, score)), 4)
