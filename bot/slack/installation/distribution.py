"""What it takes to be installed by whoever wants to: how Slack knows the app, and our keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from slack_sdk.oauth import AuthorizeUrlGenerator

from bot.slack.installation.pages import Pages
from bot.slack.installation.vault import Vault

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
_AUTHORIZE = "/oauth/v2/authorize"


@dataclass(frozen=True)
class Distribution:
    """The app as Slack distributes it.

    `public_url` is the address at which people reach this app, "" where nobody said: Slack then
    sends them back to the first of the redirect addresses that it knows.
    """

    client_id: str
    client_secret: str
    vault: Vault
    scopes: Sequence[str]
    pages: Pages
    api_url: str
    public_url: str = ""

    @property
    def redirect_uri(self) -> str | None:
        """Where Slack sends people back to; None leaves that to Slack."""
        return urljoin(self.public_url, REDIRECT) if self.public_url else None

    @property
    def is_secure(self) -> bool:
        """Whether people are known to reach this app over https."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def credentials(self) -> Mapping[str, str]:
        """How the app identifies itself to `oauth.v2.access`."""
        return {"client_id": self.client_id, "client_secret": self.client_secret}

    def authorize_url(self, state: str, team: str | None = None) -> str:
        """Return where somebody allows the app; `team` is the workspace offered first."""
        generator = AuthorizeUrlGenerator(
            client_id=self.client_id,
            scopes=self.scopes,
            redirect_uri=self.redirect_uri,
            authorization_url=urljoin(self.api_url, _AUTHORIZE),
        )
        return generator.generate(state, team)


def bot_scopes(manifest: Mapping[str, Any]) -> list[str]:
    """Return what the app asks for, as its manifest declares it."""
    return list(manifest["oauth_config"]["scopes"]["bot"])
