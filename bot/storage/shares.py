"""How much of what is leased at once each workspace gets: none waits because another has more."""

from collections.abc import Mapping, Sequence
from heapq import heapify, heapreplace
from typing import NamedTuple


class Busy(NamedTuple):
    """What somebody who leases works on: the workspace of each row, and whose row was the last."""

    rows: Mapping[int, str] = {}
    last: str = ""


IDLE = Busy()


def in_turn(waiting: Sequence[str], last: str) -> list[str]:
    """Return those who wait, in their order but from the one after the last on."""
    ordered = sorted(waiting)
    return [each for each in ordered if each > last] + [each for each in ordered if each <= last]


def shares(waiting: Sequence[str], held: Mapping[str, int], free: int) -> dict[str, int]:
    """Share what is free among those who wait: always to the one that holds the least.

    Among equals it goes in the order of `waiting`. Who gets nothing is left out.
    """
    queue = [(held.get(each, 0), place) for place, each in enumerate(waiting)]
    heapify(queue)
    given: dict[str, int] = {}
    for _ in range(free if queue else 0):
        holds, place = queue[0]
        heapreplace(queue, (holds + 1, place))
        given[waiting[place]] = given.get(waiting[place], 0) + 1
    return given
