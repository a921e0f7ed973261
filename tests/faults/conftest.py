"""A local Slack, and the app on it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest
import pytest_asyncio

from bot.app import Content
from bot.sandbox import Person, SandboxServer, Workspace
from bot.slack.intake import receiving
from tests.faults.house import Clock, House, opened

LIMITS = {
    name: getattr(receiving, name)
    for name in ("_STORED_WITHIN_SECONDS", "_ANSWERED_WITHIN_SECONDS", "_STALLED_SECONDS")
}
"""As they are outside tests: read before any test runs."""


@pytest.fixture
def real_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the app refuse as early as it does outside tests."""
    for name, seconds in LIMITS.items():
        monkeypatch.setattr(receiving, name, seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def slack(clock: Clock) -> AsyncIterator[Workspace]:
    """Give a workspace whose Web API can be called."""
    workspace = Workspace.demo(clock=clock)
    async with SandboxServer(workspace):
        yield workspace


@pytest.fixture
def start(
    content: Content, slack: Workspace, database_url: str, clock: Clock
) -> Callable[[], AbstractAsyncContextManager[House]]:
    """Give what starts the app, as often as a test wants, on the same database."""
    return lambda: opened(content, slack, database_url, clock)


@pytest_asyncio.fixture
async def house(
    start: Callable[[], AbstractAsyncContextManager[House]],
) -> AsyncIterator[House]:
    async with start() as running:
        yield running


@pytest.fixture
def emma(house: House) -> Person:
    return house.person("emma")


@pytest.fixture
def wei(house: House) -> Person:
    return house.person("wei")
