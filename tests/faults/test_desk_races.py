"""Promise 16: a ticket has one owner, however many take it at the same moment."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.desk.life import Deed
from bot.sandbox import Answer, Person
from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.conftest import POSTGRESQL, SQLITE
from tests.journeys.desk import Desk
from tests.journeys.gestures import button, card_of, press
from tests.journeys.reading import objects

CLAIMANTS = 40
ROUNDS = {SQLITE: 50, POSTGRESQL: 5}
AT_ONCE = 10
"""Rounds that run beside each other: it is harder so, and quicker."""


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Slack take more than a message a second: what is tested here is who wins."""
    monkeypatch.setattr("bot.slack.sending.delivery.paces", lambda *_: {})


def hire(desk: Desk, number: int) -> Person:
    """Add somebody to the support team."""
    user = desk.workspace.add_user(f"U0CLAIM{number:03}", f"claimant{number}", f"Claimant {number}")
    desk.workspace.channel(SUPPORT_CHANNEL).members.add(user.id)
    return desk.person(user.name)


async def hand_over(desk: Desk, tickets: int) -> list[dict[str, Any]]:
    """Have so many questions handed over; give the rows of their tickets."""
    emma = desk.person("emma")
    for number in range(tickets):
        await emma.say(None, f"{desk.unanswerable('en')} {number}")
    await desk.calm()
    return (await desk.rows())["tickets"]


async def claim(desk: Desk, team: list[Person], row: Mapping[str, Any]) -> list[Answer]:
    """Have everybody press "Take" on a card at the same moment."""
    card, take = card_of(desk, row), button(f"desk:{Deed.TAKE}", str(row["id"]))
    return await asyncio.gather(*(press(desk, person, card, take) for person in team))


def told(person: Person) -> list[set[str]]:
    """Give whom each message names that somebody alone sees in the desk's channel."""
    alone = [each for each in person.sees(SUPPORT_CHANNEL) if each.ephemeral_to]
    return [
        {str(each["user_id"]) for each in objects(message.blocks) if each.get("type") == "user"}
        for message in alone
    ]


async def test_promise_16_of_forty_who_take_a_ticket_at_once_one_wins_and_the_others_see_who(
    desk: Desk, engine: str
) -> None:
    team = [hire(desk, number) for number in range(CLAIMANTS)]
    rows = await hand_over(desk, ROUNDS[engine])
    for first in range(0, len(rows), AT_ONCE):
        round_ = rows[first : first + AT_ONCE]
        answers = await asyncio.gather(*(claim(desk, team, row) for row in round_))
        assert all(answer.ok for each in answers for answer in each)
        await desk.calm()
    stored = await desk.rows()
    owners = {row["id"]: row["owner"] for row in stored["tickets"]}
    taken = [(row["ticket"], row["actor"]) for row in stored["ticket_history"]]
    assert sorted(taken) == sorted(owners.items())
    for row in rows:
        shown = {each.get("user_id") for each in objects(card_of(desk, row).blocks)}
        assert owners[row["id"]] in shown
    for person in team:
        lost = [owner for owner in owners.values() if owner != person.user.id]
        named = told(person)
        assert sorted(owner for names in named for owner in names) == sorted(lost)
        assert all(len(names) == 1 for names in named)
