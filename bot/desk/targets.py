"""When a ticket is due, by its kind and priority: first answer and resolution, in business time."""

from typing import NamedTuple

from bot.content.desk import DeskFile, Priority
from bot.desk.hours import Hours

__all__ = ["Due", "Priority", "due", "warned_from"]


class Due(NamedTuple):
    """When something is due, in seconds since 1970."""

    answer: float
    resolution: float


def due(
    desk: DeskFile, hours: Hours, kind: str, priority: Priority, since: float, waited: float = 0.0
) -> Due:
    """Return when a ticket is due whose time runs from `since`.

    `waited` are the seconds of business time in which the partner was waited for.
    """
    target = desk.target(kind, priority)
    ends = (hours.after(since, each) for each in (target.answer, target.resolution))
    return Due(*(hours.later(end, waited) for end in ends))


def warned_from(
    hours: Hours, since: float, due_at: float, share: float, waited: float = 0.0
) -> float:
    """Return from when on somebody is warned: after that share of a target's business time.

    `waited` are the seconds of it, anywhere before `due_at`, that were counted out.
    """
    allowed = max(hours.between(since, due_at) - waited, 0.0)
    return hours.later(since, waited + allowed * share)
