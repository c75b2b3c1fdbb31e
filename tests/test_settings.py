import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import SettingError
from settings import Settings, load


@pytest.fixture(autouse=True)
def _no_settings_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in list(os.environ):
        if name.upper().startswith("DATELINE_"):
            monkeypatch.delenv(name)
    return


def test_without_any_environment_the_library_is_beside_the_program() -> None:
    assert load().library == Path("library")


def test_the_environment_sets_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LIBRARY", "/somewhere/else")

    assert load().library == Path("/somewhere/else")


def test_what_is_given_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LIBRARY", "/somewhere/else")

    assert load(library=Path("here")).library == Path("here")


def test_none_overrides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LIBRARY", "/somewhere/else")

    assert load(library=None).library == Path("/somewhere/else")


@pytest.mark.parametrize("name", ["DATELINE_LIBARY", "dateline_libary", "DATELINE_"])
def test_an_unknown_name_is_an_error_that_lists_the_known_ones(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "library")

    with pytest.raises(SettingError) as raised:
        load()

    assert name in raised.value.args[0]
    assert all(f"DATELINE_{field.upper()}" in raised.value.hint for field in Settings.model_fields)


def test_an_unknown_name_that_is_given_is_an_error() -> None:
    with pytest.raises(SettingError, match="DATELINE_LIBARY"):
        load(libary="library")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATELINE_ANSWER_THRESHOLD", "often"),
        ("DATELINE_ANSWER_THRESHOLD", "1.5"),
        ("DATELINE_ANSWER_THRESHOLD", "nan"),
        ("DATELINE_LOCK_TIMEOUT_S", "0"),
    ],
)
def test_a_value_that_does_not_fit_is_one_sentence_and_a_hint(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingError) as raised:
        load()

    message = raised.value.args[0]
    assert message.startswith(f"{name} cannot be used: ")
    assert (message.count("\n"), message[-1], raised.value.hint != "") == (0, ".", True)


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = load()

    with pytest.raises(ValueError, match="frozen"):
        settings.library = Path("elsewhere")  # type: ignore[misc]


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://ann:secret@models.example/v1", "models.example/v1"])
def test_l13_the_address_of_a_model_is_a_web_address_without_a_password(url: str) -> None:
    with pytest.raises(SettingError, match="DATELINE_MODEL_URL") as raised:
        load(model_url=url)

    assert "secret" not in str(raised.value)
