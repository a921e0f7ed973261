"""The scopes that a call needs: the app must have one of those listed for the method.

A method that is not listed needs none; where there is a scope for each kind of channel, it is
that of the channel which is meant. Source: the facts of each method,
https://docs.slack.dev/reference/methods
"""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.sandbox.errors import MissingScopeError
from bot.sandbox.payload import Json
from bot.sandbox.records import ChannelKind

Scopes = tuple[str, ...]

EMAIL: Final = "users:read.email"
FILES_READ: Final = "files:read"
CUSTOMIZE: Final = "chat:write.customize"

READS: Final[Scopes] = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY: Final[Scopes] = ("channels:history", "groups:history", "im:history", "mpim:history")
MANAGES: Final[Scopes] = ("channels:manage", "groups:write", "im:write", "mpim:write")

# The place of the scope for a kind of channel in the lists above.
PLACES: Final[Mapping[ChannelKind, int]] = {"channel": 0, "group": 1, "im": 2}

NEEDED: Final[Mapping[str, Scopes]] = {
    **dict.fromkeys(
        ("chat.postMessage", "chat.postEphemeral", "chat.update", "chat.delete"), ("chat:write",)
    ),
    **dict.fromkeys(
        (
            "assistant.threads.setSuggestedPrompts",
            "assistant.threads.setStatus",
            "assistant.threads.setTitle",
        ),
        ("assistant:write",),
    ),
    **dict.fromkeys(
        (
            "conversations.info",
            "conversations.members",
            "conversations.list",
            "users.conversations",
        ),
        READS,
    ),
    **dict.fromkeys(("conversations.history", "conversations.replies"), HISTORY),
    **dict.fromkeys(("conversations.open", "conversations.leave"), MANAGES),
    "conversations.join": ("channels:join",),
    **dict.fromkeys(("users.info", "users.list", "bots.info"), ("users:read",)),
    "users.lookupByEmail": (EMAIL,),
    "users.profile.get": ("users.profile:read",),
    "team.info": ("team:read",),
    **dict.fromkeys(("reactions.add", "reactions.remove"), ("reactions:write",)),
    "reactions.get": ("reactions:read",),
    **dict.fromkeys(
        ("files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"),
        ("files:write",),
    ),
    **dict.fromkeys(("files.info", "files.list"), (FILES_READ,)),
}

# What an app is granted where a test does not say otherwise: everything there is to use.
EVERYTHING: Final = ",".join(
    sorted({"app_mentions:read", "commands", CUSTOMIZE}.union(*map(set, NEEDED.values())))
)


def granted(scopes: str) -> frozenset[str]:
    """Give the scopes in a list with commas."""
    return frozenset(each.strip() for each in scopes.split(",") if each.strip())


def require(method: str, scopes: str, kinds: Iterable[ChannelKind] = ()) -> None:
    """Raise MissingScopeError when no scope was granted that a method needs.

    ``kinds`` are those of the channels that the call is about: each has a scope of its own.
    """
    needed = NEEDED.get(method)
    if needed is None:
        return
    by_kind = needed in {READS, HISTORY, MANAGES}
    alone: list[Scopes] = [(needed[PLACES[kind]],) for kind in kinds if by_kind]
    for one in alone or [needed]:
        if not granted(scopes) & set(one):
            raise MissingScopeError(",".join(one), scopes)


def read_scopes(manifest: Json) -> str:
    """Give the bot's scopes of an app manifest, as `App.scopes` takes them."""
    return ",".join(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
