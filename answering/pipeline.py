"""A question's whole way through: route, search, read, decide, compose."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from answering.checking.exact_quotes import checked
from answering.phrases import Phrases
from answering.quoting.answers import joined, with_age, with_copies, with_event
from answering.quoting.candidates import Considered, Reading, extracts_to_read, windows_of
from answering.quoting.composing import Composer, Decided, Quoting
from answering.quoting.reading import ExtractReader, lower_if_quoted, rank, sentence_vectors
from answering.quoting.refusals import (
    CLOSEST_SHARE,
    limited,
    missing_words,
    other_language,
    refuse,
    searched_ids,
    whose,
)
from answering.quoting.word_overlap import BY_MEANING, BY_WORDS, by_words, unjudged_language
from answering.routing import catalogue
from answering.routing.follow_up import context_of, standalone
from answering.routing.phrase_search import find_phrase
from answering.routing.router import Question, parse, split_questions
from answering.routing.summary import summarise
from answering.routing.timeline import timeline
from answering.routing.topic import answer_topic, compare, on_topic
from domain.protocols import Embedder, Library, Search, Snapshot
from domain.reading import Reader
from domain.request import timed
from domain.values import (
    EVERYTHING,
    Answer,
    Article,
    QuestionContext,
    RefusalReason,
    Rewriting,
    Scope,
    Trace,
    TracedSentence,
    Turn,
    read_as,
)

TRACED = 10  # places kept of each ranking in a trace


class QuoteAnswerer:
    """Answers with the articles' own words, unless a composer does it."""

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
        multilingual: Callable[[], Embedder] | None = None,
    ) -> None:
        """Take the parts; ``multilingual`` loads an embedder for sentences in other languages than English, if there is
        one that knows them.
        """
        self._library = library
        self.search = search
        self.embedder = embedder
        self._phrases = phrases
        self._quoting = Quoting(phrases)
        self._threshold = answer_threshold
        self._aged_after_days = aged_after_days
        self._today = today
        self._bundled = reader is bundled_reader
        self._weighing = BY_WORDS if multilingual is None else BY_MEANING
        self.read = ExtractReader(
            reader=reader, bundled=bundled_reader, embedder=embedder, library=library, multilingual=multilingual
        )

    def __call__(
        self, question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING, composer: Composer | None = None
    ) -> Answer:
        """Answer from one committed state of the library; of several questions each may depend on those before.

        While a composer works, which may be a language model for minutes, no transaction is held; what was read stays.
        What is looked up and found is quoted, or composed by ``composer``.
        """
        so_far = list(turns)
        with self._library.snapshot() as snapshot:
            for part in split_questions(question):
                answer = checked(self._answer(snapshot, part, so_far, scope, composer or self._quoting), snapshot)
                answer = with_event(with_copies(answer, snapshot), snapshot)
                answer = with_age(answer, today=self._today(), after_days=self._aged_after_days)
                so_far.append(Turn(question=part, answer=answer))
            entries = snapshot.entries() if scope != EVERYTHING else []
        answers = [turn.answer for turn in so_far[len(turns) :]]
        whole = answers[0] if len(answers) == 1 else joined(question, answers)
        return limited(self._phrases, whole, entries, scope)

    def answers(self, article: Article, question: str) -> bool:
        """Whether an article alone answers a question well enough for an answer."""
        return self.read(question, windows_of(article)).evidence >= self._threshold

    def consider(
        self,
        snapshot: Snapshot,
        question: str,
        scope: Scope,
        context: QuestionContext | None = None,
        rewriting: Rewriting | None = None,
    ) -> Considered:
        """Search, read and score; decide nothing.

        A follow-up is searched for together with the questions before it. The reader gets no more of them than it needs
        to understand what is asked for: it would answer those.
        """
        result = self.search(
            snapshot, question, context=context, also=rewriting.searches if rewriting else (), scope=scope
        )
        asked = (context.asked if context else "") or question
        question = read_as(question, context)
        articles = [snapshot.article(found) for found in result.articles[: self._weighing.articles]]
        if self._bundled and (unjudged := unjudged_language(question, articles)):
            considered = by_words(question, articles, unjudged, self.read.cosines, self._weighing)
        else:
            missing = missing_words(snapshot, question, searched_ids(snapshot, scope))
            with timed("read"):
                considered = self.read(asked, extracts_to_read(snapshot, result), missing=missing)
        return replace(considered, result=result, rewriting=rewriting)

    def _answer(
        self, snapshot: Snapshot, question: str, turns: Sequence[Turn], scope: Scope, composer: Composer
    ) -> Answer:
        parsed = parse(question)
        if answer := self._at_once(snapshot, parsed, scope) or self._gathered(snapshot, parsed, turns, scope, composer):
            return answer
        context = context_of(question, turns)
        if context is None or context.stands:
            considered = self.consider(snapshot, question, scope, context)
            if composer.refuses_itself and considered.evidence < self._threshold and considered.candidates:
                with snapshot.released(keep=map(snapshot.article, considered.result.articles)):
                    rewriting = composer.rewrite(question, turns, context_dependent=False)
                considered = replace(considered, rewriting=rewriting)
                if rewriting and rewriting.searches:
                    considered = self.consider(snapshot, question, scope, context, rewriting)
            return self._look_up(snapshot, question, considered, scope, composer)
        with snapshot.released():
            rewriting = composer.rewrite(question, turns, context_dependent=True)
        alone = rewriting.question if rewriting else ""
        considered = self.consider(snapshot, alone or question, scope, None if alone else context, rewriting)
        read = alone or context.read
        answer = self._look_up(snapshot, read, lower_if_quoted(considered, turns), scope, composer)
        return replace(answer, question=question, read_as=read)

    def _at_once(self, snapshot: Snapshot, question: Question, scope: Scope) -> Answer | None:
        """What needs no article, or cannot be answered for want of one; None for all else."""
        if question.route in ("greeting", "thanks", "farewell", "abilities"):
            return Answer(question=question.text, kind="talk", lead=self._phrases(question.route))
        if question.route == "articles":
            return catalogue.list_articles(self._phrases, question.text, snapshot, scope)
        if question.route == "nothing":
            reason, name = RefusalReason.NO_QUESTION, "nothing"
        elif catalogue.originals(snapshot, scope):
            return None
        else:
            reason = RefusalReason.NO_ARTICLES_IN_SCOPE if snapshot.entries() else RefusalReason.NO_ARTICLES
            name = reason
        return Answer(question=question.text, kind="refusal", lead=self._phrases(f"refusal.{name}"), refusal=reason)

    def _gathered(
        self, snapshot: Snapshot, question: Question, turns: Sequence[Turn], scope: Scope, composer: Composer
    ) -> Answer | None:
        def compose(asked: str, considered: Considered) -> Answer:
            return self._composed(snapshot, asked, scope, considered, composer, many=True)

        reading = Reading(
            phrases=self._phrases,
            snapshot=snapshot,
            scope=scope,
            search=self.search,
            consider=self.consider,
            threshold=self._threshold,
            vectors=lambda texts: sentence_vectors(self._library, self.embedder, texts),
            compose=compose if composer.refuses_itself else None,
        )
        if question.route in ("author", "published", "outlet", "about", "summary"):
            return self._about_article(reading, question, turns)
        if question.phrase:
            return find_phrase(reading, question.text, question.phrase)
        if question.route == "compare":
            return compare(reading, question, turns)
        if question.route == "timeline":
            return timeline(reading, question, turns)
        english = "en" in (question.languages or ("en",))
        if question.route == "topic" and english and standalone(question.text, turns) == question.text:
            return answer_topic(reading, question)
        return None

    def _about_article(self, reading: Reading, question: Question, turns: Sequence[Turn]) -> Answer | None:
        snapshot, scope = reading.snapshot, reading.scope
        if question.topic:
            articles = on_topic(reading, question.topic)[:1]
            if not articles:
                return None
        else:
            articles = catalogue.meant_articles(snapshot, question.title, turns, scope)
        if not articles:
            return catalogue.ask_which(self._phrases, question.text, question.route, snapshot, scope)
        if question.route in ("author", "published", "outlet"):
            return catalogue.state_field(self._phrases, question.text, question.route, articles)
        return summarise(reading, question.text, articles[0], brief=question.route == "about")

    def _look_up(
        self, snapshot: Snapshot, question: str, considered: Considered, scope: Scope, composer: Composer
    ) -> Answer:
        found = map(snapshot.article, considered.result.articles)
        if refused := other_language(self._phrases, question, found, scope):
            return refused
        return self._composed(snapshot, question, scope, considered, composer)

    def _composed(
        self,
        snapshot: Snapshot,
        question: str,
        scope: Scope,
        considered: Considered,
        composer: Composer,
        *,
        many: bool = False,
    ) -> Answer:
        trace = _trace(snapshot, considered, self._threshold)
        refusal = None
        if considered.evidence < self._threshold or not considered.candidates:
            near = considered.evidence >= CLOSEST_SHARE * self._threshold and not considered.missing
            close = near or bool(considered.unjudged and considered.candidates)
            refusal = refuse(self._phrases, question, considered, close=close, scope=scope)
        if refusal and not (composer.refuses_itself and considered.candidates):
            return replace(refusal, trace=trace)
        decided = Decided(
            question=question,
            considered=considered,
            whose=whose(self._phrases, scope),
            refusal=refusal,
            similarity=self.read.similarity,
            many=many,
        )
        if not many:
            decided = decided.quoting(considered.candidates, considered.scores)
        with snapshot.released(keep=[candidate.article for candidate in considered.candidates]), timed("compose"):
            return replace(composer(decided), trace=trace)


def _trace(snapshot: Snapshot, considered: Considered, threshold: float) -> Trace:
    rankings = {name: ranking[:TRACED] for name, ranking in considered.result.rankings.items()}
    named = dict.fromkeys(place.partition("#")[0] for ranking in rankings.values() for place, _ in ranking)
    best = ((considered.candidates[place], considered.scores[place]) for place in rank(considered.scores)[:TRACED])
    return Trace(
        evidence=considered.evidence,
        threshold=threshold,
        missing=tuple(considered.missing),
        rankings=rankings,
        titles={article_id: source.title for article_id, source in snapshot.sources(list(named)).items()},
        sentences=tuple(
            TracedSentence(
                article=one.article.id,
                start=one.sentence.start,
                end=one.sentence.end,
                text=one.sentence.text,
                score=float(score),
            )
            for one, score in best
        ),
        rewriting=considered.rewriting,
    )
