"""The page is for this machine, unless somebody says otherwise; whoever logs in has conversations of their own."""

import pytest

from domain.errors import SettingError
from ui.sharing import check_address, reader_of


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
