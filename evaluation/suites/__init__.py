"""The suites, one file each: ``run`` asks the program, ``figures`` computes from what it did and the data alone."""

from evaluation.suite import Suite
from evaluation.suites import (
    archive_search,
    cited_answers,
    drafts,
    events,
    extraction,
    follow_ups,
    languages,
    news_search,
    reading,
    refusals_clapnq,
    refusals_news,
    sentence_choice,
    small_library,
    statements,
    support,
)

SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        news_search.SUITE,
        archive_search.SUITE,
        sentence_choice.SUITE,
        cited_answers.SUITE,
        refusals_clapnq.SUITE,
        refusals_news.SUITE,
        refusals_news.NEWER,
        small_library.SUITE,
        follow_ups.SUITE,
        support.SUITE,
        reading.SUITE,
        languages.SUITE,
        statements.SUITE,
        drafts.SUITE,
        events.SUITE,
        extraction.SUITE,
    )
}
"""By name, in the order in which they run."""
WITH_MODEL = ["reading", "statements", "news-search"]
"""Suites that can be run with a language model; statements are judged by the checker in any case."""
