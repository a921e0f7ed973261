"""Promise 17: whatever happened, and however it arrived, cards tell the truth once it is calm."""

import pytest

from bot.app import Content
from tests.conftest import POSTGRESQL, SQLITE
from tests.faults.desk_actions import TIME_LIMIT_SECONDS, do_something
from tests.faults.desk_days import begin, come_to_rest
from tests.faults.truths import assert_true
from tests.journeys.desk import opened

ACTIONS = {SQLITE: 1_000, POSTGRESQL: 200}
"""What the engines could tell apart is told by fewer."""

SEED = 2026
LAST_TOLD = 30


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Slack take more than a message a second, but answer soon: what it shows is tested."""
    monkeypatch.setattr("bot.slack.sending.delivery.paces", lambda *_: {})
    monkeypatch.setattr("bot.app._HTTP_SECONDS", TIME_LIMIT_SECONDS)


async def test_promise_17_after_a_thousand_actions_over_a_bad_network_each_card_is_its_ticket(
    content: Content, database_url: str, engine: str
) -> None:
    async with opened(content, database_url) as desk:
        days = await begin(desk, SEED)
        try:
            for _ in range(ACTIONS[engine]):
                await do_something(days)
            await come_to_rest(days)
            await assert_true(desk)
        except BaseException as error:
            last = "\n".join(days.done[-LAST_TOLD:])
            error.add_note(f"seed {SEED}, step {len(days.done)}, after:\n{last}")
            raise
        deeds = {row["deed"] for row in (await desk.rows())["ticket_history"]}
    assert len(deeds) >= LEAST_DEEDS[engine]


LEAST_DEEDS = {SQLITE: 16, POSTGRESQL: 12}
"""So many of the twenty deeds were really done, or the days were too quiet to prove anything."""
