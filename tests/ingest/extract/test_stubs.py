"""What stands where an article should is refused with its reason; short articles are not."""

import json

import pytest

from domain.errors import SourceError
from domain.values import Material
from ingest.extract.formats import extract
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


DENIED = [
    "Access to this page has been denied because we believe that you are using automation tools.",
    "This may happen as a result of the following: scripts are blocked by an extension.",
    "Your browser does not support cookies.",
    "Please make sure that both are enabled on your browser and that you are not blocking them from loading.",
    "Reference: 4711, which may be asked for by whoever runs the firm behind this very check of browsers.",
]
CLIP = "A crane fell into the basin at night, and a camera of the port saw how it fell and what it hit."
CHINESE_COOKIES = (
    "我们使用Cookie来改善您的浏览体验并分析本站流量。点击接受即表示您同意使用所有Cookie。您可以随时在设置中拒绝Cookie。"
)
GERMAN_COOKIES = [
    "Wir verwenden Cookies, damit die Seite funktioniert und wir sehen, was gelesen wird.",
    "Sie können alle Cookies annehmen oder einzelne ablehnen, auch später noch in den Einstellungen.",
]
CHINESE_NOTE = "您正在浏览的文章仅供订阅用户阅读。请登录。"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (article_page("One moment", body=DENIED), "asks for a browser"),
        (
            article_page(
                "Privacy",
                body=CONSENT,
                head=linked_data(**{"@type": "NewsArticle", "headline": "Crane falls at night"}),
            ),
            "cookies or privacy",
        ),
        (
            article_page(
                "Watch the crane", body=[CLIP] * 2, head=linked_data(**{"@type": "VideoObject", "description": CLIP})
            ),
            "a video page",
        ),
        (article_page("起重机", body=[CHINESE_NOTE]), "words"),
        (article_page("起重机", body=[CHINESE_COOKIES]), "cookies or privacy"),
        (article_page("Kran", body=GERMAN_COOKIES).replace('lang="en"', 'lang="de"'), "cookies or privacy"),
        (article_page("Crane falls", body=[*SENTENCES, PAYWALL[-1], "Terms apply."]), "for subscribers"),
    ],
)
def test_a_notice_is_refused_whatever_else_the_page_says(page: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        take(page)


COOKIE_NEWS = [
    "Firms may store cookies only with consent, the council of Larkhaven decided on Friday by 31 votes to 9.",
    "“We use cookies and you agree” is what most notices say today. That is no question, said the mayor.",
    "Cookies that a shop needs stay free. Advertisers, whose partners live from them, will go to court.",
]
ROBOT_NEWS = [
    "“Verify that you are human” stands before every ninth page, a study of the college of Larkhaven found.",
    "A captcha takes eleven seconds on average, and machines solve it in two.",
    "Checking your browser is quicker: four seconds. Its makers say that they know of complaints.",
]
WALL_NEWS = [
    "For nine years the Herald asked its readers to subscribe to continue reading; on Monday it took the wall down.",
    "“Already a subscriber? Log in to continue” had been clicked by one visitor in forty, said the publisher.",
    "Two other papers of the coast will do the same in June.",
]
PRICE_NEWS = [
    "Subscribe to continue reading: this line is gone from the pages of the Larkhaven Post since Monday.",
    "The paper had asked 12 crowns a month, and 4,100 people paid, said its editor Mira Kold on Tuesday.",
    "We lost our young readers, she said. Your neighbour tells you the news before you log in to read it.",
]
CHINESE_LAW = [
    "议会周二以六十一票对四十票通过新法，网站存储Cookie之前必须征得同意。",
    "法案要求拒绝按钮与接受按钮一样大，违者最高罚款四百万克朗，明年一月生效。",
    "广告商称此法是送给大平台的礼物，并将提起诉讼。",
]
VIDEO_NEWS = [
    "A video of the falling crane was seen nine million times on Sunday, and brought divers from three countries.",
    "The film lasts for eleven seconds. It was made by the cook of a ferry, who had meant to film her cat.",
    "She gave it to the port, which sold it to a station, which paid for a new telephone and for a cake.",
    "The inquiry has asked for the film as well. It begins on Thursday at nine, and the cook will be heard first.",
]
CHINESE_NEWS = [
    "周一，云雀港最大的起重机停工，两艘船改往北港，旅客由引航员的小艇送上岸。",
    "港务局长说，新的销钉周四运到，起重机周六恢复作业，费用由保险公司支付。",
]


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (COOKIE_NEWS, ""),
        (ROBOT_NEWS, ""),
        (WALL_NEWS, ""),
        (PRICE_NEWS, ""),
        (CHINESE_LAW, ""),
        (VIDEO_NEWS, linked_data(**{"@type": "VideoObject", "name": "Crane", "description": "The crane falls."})),
        (CHINESE_NEWS, ""),
        (
            CONSENT,
            linked_data(**{"@type": "NewsArticle", "headline": "You accept cookies, your partners process data"}),
        ),
    ],
)
def test_news_about_notices_and_news_without_spaces_is_news(body: list[str], head: str) -> None:
    assert body[-1] in take(article_page("Much ado about a page", body=body, head=head))


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
