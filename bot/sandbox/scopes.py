"""The scopes that a call needs: the app must have one of those listed for the method.

A method that is not listed needs none. Source: the facts of each method,
https://docs.slack.dev/reference/methods
"""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.errors import MissingScopeError
from bot.sandbox.payload import Json

Scopes = tuple[str, ...]

EMAIL: Final = "users:read.email"
FILES_READ: Final = "files:read"

READS: Final[Scopes] = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY: Final[Scopes] = ("channels:history", "groups:history", "im:history", "mpim:history")
MANAGES: Final[Scopes] = ("channels:manage", "groups:write", "im:write", "mpim:write")

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
    sorted({"app_mentions:read", "commands"}.union(*map(set, NEEDED.values())))
)


def granted(scopes: str) -> frozenset[str]:
    """Give the scopes in a list with commas."""
    return frozenset(each.strip() for each in scopes.split(",") if each.strip())


def require(method: str, scopes: str) -> None:
    """Raise MissingScopeError when none of the scopes that a method needs was granted."""
    needed = NEEDED.get(method)
    if needed is not None and not granted(scopes) & set(needed):
        raise MissingScopeError(",".join(needed), scopes)


def read_scopes(manifest: Json) -> str:
    """Give the bot's scopes of an app manifest, as `App.scopes` takes them."""
    return ",".join(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
