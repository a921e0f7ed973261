"""Who the app is in the workspaces and organizations that installed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import Connection

from bot.monitoring.logs import logger
from bot.slack.installation.vault import LockedError, Vault
from bot.slack.offices import Identities
from bot.storage import installations
from bot.storage.database import Database
from bot.storage.installations import Installation

_log = logger(__name__)


@dataclass(frozen=True)
class Installed:
    """Opens the tokens of all installations; they are nowhere but in memory.

    `locked` are the workspaces and organizations whose token no key opens: they are not served,
    the others are. What Slack sends from there waits in the inbox until a key is there.
    """

    database: Database
    vault: Vault
    locked: set[str] = field(default_factory=set)

    async def of(self, workspace: str, enterprise: str | None) -> AuthorizeResult | None:
        """Return who the app is there; raise LockedError where no key opens its token."""
        found = await self.database.read(installation_of, workspace, enterprise)
        return self._opened(found) if found else None

    async def all(self) -> Mapping[str, AuthorizeResult]:
        """Return who the app is wherever it is installed, but where no key opens its token."""
        found = await self.database.read(installations.every)
        self.locked.intersection_update(each.workspace for each in found)
        opened = {each.workspace: self._opened_or_not(each) for each in found}
        return {whose: who for whose, who in opened.items() if who}

    def _opened_or_not(self, installation: Installation) -> AuthorizeResult | None:
        whose = installation.workspace
        try:
            who = self._opened(installation)
        except LockedError:
            if whose not in self.locked:
                _log.error("token_locked", workspace=whose)
            self.locked.add(whose)
            return None
        self.locked.discard(whose)
        return who

    def _opened(self, installation: Installation) -> AuthorizeResult:
        whose, is_enterprise = installation.workspace, installation.is_enterprise
        return AuthorizeResult(
            enterprise_id=whose if is_enterprise else None,
            team_id=None if is_enterprise else whose,
            bot_token=self.vault.open(installation.token, whose),
            bot_id=installation.bot_id,
            bot_user_id=installation.bot_user,
        )


def installation_of(
    connection: Connection, workspace: str, enterprise: str | None
) -> Installation | None:
    """Return a workspace's own installation, else that of all its organization."""
    own = installations.find(connection, workspace)
    if own or not enterprise:
        return own
    shared = installations.find(connection, enterprise)
    return shared if shared and shared.is_enterprise else None


@dataclass(frozen=True)
class Several:
    """What several sources tell of who the app is; of one place, the first that knows it counts."""

    sources: Sequence[Identities]

    async def of(self, workspace: str, enterprise: str | None) -> AuthorizeResult | None:
        """Return who the app is there."""
        for source in self.sources:
            found = await source.of(workspace, enterprise)
            if found:
                return found
        return None

    async def all(self) -> Mapping[str, AuthorizeResult]:
        """Return who the app is everywhere."""
        found: dict[str, AuthorizeResult] = {}
        for source in reversed(self.sources):
            found |= await source.all()
        return found
