"""Faults that a test scripts for a method of the Web API."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

FaultKind: TypeAlias = Literal[
    "rate_limited", "server_error", "slow", "reset", "lost", "refused", "garbage"
]
EVERY_METHOD: Final = "*"
# No method: with `Fault.lost` the app's acknowledgement of a request never arrives.
ACKNOWLEDGEMENT: Final = "acknowledgement"
FOREVER: Final = 2**31


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong, for the next ``times`` calls."""

    kind: FaultKind
    times: int = 1
    seconds: float = 0.0
    retry_after: str | None = None
    status: int = 200
    error: str = ""

    @classmethod
    def rate_limited(cls, retry_after: float | str | None, *, times: int = 1) -> "Fault":
        """Answer 429 with a Retry-After header of any form, or without one (None)."""
        header = None if retry_after is None else str(retry_after)
        return cls("rate_limited", times, retry_after=header, status=429)

    @classmethod
    def server_error(cls, status: int = 500, *, times: int = 1) -> "Fault":
        """Answer a 5xx; the call is not done."""
        return cls("server_error", times, status=status)

    @classmethod
    def slow(cls, seconds: float, *, times: int = 1) -> "Fault":
        """Do the call, and answer late."""
        return cls("slow", times, seconds=seconds)

    @classmethod
    def reset(cls, *, times: int = 1) -> "Fault":
        """Drop the connection; the call is not done."""
        return cls("reset", times)

    @classmethod
    def lost(cls, *, times: int = 1) -> "Fault":
        """Do the call, then drop the connection before answering."""
        return cls("lost", times)

    @classmethod
    def refused(cls, error: str, *, times: int = 1) -> "Fault":
        """Answer with an error name of Slack's, such as ``token_revoked``."""
        return cls("refused", times, error=error)

    @classmethod
    def garbage(cls, *, times: int = 1) -> "Fault":
        """Answer 200 with something that is no JSON; the call is not done."""
        return cls("garbage", times)


class Faults:
    """The faults that wait, by method; each method takes its own in order."""

    def __init__(self) -> None:
        """Begin without faults."""
        self._waiting: defaultdict[str, list[Fault]] = defaultdict(list)

    def add(self, method: str, fault: Fault) -> None:
        """Script a fault for a method, or for every method with ``*``.

        With the name ``acknowledgement``, `Fault.lost` lets Slack lose what the app
        answers to an event, an interaction or a command.
        """
        self._waiting[method].append(fault)

    def take(self, method: str) -> Fault | None:
        """Use up one time of the next fault of a method, if there is one."""
        return self.take_exactly(method) or self.take_exactly(EVERY_METHOD)

    def take_exactly(self, name: str) -> Fault | None:
        """Use up one time of the next fault under a name, leaving alone those of ``*``."""
        waiting = self._waiting[name]
        if not waiting:
            return None
        fault = waiting.pop(0)
        if fault.times > 1:
            waiting.insert(0, replace(fault, times=fault.times - 1))
        return fault

    def clear(self) -> None:
        """Forget all faults."""
        self._waiting.clear()
