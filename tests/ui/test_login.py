"""The page is for this machine, unless somebody says otherwise; whoever logs in has conversations of their own."""

from collections.abc import Callable, Mapping

import pytest
from streamlit.errors import StreamlitSecretNotFoundError

from domain.errors import SettingError
from ui.login import Login, check_address, login_is_set_up, reader_of

Secrets = Callable[[], Mapping[str, object]]


def no_file() -> Mapping[str, object]:
    raise StreamlitSecretNotFoundError("There is no file.", error_id="no-secrets-found")


def unreadable() -> Mapping[str, object]:
    raise StreamlitSecretNotFoundError("Line 3 is broken.", error_id="failed-parsing-secrets-file")


def not_utf8() -> Mapping[str, object]:
    return {"auth": b"\xff".decode()}


def forbidden() -> Mapping[str, object]:
    raise PermissionError("secrets.toml")


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.0.0.2", "::1"])
def test_this_machine_needs_no_leave(address: str) -> None:
    check_address(address, shared=False)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.5", "news.example.org", "localhost.example"])
def test_any_other_address_needs_it_and_is_told_what_it_means(address: str | None) -> None:
    with pytest.raises(SettingError, match="DATELINE_SHARED=yes if everybody who reaches this machine"):
        check_address(address, shared=False)

    check_address(address, shared=True)


def test_without_a_login_all_readers_are_one() -> None:
    assert reader_of({}) == ""


@pytest.mark.parametrize("login", [None, "none", "required"])
@pytest.mark.parametrize("secrets", [unreadable, not_utf8, forbidden])
def test_h6_secrets_that_cannot_be_read_are_an_error_on_a_shared_page(secrets: Secrets, login: Login | None) -> None:
    with pytest.raises(SettingError, match=r"secrets\.toml cannot be read"):
        login_is_set_up(secrets, login=login, shared=True)


@pytest.mark.parametrize("secrets", [dict, lambda: {"Auth": {"client_id": "x"}}, lambda: {"auth": {}}])
def test_h6_secrets_without_a_login_are_an_error_on_a_shared_page_unless_none_is_meant(secrets: Secrets) -> None:
    with pytest.raises(SettingError, match="DATELINE_LOGIN=none"):
        login_is_set_up(secrets, login=None, shared=True)

    assert not login_is_set_up(secrets, login="none", shared=True)
    assert not login_is_set_up(secrets, login=None, shared=False)


@pytest.mark.parametrize("shared", [True, False])
def test_h6_a_login_that_is_required_has_to_be_there(shared: bool) -> None:
    with pytest.raises(SettingError, match="required"):
        login_is_set_up(no_file, login="required", shared=shared)

    assert login_is_set_up(lambda: {"auth": {"client_id": "x"}}, login="required", shared=shared)
    assert not login_is_set_up(no_file, login=None, shared=shared)


def test_h6_a_login_that_is_gone_while_the_page_runs_shows_nobody_anything() -> None:
    with pytest.raises(SettingError, match="now no login is set up"):
        reader_of({}, login=True)


def test_who_has_yet_to_log_in_is_nobody() -> None:
    assert reader_of({"is_logged_in": False}) is None
    assert reader_of({"is_logged_in": True}) is None


def test_readers_are_told_apart_by_issuer_and_subject_not_by_their_address() -> None:
    ann = {"is_logged_in": True, "iss": "https://a.example", "sub": "1", "email": "ann@example.org"}
    elsewhere = ann | {"iss": "https://b.example"}
    heir = ann | {"sub": "2"}

    assert len({reader_of(ann), reader_of(elsewhere), reader_of(heir)}) == 3
    assert reader_of(ann | {"email": "new@example.org"}) == reader_of(ann)


def test_whoever_has_logged_out_is_no_reader_though_the_name_is_still_known() -> None:
    assert reader_of({"is_logged_in": False, "iss": "https://a.example", "sub": "ann"}) is None
