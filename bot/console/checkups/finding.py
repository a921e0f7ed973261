"""What was found when something was looked at."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Grade(StrEnum):
    """How much a finding matters: a NOTE is worth knowing, what is WRONG has to be cured."""

    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


class Check(StrEnum):
    """What is looked at."""

    SETTINGS = "settings"
    DATABASE = "database"
    QUEUES = "queues"
    PARKED = "parked"
    KEYS = "keys"
    TOKEN = "token"  # noqa: S105 - the name of a check
    CLOCK = "clock"
    SCOPES = "scopes"
    DESK = "desk"
    SOCKET = "socket"


class Finding(NamedTuple):
    """What was found: `code` is a sentence of `templates/console/doctor.txt.j2`.

    `place` is the workspace or the organization that it is found in, "" for all of them.
    """

    check: Check
    grade: Grade
    code: str
    place: str = ""
    values: Mapping[str, str] = MappingProxyType({})


def fine(check: Check, code: str, place: str = "", **values: object) -> Finding:
    """Return that something is as it should be."""
    return Finding(check, Grade.FINE, code, place, _told(values))


def note(check: Check, code: str, place: str = "", **values: object) -> Finding:
    """Return what is worth knowing."""
    return Finding(check, Grade.NOTE, code, place, _told(values))


def wrong(check: Check, code: str, place: str = "", **values: object) -> Finding:
    """Return what has to be cured."""
    return Finding(check, Grade.WRONG, code, place, _told(values))


def _told(values: Mapping[str, object]) -> Mapping[str, str]:
    return {name: str(value) for name, value in values.items()}
