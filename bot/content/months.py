"""Months and dates as people name them."""

from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    """A month of a year; `number` counts from 1."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month that `day` lies in."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> "Month":
        """Return the month that lies `months` later (earlier when negative)."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    def on(self, day: int) -> date:
        """Return a day of this month."""
        return date(self.year, self.number, day)


class Mention(NamedTuple):
    """A month or a date as somebody named it; what they left out is None."""

    month: int
    year: int | None = None
    day: int | None = None
