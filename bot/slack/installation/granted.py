"""What Slack grants when the app is installed, or when it rotates its tokens.

Source: https://docs.slack.dev/reference/methods/oauth.v2.access
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.slack.installation.vault import Vault


@dataclass(frozen=True)
class Tokens:
    """A bot's token; one that expires does so in `lasts` seconds, and comes with another for it."""

    token: str
    refresh_token: str | None = None
    lasts: float | None = None

    @classmethod
    def told(cls, answer: Any) -> "Tokens":  # noqa: ANN401 - whatever stands in Slack's place
        """Read Slack's answer; raise KeyError, TypeError or ValueError for what is none."""
        if answer["token_type"] != "bot":  # noqa: S105 - a kind of token
            raise ValueError(answer["token_type"])
        refresh_token, lasts = answer.get("refresh_token"), answer.get("expires_in")
        is_rotated = bool(refresh_token and lasts)
        return cls(
            str(answer["access_token"]),
            str(refresh_token) if is_rotated else None,
            float(lasts) if is_rotated else None,
        )

    def sealed(self, vault: Vault, now: float) -> dict[str, object]:
        """Return the columns of an installation that hold these."""
        return {
            "token": vault.seal(self.token),
            "refresh_token": vault.seal(self.refresh_token) if self.refresh_token else None,
            "expires_at": now + self.lasts if self.lasts else None,
        }


@dataclass(frozen=True)
class Granted:
    """The app in a `place`: a workspace, or all of an organization (`is_enterprise`)."""

    place: str
    is_enterprise: bool
    app_id: str
    bot_id: str
    bot_user: str
    scopes: str
    installed_by: str
    tokens: Tokens

    @classmethod
    def told(cls, answer: Any, bot_id: object) -> "Granted":  # noqa: ANN401 - as above
        """Read Slack's answer; raise KeyError, TypeError or ValueError for what is none."""
        is_enterprise = answer.get("is_enterprise_install") is True
        place = answer["enterprise" if is_enterprise else "team"]
        return cls(
            str(place["id"]),
            is_enterprise,
            str(answer["app_id"]),
            str(bot_id or ""),
            str(answer["bot_user_id"]),
            str(answer.get("scope") or ""),
            str(answer["authed_user"]["id"]),
            Tokens.told(answer),
        )

    def sealed(self, vault: Vault, now: float) -> dict[str, object]:
        """Return the columns of an installation."""
        names = ("is_enterprise", "app_id", "bot_id", "bot_user", "scopes", "installed_by")
        told = {name: getattr(self, name) for name in names}
        return {**told, "installed_at": now, **self.tokens.sealed(vault, now)}

    @property
    def next_url(self) -> str:
        """Where to go on: to the app, or in an organization to where it is added to workspaces.

        Sources: https://docs.slack.dev/interactivity/deep-linking and
        https://docs.slack.dev/enterprise/organization-ready-apps
        """
        if self.is_enterprise:
            manage = f"https://app.slack.com/manage/{self.place}/integrations"
            return f"{manage}/profile/{self.app_id}/workspaces/add"
        where = urlencode({"app": self.app_id, "team": self.place})
        return f"https://slack.com/app_redirect?{where}"
