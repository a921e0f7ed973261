"""The hours of a day as people write them: `09:00-12:30, 13:30-17:30`."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from bot.content.desk import Opening

UNREADABLE, BACKWARDS, OVERLAPPING = "hours-unreadable", "hours-backwards", "hours-overlapping"
"""What can be wrong with the hours of a day."""

_DASH = "(?:-|tot|to|à|till|到|至)"
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?h?"
_SPAN = re.compile(_TIME + _DASH + _TIME, re.ASCII)
_DASHES = re.compile("[\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{WAVE DASH}~]")
_BETWEEN = re.compile("[,;\n、]|(?<=[0-9h]) +(?=[0-9])")
_MIDNIGHT = 24 * 60
LONGEST, MOST = 300, 20
"""How many characters are read, and how many times of a day they may tell."""


class HoursError(ValueError):
    """Hours that can't be kept; its text says what is wrong with them."""


def read_openings(text: str) -> tuple[Opening, ...]:
    """Return when the desk is there on a day, in their order; nothing for a day off.

    Hours may be written as `9-17`, `9.00-17.30` or `9h-17h30` too, with any dash, and between
    several of them a comma, a semicolon, a space or a line. Raises HoursError.
    """
    if len(text) > LONGEST:
        raise HoursError(UNREADABLE)
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).lower()
    close = re.sub(rf"\s*({_DASH})\s*", r"\1", plain)
    spans = sorted(_span(part.strip()) for part in _BETWEEN.split(close) if part.strip())
    if len(spans) > MOST:
        raise HoursError(UNREADABLE)
    if any(later.opens < earlier.closes for earlier, later in pairwise(spans)):
        raise HoursError(OVERLAPPING)
    return tuple(spans)


def _span(text: str) -> Opening:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise HoursError(UNREADABLE)
    opens, closes = _minutes(*found.groups()[:2]), _minutes(*found.groups()[2:])
    if not opens < closes:
        raise HoursError(BACKWARDS)
    return Opening(opens, closes)


def _minutes(hours: str, minutes: str | None) -> int:
    time = int(hours) * 60 + int(minutes or 0)
    if time > _MIDNIGHT or int(minutes or 0) >= 60:  # noqa: PLR2004 - minutes of an hour
        raise HoursError(UNREADABLE)
    return time


def written(openings: Sequence[Opening]) -> str:
    """Return the hours of a day as they are shown, and read again."""
    return ", ".join(map(written_span, openings))


def written_span(opening: Opening) -> str:
    """Return one time of a day: `09:00-12:30`."""
    return "-".join("{:02}:{:02}".format(*divmod(minutes, 60)) for minutes in opening)
