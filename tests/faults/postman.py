"""A way from Slack to the app on which requests are lost, late and doubled."""

import asyncio
from random import Random
from typing import Final

import httpx

from bot.sandbox import Sender
from tests.journeys.desk import Desk, Sent

LOST: Final = 0.05
"""How often a request never arrives, however often it is repeated."""

STUMBLED: Final = 0.05
"""How often a request arrives only when it is repeated."""

LATE: Final = 0.2
DOUBLED: Final = 0.15
MOST_COPIES: Final = 4
AGAIN_SECONDS: Final = 0.5
PATIENCE_SECONDS: Final = 30.0
_NO_ANSWER: Final = "lost"


class Postman(httpx.AsyncBaseTransport):
    """Carries requests to the app as badly as the network may; `calm` makes it reliable."""

    def __init__(self, app: httpx.AsyncBaseTransport, random: Random) -> None:
        self.calm = True
        self.held: list[Sent] = []
        self._app = app
        self._random = random
        self._lost: set[bytes] = set()
        self._stumbled: set[bytes] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        sent = Sent(request.headers.get("content-type", ""), body)
        if self.calm:
            return await self._carried(request, body)
        if self._is_lost(body):
            raise httpx.ConnectError(_NO_ANSWER)
        if not _is_awaited(body) and self._happens(LATE):
            self.held.append(sent)
            return httpx.Response(200)
        if self._happens(DOUBLED):
            return await self._doubled(request, sent)
        return await self._carried(request, body)

    async def _doubled(self, request: httpx.Request, sent: Sent) -> httpx.Response:
        """Carry a request several times at once, perhaps once more later."""
        if not _is_awaited(sent.body) and self._happens(0.5):
            self.held.append(sent)
        copies = range(self._random.randint(2, MOST_COPIES))
        carried = (self._carried(request, sent.body) for _ in copies)
        answers = await asyncio.gather(*carried)
        return answers[0]

    async def _carried(self, request: httpx.Request, body: bytes) -> httpx.Response:
        copy = httpx.Request(request.method, request.url, headers=request.headers, content=body)
        return await self._app.handle_async_request(copy)

    def _is_lost(self, body: bytes) -> bool:
        """Tell whether a request is lost: once, or each time."""
        if body in self._lost:
            return True
        if body in self._stumbled:
            return False
        if self._happens(LOST):
            self._lost.add(body)
            return True
        if self._happens(STUMBLED):
            self._stumbled.add(body)
            return True
        return False

    def _happens(self, share: float) -> bool:
        return self._random.random() < share


def _is_awaited(body: bytes) -> bool:
    """Tell whether somebody waits for what is answered: then it is not late, but fails."""
    return b"view_submission" in body


async def deliver_late(desk: Desk, postman: Postman, random: Random) -> None:
    """Deliver what is late, in any order; Slack signs anew what it sends again."""
    late, postman.held = postman.held, []
    random.shuffle(late)
    was, postman.calm = postman.calm, True
    answers = await asyncio.gather(*(desk.send_signed(*each) for each in late))
    postman.calm = was
    assert all(answer.ok for answer in answers), answers


async def repeat_refused(sender: Sender) -> None:
    """Have Slack repeat what was not acknowledged, as it does minutes later, and again if need be.

    The first time may still find those waiting who waited before.
    """
    await sender.stop()
    for delivery in [each for each in sender.deliveries if not each.ok]:
        event, event_id = delivery.envelope["event"], delivery.envelope["event_id"]
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (await sender.send_event(event, event_id)).ok:  # noqa: ASYNC110
                await asyncio.sleep(AGAIN_SECONDS)
    await sender.stop()
