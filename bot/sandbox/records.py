"""What a workspace is made of: people, channels, messages, views, calls."""

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from bot.sandbox.payload import Json, without_nothing

ChannelKind: TypeAlias = Literal["channel", "group", "im"]

# The subtype of a reply that stands in its channel too.
BROADCAST: Final = "thread_broadcast"
# What stays of a message that is deleted while it has replies.
TOMBSTONE: Final = "tombstone"


@dataclass(slots=True)
class User:
    """A member, a guest, a bot, or a member of another company (Slack Connect).

    ``tz`` is also where the person's own clock is, which Slack does not tell of outsiders.
    ``is_restricted`` is a guest of several channels, ``is_ultra_restricted`` one of a single
    channel; ``deleted`` is a person whose account was deactivated. ``is_admin`` and ``is_owner``
    administer the workspace.
    """

    id: str
    name: str
    real_name: str
    team_id: str
    locale: str | None = None
    tz: str = "Europe/Amsterdam"
    email: str | None = None
    is_bot: bool = False
    is_external: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    is_admin: bool = False
    is_owner: bool = False

    @property
    def is_guest(self) -> bool:
        """Whether the person is a guest, of one channel or of several."""
        return self.is_restricted or self.is_ultra_restricted


@dataclass(slots=True)
class Channel:
    """A public channel, a private one (``group``) or a direct message (``im``)."""

    id: str
    name: str
    kind: ChannelKind
    members: set[str] = field(default_factory=set)
    user: str | None = None
    is_shared: bool = False
    is_archived: bool = False


@dataclass(slots=True)
class Message:
    """A message; one that is deleted or ephemeral stays here but is not in history."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    parent_user_id: str | None = None
    username: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    metadata: Json | None = None
    attachments: list[Json] | None = None
    files: list[Json] | None = None
    edited: Json | None = None
    client_msg_id: str | None = None
    team: str | None = None
    ephemeral_to: str | None = None
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    values: Json = field(default_factory=dict)

    def payload(self) -> Json:
        """Give the message object as Slack sends it, without its channel."""
        if self.subtype == TOMBSTONE:
            return self._tombstone()
        reactions = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in self.reactions.items()
        ]
        names = (
            "user",
            "ts",
            "client_msg_id",
            "text",
            "team",
            "bot_id",
            "app_id",
            "subtype",
            "thread_ts",
            "parent_user_id",
            "username",
        )
        more = ("blocks", "metadata", "attachments", "files", "edited")
        fields = {name: getattr(self, name) for name in (*names, *more)}
        return without_nothing({"type": "message", **fields, "reactions": reactions or None})

    def reacted(self, name: str, user: str) -> bool:
        """Add somebody's reaction, or take it away; say whether it is there now."""
        users = self.reactions.setdefault(name, [])
        if user not in users:
            users.append(user)
            return True
        users.remove(user)
        if not users:
            del self.reactions[name]
        return False

    def _tombstone(self) -> Json:
        """Give what is left of a deleted message that has replies.

        Source: https://github.com/slack-edge/slack-edge/pull/10
        """
        where = {"ts": self.ts, "thread_ts": self.ts}
        said = {"text": "This message was deleted.", "user": "USLACKBOT", "hidden": True}
        return {"type": "message", "subtype": TOMBSTONE, **said, **where}


@dataclass(slots=True)
class View:
    """A view that is open, or published as someone's Home tab."""

    id: str
    user: str
    body: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: Json = field(default_factory=dict)


@dataclass(slots=True)
class Trigger:
    """A pass to open one modal, valid for three seconds."""

    id: str
    user: str
    expires: float
    view_id: str | None = None
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """A pass to answer an interaction: five times within thirty minutes."""

    token: str
    user: str
    channel: str
    expires: float
    message_ts: str | None = None
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API (or of a response_url), as the journal keeps it.

    ``error`` is Slack's error name, or the name of the fault that was scripted; it is
    None when the call was done and answered. ``done`` says whether it took effect.
    """

    method: str
    arguments: Json
    response: Json
    error: str | None
    done: bool
    at: float


@dataclass(frozen=True, slots=True)
class Suggested:
    """The prompts that the app offers in a direct message."""

    channel: str
    title: str | None
    prompts: tuple[Json, ...]


@dataclass(slots=True)
class File:
    """A file; ``content`` is None until it was uploaded.

    ``channels`` are those it was shared in; ``submitted`` says that it came to the app in
    a form, so that the app may read it wherever it is. Slack works on it until ``ready``, in
    seconds since 1970.
    """

    id: str
    name: str
    user: str
    created: int
    size: int
    content: bytes | None = None
    title: str = ""
    alt_text: str = ""
    snippet_type: str = ""
    channels: list[str] = field(default_factory=list)
    is_complete: bool = False
    submitted: bool = False
    deleted: bool = False
    ready: float = 0.0


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person allowed on the authorize page; a code stands for it for ten minutes.

    ``everywhere`` is in all workspaces of the organization.
    """

    user: str
    scopes: str
    redirect_uri: str | None
    expires: float
    everywhere: bool = False
