"""A Slack workspace held in memory: the state that all other modules work on."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.sandbox.answers import Request
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.grants import Grants
from bot.sandbox.journal import Changes
from bot.sandbox.messages import Messages
from bot.sandbox.modals import Views
from bot.sandbox.organizations import Organization
from bot.sandbox.passes import ResponseUrls, Triggers
from bot.sandbox.payload import Json
from bot.sandbox.records import Call, Channel, Message, Suggested, User
from bot.sandbox.scopes import EVERYTHING
from bot.sandbox.sockets import Sockets
from bot.sandbox.stamps import Stamps
from bot.sandbox.tokens import Tokens

Found = TypeVar("Found")
Listener = Callable[[Json], None]


@dataclass(frozen=True, slots=True)
class App:
    """The one app that is installed, and what it shares with Slack.

    ``redirect_uris`` are the addresses that people may be sent back to after they allowed
    the app; without any, every address on this machine will do. ``scopes`` are what it was
    granted, with commas between. ``events`` are those it subscribed to; None means all.
    ``rotates_tokens`` says whether the tokens that it is given expire.
    """

    id: str
    bot_id: str
    bot_user_id: str
    name: str
    bot_token: str
    signing_secret: str
    verification_token: str = "sandbox-verification"  # noqa: S105 - a local value, no secret
    scopes: str = EVERYTHING
    client_id: str = "1.1"
    client_secret: str = "sandbox-client"  # noqa: S105 - a local value, no secret
    app_token: str = "xapp-1-sandbox"  # noqa: S105 - a local value, no secret
    redirect_uris: tuple[str, ...] = ()
    events: frozenset[str] | None = None
    rotates_tokens: bool = False


class Workspace:
    """People, channels, messages, views and the journal of calls of one workspace."""

    def __init__(
        self, team_id: str, app: App, *, domain: str = "", clock: Callable[[], float] = time.time
    ) -> None:
        """Make an empty workspace with one app; ``clock`` gives seconds since 1970."""
        self.team_id = team_id
        self.app = app
        self.domain = domain or team_id.lower()
        self.api_url = ""
        self.stamps = Stamps(clock)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages = Messages()
        self.views = Views(self.stamps)
        self.triggers = Triggers(self.stamps)
        self.response_urls = ResponseUrls(self.stamps)
        self.grants = Grants(self.stamps)
        self.tokens = Tokens(self.stamps, app.bot_token)
        self.organization: Organization | None = None
        self.files = Files(self.stamps)
        self.suggested: dict[str, Suggested] = {}
        self.statuses: dict[tuple[str, str], str] = {}
        self.titles: dict[tuple[str, str], str] = {}
        self.calls: list[Call] = []
        self.requests: list[Request] = []
        self.faults = Faults()
        self.changes = Changes()
        self.sockets = Sockets(self.stamps, app.id, self.changes)
        self.listeners: list[Listener] = []
        self.add_user(app.bot_user_id, app.name, app.name, is_bot=True)

    @classmethod
    def demo(cls, team_id: str = "T0SANDBOX1", **options: Any) -> "Workspace":  # noqa: ANN401
        """Make the workspace of the demo; see `bot.sandbox.demo` for who is in it.

        ``scopes`` are what the app was granted, with commas between; without them, everything.
        ``events`` are those that it subscribed to; without them, all.
        """
        from bot.sandbox.demo import furnish, make_app  # noqa: PLC0415 - it builds on this

        app = make_app(team_id, options.pop("scopes", EVERYTHING), options.pop("events", None))
        workspace = cls(team_id, app, domain="partner-desk-demo", **options)
        furnish(workspace)
        return workspace

    @property
    def sharing(self) -> Organization | None:
        """The organization in all of whose workspaces the app is; None where it is here alone."""
        return self.organization if self.organization and self.organization.has_app else None

    def tokens_of(self, token: str) -> Tokens | None:
        """Give whose a token is: the workspace's, or its organization's; None if it is of none."""
        shared = [self.organization.tokens] if self.organization else []
        return next((each for each in [self.tokens, *shared] if each.knows(token)), None)

    @property
    def revoked(self) -> bool:
        """Whether the app's tokens were revoked."""
        return self.tokens.revoked

    @revoked.setter
    def revoked(self, revoked: bool) -> None:
        if revoked:
            self.tokens.revoke()
        else:
            self.tokens.restore()

    def add_user(self, user_id: str, name: str, real_name: str, **more: Any) -> User:  # noqa: ANN401
        """Add a person or a bot; ``more`` are fields of `User`.

        >>> workspace.add_user("U0GUEST001", "gus", "Gus Guest", is_restricted=True)
        >>> workspace.channel("partner-desk").members.add("U0GUEST001")
        """
        user = User(user_id, name, real_name, more.pop("team_id", self.team_id), **more)
        self.users[user_id] = user
        return user

    def add_channel(self, channel: Channel) -> Channel:
        """Add a channel."""
        self.channels[channel.id] = channel
        return channel

    def user(self, id_or_name: str) -> User:
        """Give a user by id or by name; raises SlackError ``user_not_found``."""
        if id_or_name in self.users:
            return self.users[id_or_name]
        for user in self.users.values():
            if user.name == id_or_name:
                return user
        raise SlackError(name="user_not_found")

    def channel(self, id_or_name: str) -> Channel:
        """Give a channel by id or by name, with or without ``#``.

        Raises SlackError ``channel_not_found``.
        """
        if id_or_name in self.channels:
            return self.channels[id_or_name]
        name = id_or_name.removeprefix("#")
        for channel in self.channels.values():
            if channel.name == name and channel.kind != "im":
                return channel
        raise SlackError(name="channel_not_found")

    def direct(self, user_id: str) -> Channel:
        """Give the direct message between a person and the app, opened if need be.

        Its id comes from the person's, so that it is the same after a restart.
        """
        channel_id = f"D{user_id[1:]}"
        members = {user_id, self.app.bot_user_id}
        return self.channels.get(channel_id) or self.add_channel(
            Channel(channel_id, "directmessage", "im", members, user_id)
        )

    def authorize(
        self,
        user_id: str,
        *,
        scopes: str | None = None,
        redirect_uri: str | None = None,
        everywhere: bool = False,
    ) -> str:
        """Let a person install the app; give the code that `oauth.v2.access` exchanges.

        ``everywhere`` installs it in all of the organization.
        """
        return self.grants.give(
            user_id, scopes or self.app.scopes, redirect_uri, everywhere=everywhere
        )

    def post(self, message: Message) -> Message:
        """Keep a message and tell everyone who waits or listens."""
        self.messages.add(message)
        self.changes.announce()
        return message

    def record(self, call: Call) -> None:
        """Write a call into the journal."""
        self.calls.append(call)
        self.changes.announce()

    def keep(
        self, method: str, arguments: Json, answer: Json, error: str | None, *, done: bool
    ) -> None:
        """Write a call into the journal, with the time of now; see `Call`."""
        self.record(Call(method, arguments, answer, error, done, self.stamps.clock()))

    def note(self, request: Request) -> None:
        """Write into the journal what was sent to the app, and its answer."""
        self.requests.append(request)
        self.changes.announce()

    def called(self, method: str) -> list[Call]:
        """Give the calls of a method that took effect, in order."""
        return [call for call in self.calls if call.method == method and call.done]

    def tell(self, event: Json) -> None:
        """Hand an event that the app itself caused to everyone who listens."""
        for listener in self.listeners:
            listener(event)

    async def wait_for(
        self,
        predicate: Callable[[], Found],
        timeout: float = 30.0,  # noqa: ASYNC109 - the wait needs a word on failure
    ) -> Found:
        """Wait until the predicate gives something true, asked at every change.

        Raises TimeoutError that names the last calls, to tell what did happen.
        """
        try:
            return await self.changes.wait_for(predicate, timeout)
        except TimeoutError:
            last = [f"{call.method} ({call.error or 'ok'})" for call in self.calls[-8:]]
            message = f"nothing after {timeout} s; last calls: {', '.join(last) or 'none'}"
            raise TimeoutError(message) from None
