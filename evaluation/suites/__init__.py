"""The suites, one file each: ``run`` asks the program and returns items, ``figures`` computes from items and data alone."""

from evaluation.suite import Suite
from evaluation.suites import cited_answers, news_search, refusals_clapnq, refusals_news, sentence_choice

SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        sentence_choice.SUITE,
        cited_answers.SUITE,
        refusals_clapnq.SUITE,
        news_search.SUITE,
        refusals_news.SUITE,
        refusals_news.NEWER,
    )
}
