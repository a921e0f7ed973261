"""One person can't flood: who does too much at once is told so, and others notice nothing."""

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from bot.answering.decision import Decision
from bot.services import asking, replying
from bot.services.asking import Asked
from bot.storage import rate_limits
from bot.storage.rate_limits import Rate


class Deed(StrEnum):
    """What somebody does, each in a pace of its own: buttons and answers count softly."""

    ASK = "ask"
    FORM = "form"
    TOUCH = "touch"


RATES = {
    Deed.ASK: Rate(3.0, 20),
    Deed.FORM: Rate(3.0, 20),
    Deed.TOUCH: Rate(0.5, 120),
}
"""Twenty at once, and twenty a minute from then on: more than anybody reads or fills in."""

_TELLING = Rate(60.0, 1)
"""How often somebody is told."""


class TooMuchError(Exception):
    """Somebody does too much at once: it is not done."""


class Doer(NamedTuple):
    """Somebody of a workspace."""

    workspace: str
    person: str


def say(connection: Connection, asked: Asked, decision: Decision, now: float) -> int | None:
    """Have a question answered, unless its asker asks too much."""
    doer = Doer(asked.workspace, asked.person)
    return asking.say(connection, asked, decision, now) if may(connection, doer, now) else None


def may(connection: Connection, doer: Doer, now: float, deed: Deed = Deed.ASK) -> bool:
    """Count what somebody does; if it is too much, tell them, and return False."""
    taken = rate_limits.take(connection, *_subject(doer, deed), RATES[deed], now)
    if not taken:
        tell(connection, doer, now)
    return taken


def is_over(connection: Connection, doer: Doer, deed: Deed, now: float) -> bool:
    """Tell whether somebody did so much that it is too much now."""
    return not rate_limits.is_free(connection, *_subject(doer, deed), RATES[deed], now)


def count(connection: Connection, doer: Doer, deed: Deed, now: float) -> None:
    """Count what somebody did."""
    rate_limits.take(connection, *_subject(doer, deed), RATES[deed], now)


def tell(connection: Connection, doer: Doer, now: float) -> None:
    """Have somebody told that it was too much, once in a while."""
    if rate_limits.take(connection, doer.workspace, f"told:{doer.person}", _TELLING, now):
        replying.limited(connection, *doer, now)


def _subject(doer: Doer, deed: Deed) -> tuple[str, str]:
    return doer.workspace, f"{deed}:{doer.person}"
