"""Codes of the OAuth flow, each standing for what a person allowed.

Source: https://docs.slack.dev/authentication/installing-with-oauth
"""

from typing import Final

from bot.sandbox.errors import SlackError
from bot.sandbox.records import Grant
from bot.sandbox.stamps import Stamps

CODE_SECONDS: Final = 600.0


class Grants:
    """The codes that were given out."""

    def __init__(self, stamps: Stamps) -> None:
        """Take the clock and maker of ids."""
        self._stamps = stamps
        self._open: dict[str, Grant] = {}
        self._used: set[str] = set()

    def give(
        self, user: str, scopes: str, redirect_uri: str | None, *, everywhere: bool = False
    ) -> str:
        """Make a code for what a person allowed."""
        code = self._stamps.id("code-")
        expires = self._stamps.clock() + CODE_SECONDS
        self._open[code] = Grant(user, scopes, redirect_uri, expires, everywhere)
        return code

    def knows(self, code: object) -> bool:
        """Say whether this workspace gave out a code, used or not."""
        return code in self._open or code in self._used

    def exchange(self, code: str, redirect_uri: str | None) -> Grant:
        """Use a code up.

        Raises SlackError: ``code_already_used``, ``invalid_code`` (also when too old),
        ``bad_redirect_uri`` when the authorize page was given another address.
        """
        if code in self._used:
            raise SlackError(name="code_already_used")
        grant = self._open.get(code)
        if grant is None or self._stamps.clock() > grant.expires:
            raise SlackError(name="invalid_code")
        if grant.redirect_uri not in {None, redirect_uri}:
            raise SlackError(name="bad_redirect_uri")
        del self._open[code]
        self._used.add(code)
        return grant
