"""Checks of several fields together, by the name that `form.yaml` uses.

Sources: seeds 000–004, the questions on KPI discrepancies and on the Learning Partner directory.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from bot.content.months import Month
from bot.content.shapes import Id
from bot.forms.hosts import other_country, unrelated_host
from bot.forms.readings import Problem, Value

REMIND, SEND, KEEP, ADD = "remind", "send", "keep", "add"
"""What can be chosen where something is asked again."""

NEEDS_REASON = frozenset({("report-due", SEND)})
"""The choices that are taken only with a reason."""

Shown = date | Month | str
"""What stands in a sentence: dates are written as the reader's language does."""


class Calendar(Protocol):
    """The rules with dates that forms need."""

    def visible_from(self, invoice: Month) -> date:
        """Return the day from which the KPIs of an invoice of that month show."""

    def renewal_window(self, day: date) -> tuple[Month, Month]:
        """Return the first and last month that count for renewal on that day."""


class Facts(NamedTuple):
    """What a rule looks at besides the values: the day, the calendar, the partner's names."""

    today: date
    calendar: Calendar
    names: tuple[str, ...] = ()


class Refused(NamedTuple):
    """Values that can't be together: what is wrong with the field that plays `part`."""

    part: str
    problem: Problem


class Doubt(NamedTuple):
    """Values that may be right: asked again, with the options in their order.

    `about` tells one doubt from another of the same rule: other values are asked about anew.
    """

    about: str
    options: tuple[str, ...]
    values: Mapping[str, Shown] = {}


class Hint(NamedTuple):
    """Something to look at once more, which keeps nobody from sending."""

    code: Id
    values: Mapping[str, Shown] = {}


Parts = Mapping[str, Value]
Finding = Refused | Doubt | Hint | None


def _month(parts: Parts) -> Month:
    return Month(int(str(parts["year"])), int(str(parts["month"])))


def _not_in_future(parts: Parts, facts: Facts) -> Finding:
    month = _month(parts)
    if month <= Month.of(facts.today):
        return None
    return Refused("month", Problem("month-future"))


def _report_due(parts: Parts, facts: Facts) -> Finding:
    """Ask about an invoice whose KPIs do not show yet: they do from the 15th of the next month."""
    month = _month(parts)
    due = facts.calendar.visible_from(month)
    if month > Month.of(facts.today) or due <= facts.today:
        return None
    return Doubt(due.isoformat(), (REMIND, SEND), {"month": month, "date": due})


def _within_window(parts: Parts, facts: Facts) -> Finding:
    """Ask about a month before the twelve that count for renewal."""
    month = _month(parts)
    first, last = facts.calendar.renewal_window(facts.today)
    if month >= first:
        return None
    return Doubt(
        f"{month.year}-{month.number}", (KEEP,), {"month": month, "first": first, "last": last}
    )


def _numbers_differ(parts: Parts, _: Facts) -> Finding:
    """Refuse a report in which both pairs of numbers agree: it reports nothing."""
    pairs = (("kpi", "other-kpi"), ("revenue", "other-revenue"))
    if any(b in parts and _amount(parts[b]) != _amount(parts[a]) for a, b in pairs):
        return None
    return Refused("other-kpi", Problem("numbers-agree"))


def _amount(value: Value) -> tuple[Decimal, str]:
    """Return a number and its currency: 1250.0 EUR is as much as 1250 EUR."""
    number, _, currency = str(value).partition(" ")
    return Decimal(number), currency


def _host_fits(parts: Parts, facts: Facts) -> Finding:
    names = [str(parts["name"]), *facts.names]
    return Hint("host-unrelated") if unrelated_host(str(parts["address"]), names) else None


def _country_fits(parts: Parts, _: Facts) -> Finding:
    differs = other_country(str(parts["address"]), str(parts["country"]))
    return Hint("country-differs") if differs else None


class Rule(NamedTuple):
    """A check, and the kind of each part that has to be there; `optional` ones may be left empty.

    The fields that play the parts of a rule stand in one step.
    """

    check: Callable[[Parts, Facts], Finding]
    parts: Mapping[str, Id]
    optional: Mapping[str, Id] = {}


_WHEN = {"month": "month", "year": "year"}

RULES: Mapping[Id, Rule] = {
    "not-in-future": Rule(_not_in_future, _WHEN),
    "report-due": Rule(_report_due, _WHEN),
    "within-window": Rule(_within_window, _WHEN),
    "numbers-differ": Rule(
        _numbers_differ,
        {"kpi": "decimal", "revenue": "money"},
        {"other-kpi": "decimal", "other-revenue": "money"},
    ),
    "host-fits": Rule(_host_fits, {"address": "address", "name": "text"}),
    "country-fits": Rule(_country_fits, {"address": "address", "country": "country"}),
}
