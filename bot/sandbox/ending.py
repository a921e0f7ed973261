"""The app's end in a workspace: what an admin does there, and what Slack tells of it.

Sources: https://docs.slack.dev/reference/events/app_uninstalled and tokens_revoked: which of the
two comes first is not promised.
"""

from collections.abc import Sequence
from typing import Final

from bot.sandbox.payload import Json
from bot.sandbox.sender import Sender
from bot.sandbox.subscriptions import hears
from bot.sandbox.workspace import Workspace

UNINSTALLED: Final = "app_uninstalled"
REVOKED: Final = "tokens_revoked"


def ended(workspace: Workspace, kind: str) -> Json:
    """Give the event of an end."""
    if kind == REVOKED:
        return {"type": kind, "tokens": {"oauth": [], "bot": [workspace.app.bot_user_id]}}
    return {"type": kind}


async def uninstall(sender: Sender, told: Sequence[str] = (REVOKED, UNINSTALLED)) -> None:
    """Uninstall the app: its tokens are good no more, and it is in no channel.

    The app gets the events in ``told``, in that order.
    """
    workspace = sender.workspace
    _revoked(workspace, "account_inactive")
    for channel in workspace.channels.values():
        if channel.kind != "im":
            channel.members.discard(workspace.app.bot_user_id)
    await tell(sender, told)


def _revoked(workspace: Workspace, refusal: str) -> None:
    """Revoke the tokens of a workspace, or where the app is in all of it, of its organization."""
    (workspace.sharing or workspace).tokens.revoke(refusal)


async def revoke(sender: Sender) -> None:
    """Revoke the app's tokens, without uninstalling it."""
    _revoked(sender.workspace, "token_revoked")
    await tell(sender, [REVOKED])


async def tell(sender: Sender, kinds: Sequence[str]) -> None:
    """Send the events of an end that the app subscribed to."""
    for kind in kinds:
        event = ended(sender.workspace, kind)
        if hears(sender.workspace, event):
            await sender.send_event(event)
