"""Who may open the page, and whose conversations it shows."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from domain.errors import SettingError
from server.guard import is_loopback
from ui import labels

if TYPE_CHECKING:
    from settings import Settings

Login = Literal["required", "none"]

_NO_FILE = "no-secrets-found"
_AUTH = "auth"


def check_start(settings: "Settings", address: str | None) -> bool:
    """Check what is set before anything is served, and return whether users have to log in.

    Args:
        settings: the settings of the program.
        address: Streamlit's ``server.address``; None if it listens on every address of the machine.

    Raises:
        SettingError: the page would be open to more people than the settings say.
    """
    check_address(address, shared=settings.shared)
    if settings.host_names and not settings.shared:
        raise SettingError(labels.HOSTS_NOT_SHARED, hint=labels.HOSTS_NOT_SHARED_HINT)
    return login_is_set_up(st.secrets.to_dict, login=settings.login, shared=settings.shared)


def check_address(address: str | None, *, shared: bool) -> None:
    """Raise SettingError if the server listens to other machines although no setting allows it.

    ``address`` is Streamlit's ``server.address``; None: it listens on every address of the machine.
    """
    if not shared and not is_loopback(address):
        raise SettingError(labels.NOT_SHARED.format(address=address or "*"), hint=labels.NOT_SHARED_HINT)


def login_is_set_up(secrets: Callable[[], Mapping[str, object]], *, login: Login | None, shared: bool) -> bool:
    """Return whether users have to log in; a mistake in ``secrets.toml`` never means that they need not.

    Args:
        secrets: reads Streamlit's secrets, and raises what Streamlit raises.
        login: "required": a page without a login is not served; "none": other secrets may stand alone.
        shared: whether the page may be open to other machines.

    Raises:
        SettingError: a login is required, or seems to be meant, and is not set up.
    """
    strict = shared or login == "required"
    try:
        kept = secrets()
    except StreamlitSecretNotFoundError as error:
        if error.error_id != _NO_FILE and strict:
            raise SettingError(labels.SECRETS_UNREADABLE, hint=str(error)) from error
        kept = None
    except (OSError, ValueError) as error:  # not to be opened; not in UTF-8
        if strict:
            raise SettingError(labels.SECRETS_UNREADABLE, hint=str(error)) from error
        kept = None
    if kept and kept.get(_AUTH):
        return True
    if login == "required":
        raise SettingError(labels.LOGIN_MISSING, hint=labels.LOGIN_MISSING_HINT)
    if shared and kept is not None and login is None:
        raise SettingError(labels.AUTH_MISSING, hint=labels.AUTH_MISSING_HINT)
    return False


def reader_of(user: Mapping[str, object], *, login: bool = False) -> str | None:
    """Return the name under which a user's conversations are kept; ``user`` is what Streamlit knows of them.

    "" where no login is set up; None where somebody has yet to log in. A subject is unique only for its issuer
    (OpenID Connect Core 1.0, section 2); an e-mail address may change hands, so it does not count.

    Raises:
        SettingError: ``login`` says that users have to log in, and Streamlit knows of no login.
    """
    if "is_logged_in" not in user:
        if login:
            raise SettingError(labels.LOGIN_LOST, hint=labels.LOGIN_MISSING_HINT)
        return ""
    subject = user.get("sub")
    return f"{user.get('iss', '')} {subject}" if user["is_logged_in"] and subject else None
