"""What stands where an article should is refused with its reason; short articles are not."""

import json

import pytest

from domain.errors import SourceError
from domain.values import Material
from ingest.extract import extract
from tests.web import SENTENCES, article_page

CONSENT = [
    "We and our partners store and access cookies on your device to personalise what you see.",
    "With your consent we may use precise data about where you are and process personal data such as browsing habits.",
    "You can accept all, or manage preferences at any time in our privacy centre.",
    "Some of our partners process your data on the basis of legitimate interests.",
]
PAYWALL = [
    "The harbour of Larkhaven was closed on Monday after a crane had fallen into the basin at night.",
    "Subscribe now to continue reading this story and everything else that we write about the coast.",
    "Already a subscriber? Log in to continue.",
]
ROBOT = ["Please enable JavaScript and cookies to continue.", "Checking your browser before you are let in."]
NEWSLETTER = [
    "We will use the details you have shared to send you our newsletter, as described in our privacy policy.",
    "You agree to the use of this information for the purpose of managing your registration.",
    "If you give your consent, we may share personal information with third parties who are our partners.",
    "Please read how you can change your choices at any time, and write to us if anything is unclear.",
] * 5


def linked_data(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields})}</script>'


def take(page: str, url: str | None = "https://paper.example/a") -> str:
    return extract(Material(name="the page", data=page.encode(), media="html", url=url))[1]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (article_page("Your privacy", body=CONSENT), "cookies or privacy"),
        (article_page("Newsletters", body=NEWSLETTER), "cookies or privacy"),
        (article_page("Crane falls", body=PAYWALL), "for subscribers"),
        (article_page(head=linked_data(**{"@type": "NewsArticle", "isAccessibleForFree": False})), "for subscribers"),
        (article_page(head=linked_data(**{"@graph": [{"isAccessibleForFree": "False"}]})), "for subscribers"),
        (article_page(body=SENTENCES[:2], head='<meta property="og:type" content="video.other">'), "a video page"),
        (article_page(body=SENTENCES[:2], head=linked_data(**{"@type": "VideoObject"})), "a video page"),
        (article_page("One moment", body=ROBOT), "asks for a browser"),
        (article_page("Live", body=["Nothing here yet, come back soon and see what has happened."]), "words"),
        ("<html><body></body></html>", "No article was found"),
    ],
)
def test_a_stub_from_the_web_is_refused_with_its_reason(page: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        take(page)


LAW = [*SENTENCES, "The council also wrote a cookie law that asks for consent.", "Privacy groups welcomed the law."]

FINES = [f"The regulator fined firm number {number}, which had passed personal data on." for number in range(13)]


@pytest.mark.parametrize(
    "page",
    [
        article_page(),
        article_page("Fines for thirteen firms", body=[*SENTENCES * 4, *FINES]),
        article_page("A law on cookies", body=[*LAW, *SENTENCES]),
        article_page(head=linked_data(**{"@type": "NewsArticle", "isAccessibleForFree": False}), body=SENTENCES * 2),
        article_page(head=linked_data(**{"@graph": [{"@type": "NewsArticle"}, {"@type": "VideoObject"}]})),
        article_page(head=linked_data(isAccessibleForFree=True)),
        article_page(head='<script type="application/ld+json">{broken</script>'),
        article_page("Readers subscribe to papers again", body=[*SENTENCES, "More people subscribe than ever before."]),
    ],
)
def test_an_article_is_no_stub(page: str) -> None:
    assert SENTENCES[0] in take(page)


def test_a_saved_page_is_the_readers_own_choice() -> None:
    assert "legitimate interests" in take(article_page("Your privacy", body=CONSENT), url=None)
