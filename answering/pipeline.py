"""A question's whole way through: route, search, read, decide, compose."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from answering.checking.exact_quotes import checked
from answering.context import Considered, Reading
from answering.export.tracing import traced
from answering.phrases import Phrases
from answering.quoting.answers import joined, with_age, with_copies
from answering.quoting.candidates import extracts_to_read, windows_of
from answering.quoting.composing import Composer, Decided, Quoting
from answering.quoting.conflicting_numbers import conflicting
from answering.quoting.missing import missing_words
from answering.quoting.quote import choose_quotes, quote_of
from answering.quoting.reading import ExtractReader
from answering.quoting.refusals import CLOSEST_SHARE, other_language, refuse
from answering.quoting.repetition import said_less
from answering.quoting.scope_text import limited, nothing_there, searched_ids, whose
from answering.quoting.sentence_vectors import sentence_vectors
from answering.quoting.word_overlap import BY_WORDS, by_words, unjudged_language
from answering.routing import catalogue
from answering.routing.follow_up import leaning, standalone
from answering.routing.phrase_search import find_phrase
from answering.routing.router import Routed, route, split_questions
from answering.routing.summary import summarise
from answering.routing.timeline import timeline
from answering.routing.topic import answer_topic, compare
from domain.protocols import Embedder, Library, Search, Snapshot
from domain.reading import Reader
from domain.values import EVERYTHING, Answer, Article, Leaning, RefusalReason, Scope, Turn
from text.language_id import languages_of


class QuoteAnswerer:
    """Answers with the articles' own words, unless a composer does it. Implements domain.protocols.Answerer."""

    def __init__(
        self,
        *,
        library: Library,
        search: Search,
        embedder: Embedder,
        reader: Reader,
        bundled_reader: Reader,
        phrases: Phrases,
        answer_threshold: float,
        aged_after_days: int,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._library = library
        self.search = search
        self.embedder = embedder
        self._phrases = phrases
        self._quoting = Quoting(phrases)
        self._threshold = answer_threshold
        self._aged_after_days = aged_after_days
        self._today = today
        self._bundled = reader is bundled_reader
        self.read = ExtractReader(reader=reader, bundled=bundled_reader, embedder=embedder, library=library)

    def __call__(
        self, question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING, composer: Composer | None = None
    ) -> Answer:
        """Answer from one committed state of the library; of several questions each one may lean on those before.

        What is looked up and found is quoted, or composed by ``composer``.
        """
        told = list(turns)
        with self._library.snapshot() as snapshot:
            for part in split_questions(question):
                answer = checked(self._answer(snapshot, part, told, scope, composer or self._quoting), snapshot)
                answer = with_copies(answer, snapshot)
                answer = with_age(answer, today=self._today(), after_days=self._aged_after_days)
                told.append(Turn(question=part, answer=answer))
            entries = snapshot.entries() if scope != EVERYTHING else []
        answers = [turn.answer for turn in told[len(turns) :]]
        whole = answers[0] if len(answers) == 1 else joined(question, answers)
        return limited(self._phrases, whole, entries, scope)

    def answers(self, article: Article, question: str) -> bool:
        """Whether an article alone answers a question well enough for an answer."""
        return self.read(question, windows_of(article)).evidence >= self._threshold

    def consider(self, snapshot: Snapshot, question: str, scope: Scope, leans: Leaning | None = None) -> Considered:
        """Search, read and score; decide nothing. A follow-up is read together with the questions before it."""
        result = self.search(snapshot, question, leaning=leans, scope=scope)
        question = leans.read if leans and not leans.stands else question
        articles = [snapshot.article(found) for found in result.articles[:BY_WORDS]]
        if self._bundled and (unjudged := unjudged_language(question, articles)):
            return replace(by_words(question, articles, unjudged, self.read.cosines), result=result)
        missing = missing_words(snapshot, question, searched_ids(snapshot, scope))
        return replace(self.read(question, extracts_to_read(snapshot, result), missing=missing), result=result)

    def _answer(
        self, snapshot: Snapshot, question: str, turns: Sequence[Turn], scope: Scope, composer: Composer
    ) -> Answer:
        routed = route(question)
        if at_once := self._at_once(snapshot, question, routed, scope):
            return at_once
        if routed.route in ("author", "published", "outlet", "about", "summary"):
            return self._about_article(snapshot, question, routed, turns, scope)
        if routed.route != "search" and (answer := self._gathered(snapshot, question, routed, turns, scope)):
            return answer
        leans = leaning(question, turns)
        if leans is None or leans.stands:
            considered = self.consider(snapshot, question, scope, leans)
            return self._look_up(snapshot, question, considered, scope, composer)
        alone = composer.read(question, turns)
        considered = self.consider(snapshot, alone or question, scope, None if alone else leans)
        read = alone or leans.read
        answer = self._look_up(snapshot, read, said_less(considered, turns), scope, composer)
        return replace(answer, question=question, read_as=read)

    def _at_once(self, snapshot: Snapshot, question: str, routed: Routed, scope: Scope) -> Answer | None:
        """What needs no article, or cannot be answered for want of one; None for all else."""
        if routed.route == "nothing":
            lead = self._phrases("refusal.nothing")
            return Answer(question=question, kind="refusal", lead=lead, refusal=RefusalReason.NO_QUESTION)
        if routed.route in ("greeting", "thanks", "farewell", "abilities"):
            return catalogue.chat(self._phrases, question, routed.route)
        if routed.route == "articles":
            return catalogue.list_articles(self._phrases, question, snapshot, scope)
        if not catalogue.originals(snapshot, scope):
            reason = nothing_there(snapshot)
            return Answer(question=question, kind="refusal", lead=self._phrases(f"refusal.{reason}"), refusal=reason)
        return None

    def _gathered(
        self, snapshot: Snapshot, question: str, routed: Routed, turns: Sequence[Turn], scope: Scope
    ) -> Answer | None:
        """Words gathered from several places; None where the message is a look-up after all."""
        reading = self._reading(snapshot, scope)
        if routed.phrase:
            return find_phrase(reading, question, routed.phrase)
        if routed.route == "compare":
            return compare(reading, question, routed, turns)
        if routed.route == "timeline":
            return timeline(reading, question, routed, turns)
        english = "en" in (languages_of(question) or ("en",))
        if routed.route == "topic" and routed.topic and english and standalone(question, turns) == question:
            return answer_topic(reading, question, routed.topic)
        return None

    def _reading(self, snapshot: Snapshot, scope: Scope) -> Reading:
        return Reading(
            phrases=self._phrases,
            snapshot=snapshot,
            scope=scope,
            search=self.search,
            consider=self.consider,
            vectors=lambda texts: sentence_vectors(self._library, self.embedder, texts),
        )

    def _look_up(
        self, snapshot: Snapshot, question: str, considered: Considered, scope: Scope, composer: Composer
    ) -> Answer:
        found = map(snapshot.article, considered.result.articles)
        if refused := other_language(self._phrases, question, found, scope):
            return refused
        answer = self._decided(question, scope, considered, composer)
        return replace(answer, trace=traced(snapshot, considered, self._threshold))

    def _decided(self, question: str, scope: Scope, considered: Considered, composer: Composer) -> Answer:
        refusal = None
        if considered.evidence < self._threshold or not considered.candidates:
            near = considered.evidence >= CLOSEST_SHARE * self._threshold and not considered.missing
            close = near or bool(considered.unjudged and considered.candidates)
            refusal = refuse(self._phrases, question, considered, close=close, scope=scope)
        if refusal and not (composer.refuses_itself and considered.candidates):
            return refusal
        quotes = choose_quotes(considered.candidates, considered.scores)
        lead = next(
            one
            for one in considered.candidates
            if one.article.id == quotes[0].article.id and one.sentence == quotes[0].sentence
        )
        rival = conflicting(lead, question, considered.candidates, considered.scores)
        decided = Decided(
            question=question,
            considered=considered,
            quotes=tuple(quotes),
            rival=quote_of(rival) if rival else None,
            whose=whose(self._phrases, scope),
            refusal=refusal,
        )
        return composer(decided)

    def _meant(self, snapshot: Snapshot, routed: Routed, turns: Sequence[Turn], scope: Scope) -> list[Article]:
        if routed.topic:
            return [snapshot.article(found) for found in self.search(snapshot, routed.topic, scope=scope).articles[:1]]
        return catalogue.meant_articles(snapshot, routed.title, turns, scope)

    def _about_article(
        self, snapshot: Snapshot, question: str, routed: Routed, turns: Sequence[Turn], scope: Scope
    ) -> Answer:
        articles = self._meant(snapshot, routed, turns, scope)
        if not articles:
            return catalogue.ask_which(self._phrases, question, routed.route, snapshot, scope)
        if routed.route in ("author", "published", "outlet"):
            return catalogue.state_field(self._phrases, question, routed.route, articles)
        return summarise(self._reading(snapshot, scope), question, articles[0], brief=routed.route == "about")
