"""The app's tokens in a workspace: given out, rotated, expired, revoked.

Source: https://docs.slack.dev/authentication/using-token-rotation
"""

import math
from dataclasses import dataclass
from typing import Final

from bot.sandbox.errors import SlackError
from bot.sandbox.payload import Json
from bot.sandbox.stamps import Stamps

LIFE_SECONDS: Final = 12 * 3600


@dataclass(slots=True)
class Token:
    """A token; ``expires`` is None for one that never does."""

    text: str
    refresh: str | None = None
    expires: float | None = None
    revoked: bool = False
    refusal: str = ""


class Tokens:
    """All tokens that a workspace gave out for the app."""

    def __init__(self, stamps: Stamps, first: str) -> None:
        """Begin with one token that never expires."""
        self._stamps = stamps
        self._first = first
        self._given = [Token(first)]
        self._refreshers: set[str] = set()

    @property
    def revoked(self) -> bool:
        """Whether no token is good any more, as after the app was uninstalled."""
        return all(each.revoked for each in self._given)

    @property
    def newest(self) -> str:
        """The token that was given out last."""
        return self._given[-1].text

    @property
    def lasts(self) -> float:
        """How many seconds the newest token is good for yet."""
        expires = self._given[-1].expires
        return math.inf if expires is None else expires - self._stamps.clock()

    def knows(self, text: str) -> bool:
        """Say whether a token was given out here, good or not."""
        return any(each.text == text for each in self._given)

    def gave(self, refresh: str) -> bool:
        """Say whether a refresh token was given out here, used or not."""
        return bool(refresh) and refresh in self._refreshers

    def refusal(self, text: str) -> str:
        """Give Slack's word for why a token is not good, empty where it is."""
        token = next((each for each in self._given if each.text == text), None)
        if token is None:
            return "invalid_auth"
        if token.revoked:
            return token.refusal
        is_over = token.expires is not None and self._stamps.clock() >= token.expires
        return "token_expired" if is_over else ""

    def issue(self, *, rotated: bool) -> Json:
        """Give out a token for an installation; as long as one is good for ever, that one."""
        lasting = [each for each in self._given if not each.revoked and each.expires is None]
        if not rotated and lasting:
            return {"access_token": lasting[-1].text}
        return self._issued(rotated=rotated)

    def refresh(self, refresh: str) -> Json:
        """Give out a token for a refresh token, which is good once.

        Raises SlackError ``invalid_refresh_token``.
        """
        for token in self._given:
            if token.refresh == refresh and not token.revoked:
                token.refresh = None
                return self._issued(rotated=True)
        raise SlackError(name="invalid_refresh_token")

    def revoke(self, refusal: str = "token_revoked") -> None:
        """Let no token be good any more, and Slack say why."""
        for token in self._given:
            if not token.revoked:
                token.revoked, token.refusal = True, refusal

    def restore(self) -> None:
        """Let all be good again."""
        for token in self._given:
            token.revoked = False

    def _issued(self, *, rotated: bool) -> Json:
        number = len(self._given) + 1
        if not rotated:
            self._given.append(Token(f"{self._first}-{number}"))
            return {"access_token": self.newest}
        bare, secret = self._first.removeprefix("xoxb-"), self._stamps.id("")
        expires = self._stamps.clock() + LIFE_SECONDS
        token = Token(f"xoxe.xoxb-1-{bare}-{secret}", f"xoxe-1-{bare}-{secret}", expires)
        self._given.append(token)
        self._refreshers.add(str(token.refresh))
        more = {"refresh_token": token.refresh, "expires_in": LIFE_SECONDS}
        return {"access_token": token.text, **more}
