"""``apps.connections.open``: an address for Socket Mode."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Method
from bot.sandbox.payload import Json
from bot.sandbox.workspace import Workspace


def open_connection(workspace: Workspace, _: Json) -> Json:
    """Do ``apps.connections.open``; the address is good for one connection."""
    base = workspace.api_url.replace("http", "ws", 1)
    ticket = workspace.sockets.ticket()
    return {"url": f"{base}/link/?ticket={ticket}&app_id={workspace.app.id}"}


METHODS: Final[Mapping[str, Method]] = {"apps.connections.open": Method(open_connection)}
