"""The workspaces that are served, each with its office."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult

from bot.desk import choices
from bot.desk.choices import Choices
from bot.desk.hours import hours_of
from bot.slack.desk_place import DeskPlace
from bot.slack.members import follow
from bot.slack.office import House, Office
from bot.storage import workspaces
from bot.storage.workspaces import Workspace

KNOWN_SECONDS = 20.0
"""How often all processes look what was installed, chosen and uninstalled."""


class Identities(Protocol):
    """Tells who the app is in a workspace, with which token."""

    async def of(self, workspace: str, enterprise: str | None) -> AuthorizeResult | None:
        """Return who the app is there; None where it is not installed."""

    async def all(self) -> Mapping[str, AuthorizeResult]:
        """Return who the app is, by the ids of the workspaces or organizations."""


@dataclass(frozen=True)
class Given:
    """The one workspace, or organization, whose token is a setting."""

    identity: AuthorizeResult

    @property
    def place(self) -> str:
        """The id of the workspace; of the organization where the token is for all of it."""
        return str(self.identity.team_id or self.identity.enterprise_id)

    async def of(self, workspace: str, enterprise: str | None) -> AuthorizeResult | None:
        """Return who the app is there."""
        return self.identity if self.place in {workspace, enterprise} else None

    async def all(self) -> Mapping[str, AuthorizeResult]:
        """Return who the app is there."""
        return {self.place: self.identity}


@dataclass
class Offices:
    """Knows the office of each workspace, as all processes have it within KNOWN_SECONDS.

    What is known is given at once, however the database is: to take in what Slack sends must not
    wait for more than storing it. `defaults` are what the operator's settings say; `home` is where
    those name the support team's channel, "" where they name none. `_ended` are the workspaces that
    left, with the token that they had: with that one, nothing is begun there again.
    """

    house: House
    identities: Identities
    defaults: Choices
    home: str = ""
    _ended: dict[str, str | None] = field(default_factory=dict)
    _open: dict[str, Office] = field(default_factory=dict)
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, workspace: str, enterprise: str | None = None) -> Office | None:
        """Return the office of a workspace; None where the app is not installed.

        Whoever knows no `enterprise` is answered by the organization that was noted before.
        What the database raises is raised where nothing is known of the workspace yet.
        """
        known = self.known(workspace)
        return known or (await self._look(workspace, enterprise) if workspace else None)

    def known(self, workspace: str) -> Office | None:
        """Return the office of a workspace if it is open."""
        return self._open.get(workspace)

    def all(self) -> Sequence[Office]:
        """Return the offices that are open: those of all workspaces, but for the newest."""
        return list(self._open.values())

    def forget(self, workspace: str) -> None:
        """Have a workspace looked up again: something was installed, chosen or uninstalled."""
        self._open.pop(workspace, None)

    def end(self, workspace: str) -> None:
        """Serve a workspace no more, for the app was uninstalled there."""
        office = self._open.pop(workspace, None)
        if office:
            self._ended[workspace] = office.identity.bot_token

    async def refresh(self) -> None:
        """Look what was installed, chosen and uninstalled meanwhile, by any process."""
        async with self._opening:
            found = await self.identities.all()
            known = await self.house.database.read(workspaces.known)
            rows = {each.workspace: each for each in known}
            await self._know_those_of(found, rows)
            served = {each: who for each in rows if (who := _who(found, rows[each]))}
            for gone in self._open.keys() - served.keys():
                self.forget(gone) if gone in rows else self.end(gone)
            for workspace, who in served.items():
                await self._have(rows[workspace], who)

    async def _know_those_of(
        self, found: Mapping[str, AuthorizeResult], rows: dict[str, Workspace]
    ) -> None:
        """Remember the workspaces of tokens that nobody had noted yet."""
        for each, who in found.items():
            if who.team_id == each and each not in rows and not self._is_over(each, who):
                row = await self._known(each, who.enterprise_id)
                if row and row.left_at is None:
                    rows[each] = row

    async def _look(self, workspace: str, enterprise: str | None) -> Office | None:
        async with self._opening:
            found = await self.house.database.read(workspaces.find, workspace)
            its = enterprise or (found.enterprise if found else None)
            who = await self.identities.of(workspace, its)
            if who is None or self._is_over(workspace, who):
                return None
            row = await self._known(workspace, None if who.team_id else who.enterprise_id)
            return await self._have(row, who) if row and row.left_at is None else None

    def _is_over(self, workspace: str, who: AuthorizeResult) -> bool:
        return workspace in self._ended and self._ended[workspace] == who.bot_token

    async def _known(self, workspace: str, enterprise: str | None) -> Workspace | None:
        database = self.house.database
        found = await database.read(workspaces.find, workspace)
        if found and (enterprise is None or found.enterprise == enterprise):
            return found
        await database.run(workspaces.know, workspace, enterprise, self.house.clock())
        return await database.read(workspaces.find, workspace)

    async def _have(self, row: Workspace, who: AuthorizeResult) -> Office:
        """Open an office, or bring an open one up to date."""
        earlier = self._open.get(row.workspace)
        if earlier and (earlier.identity, earlier.kept) == (who, row.settings):
            return earlier
        made = self._made(row, who)
        if earlier and made.desk == earlier.desk:
            made = replace(made, roster=earlier.roster)
        await follow(made)
        self._open[row.workspace] = made
        self._ended.pop(row.workspace, None)
        return made

    def _made(self, row: Workspace, who: AuthorizeResult) -> Office:
        house, knowledge = self.house, self.house.knowledge
        defaults = self._defaults_of(row)
        chosen = choices.chosen(row.settings, defaults, knowledge.locales)
        its_desk = choices.desk_of(chosen, knowledge.desk)
        shared = {each.name: getattr(house, each.name) for each in fields(House)}
        its_own = knowledge.model_copy(update={"desk": its_desk})
        artist = replace(house.artist, knowledge=its_own, offered=chosen.locales)
        return Office(
            **{**shared, "artist": artist},
            workspace=row.workspace,
            enterprise=row.enterprise,
            identity=who,
            client=self.house.client_with(who.bot_token),
            kept=row.settings,
            chosen=chosen,
            defaults=defaults,
            hours=hours_of(its_desk),
            desk=DeskPlace(chosen.desk_channel),
        )

    def _defaults_of(self, row: Workspace) -> Choices:
        """Return what holds where nothing is chosen: the operator's channel is in one place."""
        is_home = self.home in {row.workspace, row.enterprise}
        return self.defaults if is_home else replace(self.defaults, desk_channel=None)


def _who(found: Mapping[str, AuthorizeResult], row: Workspace) -> AuthorizeResult | None:
    """Return who the app is in a workspace: its own installation, else its organization's."""
    return found.get(row.workspace) or found.get(row.enterprise or "")
