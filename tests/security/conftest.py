"""A desk at which people press what is not theirs."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.app import Content
from tests.journeys.desk import Desk, opened


@pytest_asyncio.fixture
async def besieged(
    content: Content, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    """Run the whole app; afterwards nothing may wait or be parked.

    Slack refuses to tell people something in a channel that they are not in, and takes more than a
    message a second: there is much to refuse.
    """
    monkeypatch.setattr("bot.slack.sending.delivery.paces", lambda *_: {})
    async with opened(content, database_url) as running:
        yield running
        await running.sender.drain()
        await running.calm()
        refused = {(call.method, call.error) for call in running.workspace.calls if call.error}
        assert refused <= {("chat.postEphemeral", "user_not_in_channel")}
