"""The web socket endpoint of Socket Mode: ``/link/?ticket=…``."""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.sockets import Sockets
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Link:
    """Where apps connect; the ticket says to which workspace."""

    workspaces: Sequence[Workspace]

    def routes(self) -> list[BaseRoute]:
        """Give the routes."""
        return [WebSocketRoute("/link/", self.connect)]

    async def connect(self, connection: WebSocket) -> None:
        """Take a connection until it ends; one without a standing ticket is refused."""
        ticket = connection.query_params.get("ticket", "")
        sockets = self._sockets(ticket)
        if sockets is None:
            await connection.close()
            return
        await connection.accept()
        try:
            if await sockets.join(ticket, connection):
                await _listen(sockets, connection)
            else:
                await connection.close()
        finally:
            sockets.leave(connection)

    def _sockets(self, ticket: str) -> Sockets | None:
        knowing = (each.sockets for each in self.workspaces if each.sockets.knows(ticket))
        return next(knowing, None)


async def _listen(sockets: Sockets, connection: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            message = await connection.receive_text()
            sockets.acknowledge(_object(message))


def _object(message: str) -> dict[str, object]:
    """Decode a message; what is no object is kept as the text that came."""
    try:
        decoded = json.loads(message)
    except ValueError:
        decoded = None
    return decoded if isinstance(decoded, dict) else {"text": message}
