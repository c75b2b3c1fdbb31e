"""Who may change the library: roles of those who are logged in."""

from collections.abc import Collection, Mapping
from typing import Literal

Role = Literal["user", "editor", "administrator"]
"""A user asks, and has conversations, collections and notes; an editor also adds, corrects and removes articles; an
administrator also makes tokens for other programs. Whoever has the machine restores backups and changes settings."""


def role_of(
    user: Mapping[str, object], *, editors: Collection[str], administrators: Collection[str], claim: str | None
) -> Role:
    """Return the role of a user; where no login is set up, or no role is given to anybody, everybody may do everything.

    Args:
        user: the claims of the login, and "is_logged_in" where one is set up.
        editors, administrators: who has the role: an issuer, a space and a subject, or an e-mail address that the
            issuer has verified. (A subject alone may be another person's at another issuer.)
        claim: the name of the claim that holds a role, or a list with one.
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
