"""Requests that were sent, and their receipts."""

from typing import Any

from bot.sandbox import Message, Person
from tests.journeys.desk import Desk
from tests.journeys.filling import request


async def receipt_of(desk: Desk, person: Person, form: str = "discrepancy") -> Message:
    """Send a complete request; give its receipt."""
    await request(desk, person, form)
    return desk.replies(person)[-1]


async def tickets(desk: Desk) -> list[dict[str, Any]]:
    return (await desk.rows())["tickets"]
