"""Who may open the page, and whose conversations it shows."""

from collections.abc import Mapping
from ipaddress import ip_address

from domain.errors import SettingError
from ui import words


def check_address(address: str | None, *, shared: bool) -> None:
    """Raise SettingError if the server listens to other machines although nobody said that it may.

    ``address`` is Streamlit's ``server.address``; None: it listens on every address of the machine.
    """
    if not shared and not _is_of_this_machine(address):
        raise SettingError(words.NOT_SHARED.format(address=address or "*"), hint=words.NOT_SHARED_HINT)


def _is_of_this_machine(address: str | None) -> bool:
    if address == "localhost":
        return True
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def reader_of(user: Mapping[str, object]) -> str | None:
    """Return the name under which a reader's conversations are kept; ``user`` is what Streamlit knows of them.

    "" where no login is set up; None where somebody has yet to log in. A subject is unique only for its issuer
    (OpenID Connect Core 1.0, section 2); an e-mail address may change hands, so it does not count.
    """
    if "is_logged_in" not in user:
        return ""
    subject = user.get("sub")
    return f"{user.get('iss', '')} {subject}" if user["is_logged_in"] and subject else None
