"""Who may change the library: roles of those who are logged in."""

from collections.abc import Collection, Mapping
from typing import Literal

Role = Literal["user", "editor", "administrator"]
"""A user asks questions, and has conversations, collections and notes; an editor also adds, corrects and removes
articles; an administrator also makes tokens for other programs. Backups and settings need access to the machine."""


def role_of(
    user: Mapping[str, object], *, editors: Collection[str], administrators: Collection[str], claim: str | None
) -> Role:
    """Return the role of a user; "administrator" for everybody if no login or no role is configured.

    Args:
        user: the OpenID Connect claims of the user, and "is_logged_in" where a login is configured.
        editors, administrators: the users with that role, each as issuer, space and subject ("https://id.example 42"),
            or as an e-mail address, which counts only if the issuer has verified it.
        claim: the name of the claim that holds the role, or a list with it; None: no claim does.
    """
    if "is_logged_in" not in user or not (editors or administrators or claim):
        return "administrator"
    names = {f"{user.get('iss', '')} {user.get('sub', '')}"}
    if user.get("email_verified") is True:
        names.add(str(user.get("email", "")).lower())
    claimed = user.get(claim) if claim else None
    roles = {claimed} if isinstance(claimed, str) else set(claimed) if isinstance(claimed, list | tuple) else set()
    if names & set(administrators) or "administrator" in roles:
        return "administrator"
    return "editor" if names & set(editors) or "editor" in roles else "user"
