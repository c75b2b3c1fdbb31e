"""Who may change the library, of those who log in."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from assembly import build
from domain.roles import Role, role_of
from domain.values import ArticleEntry, Source
from settings import load
from ui import labels
from ui.state.session import Session
from ui.view_models.article_lines import list_data
from ui.view_models.library_table import Order, table_data

ISSUER = "https://id.example.org"
ADA = {"is_logged_in": True, "iss": ISSUER, "sub": "8423", "email": "Ada@News.example", "email_verified": True}
BEN = {"is_logged_in": True, "iss": ISSUER, "sub": "1", "email": "ben@news.example"}


def role(user: Mapping[str, object], editors: str = "", administrators: str = "", claim: str | None = None) -> Role:
    named = load(editors=editors or None, administrators=administrators or None)
    return role_of(
        user, editors=named.names_of("editors"), administrators=named.names_of("administrators"), claim=claim
    )


def test_one_person_without_a_login_may_do_everything() -> None:
    assert role({}, editors="ada@news.example") == "administrator"


def test_where_no_role_is_given_everybody_who_is_logged_in_may_do_everything() -> None:
    assert role(BEN) == "administrator"


@pytest.mark.parametrize("named", ["ada@news.example", f"{ISSUER} 8423", f"eve@news.example, {ISSUER} 8423"])
def test_a_verified_address_or_issuer_and_subject_name_an_editor(named: str) -> None:
    assert role(ADA, editors=named) == "editor"
    assert role(ADA, administrators=named) == "administrator"
    assert role(BEN, editors=named) == "user"


@pytest.mark.parametrize("named", ["ben@news.example", "1", "https://other.example 1"])
def test_an_address_that_nobody_verified_and_a_subject_alone_name_nobody(named: str) -> None:
    assert role(BEN, editors=named) == "user"
    assert role(BEN, administrators=named) == "user"


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        ("editor", "editor"),
        (["staff", "administrator"], "administrator"),
        (["staff"], "user"),
        ("administrators", "user"),
        (None, "user"),
    ],
)
def test_a_claim_of_the_login_gives_a_role(claimed: object, expected: Role) -> None:
    assert role({**BEN, "news_role": claimed}, claim="news_role") == expected


@pytest.mark.parametrize(("given", "ordered"), [("user", 0), ("editor", 1), ("administrator", 1)])
def test_who_is_no_editor_orders_nothing_and_is_answered_why(tmp_path: Path, given: Role, ordered: int) -> None:
    with closing(build(load(library=tmp_path))) as program:
        page = Session(program, reader="x", role=given)
        page.work.visit(["https://news.example/a"])
        trouble = page.work.trouble
        page.work.remove([])
        page.work.refresh()
        page.work.unfollow("https://news.example/feed")

        assert (page.may_edit, trouble == labels.EDITORS_ONLY) == (bool(ordered), not ordered)
        assert bool(program.background.jobs.jobs()) == bool(ordered)


def test_who_is_no_editor_is_shown_no_way_to_change_articles() -> None:
    entry = ArticleEntry(
        id="a",
        source=Source(title="T", url="https://news.example/a"),
        identity="url:x",
        digest="d",
        passages=1,
        words=9,
    )

    lines = [list_data([entry], "", may_edit=may_edit)["entries"][0]["remove"] for may_edit in (True, False)]
    rows = [table_data([entry], Order(), {}, may_edit=may_edit)["rows"][0]["refresh"] for may_edit in (True, False)]

    assert [bool(one) for one in lines] == [bool(one) for one in rows] == [True, False]
