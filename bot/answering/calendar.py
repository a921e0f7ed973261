"""The rules with dates, each with its source, and what they say on a given day.

Sources: seeds 000–004, the questions on KPI discrepancies and on the Learning Partner directory.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content.months import Mention, Month

REPORT_DAY = 15
"""KPI reports are updated once a month, in its middle."""

WINDOW_MONTHS = 12
"""Renewal eligibility is measured on this many months of performance."""

SUBMISSION_WEEK = (15, 21)
"""Directory requests are submitted in the third week of a month."""

VISIBLE_DAY = 7
"""They show by the end of the first week of the following month."""


Value = date | Month


@dataclass(frozen=True)
class Computed:
    """The case that holds, by its name in a topic's `computed:`, and the values it names."""

    case: str
    values: Mapping[str, Value]


def visible_from(invoice: Month) -> date:
    """Return the day from which the KPIs of an invoice of that month show."""
    return invoice.plus(1).on(REPORT_DAY)


def newest_shown_month(today: date) -> Month:
    """Return the last month whose KPIs show on that day."""
    return Month.of(today).plus(-1 if today.day >= REPORT_DAY else -2)


def renewal_window(day: date) -> tuple[Month, Month]:
    """Return the first and last month that count for renewal on that day.

    From 15 January 2020, January to December 2019 are shown.
    """
    last = newest_shown_month(day)
    return last.plus(1 - WINDOW_MONTHS), last


def corrected_from(invoice: Month, today: date) -> date:
    """Return the day from which KPIs show that were corrected on that day.

    The next update of the reports has the correction; the one of that day may have run already.
    """
    coming = Month.of(today).plus(1 if today.day >= REPORT_DAY else 0)
    return max(visible_from(invoice), coming.on(REPORT_DAY))


def submission_week(today: date) -> tuple[date, date]:
    """Return the running or next week in which directory requests are submitted."""
    first, last = SUBMISSION_WEEK
    month = Month.of(today)
    if today.day > last:
        month = month.plus(1)
    return month.on(first), month.on(last)


def visible_by(submitted: date) -> date:
    """Return the day by which a directory request submitted on that day shows."""
    return Month.of(submitted).plus(1).on(VISIBLE_DAY)


def latest_month(mention: Mention, today: date) -> Month:
    """Return the month that is meant: without a year the latest one that is not in the future."""
    if mention.year is not None:
        return Month(mention.year, mention.month)
    month = Month(today.year, mention.month)
    return month if month <= Month.of(today) else month.plus(-12)


def next_month(number: int, today: date) -> Month:
    """Return the next month with that number, this one included."""
    month = Month(today.year, number)
    return month if month >= Month.of(today) else month.plus(12)


def next_day(mention: Mention, today: date) -> date:
    """Return the day that is meant: without a year the next one, without a day the first."""
    month = Month(mention.year or today.year, mention.month)
    day = _on_or_last(month, mention.day or 1)
    if mention.year is None and day < today:
        return _on_or_last(month.plus(12), mention.day or 1)
    return day


def _on_or_last(month: Month, day: int) -> date:
    return min(month.on(1) + timedelta(days=day - 1), month.plus(1).on(1) - timedelta(days=1))


def _report_schedule(mention: Mention | None, today: date) -> Computed:
    month = latest_month(mention, today) if mention else Month.of(today)
    shown = visible_from(month)
    case = "example" if mention is None else "visible" if shown <= today else "upcoming"
    return Computed(case, {"month": month, "date": shown})


def _directory_schedule(mention: Mention | None, today: date) -> Computed:
    sent = max(today, next_day(mention, today)) if mention and mention.day else today
    start, end = submission_week(sent)
    values: dict[str, Value] = {"week_start": start, "week_end": end, "date": visible_by(end)}
    if not start <= today <= end:
        return Computed("upcoming", values)
    next_start, next_end = submission_week(end + timedelta(days=1))
    after = {"next_start": next_start, "next_end": next_end, "next_date": visible_by(next_end)}
    return Computed("this-week", values | after)


def _renewal_window(mention: Mention | None, today: date) -> Computed:
    if mention is None:
        first, last = renewal_window(today)
        return Computed("today", {"first": first, "last": last})
    anniversary = next_day(mention, today)
    if mention.day:
        first, last = renewal_window(anniversary)
        return Computed("anniversary", {"anniversary": anniversary, "first": first, "last": last})
    month = Month.of(anniversary)
    first, last = renewal_window(month.on(REPORT_DAY))
    return Computed("anniversary", {"anniversary": month, "first": first, "last": last})


CALCULATIONS: Mapping[str, Callable[[Mention | None, date], Computed]] = {
    "report-schedule": _report_schedule,
    "directory-schedule": _directory_schedule,
    "renewal-window": _renewal_window,
}

CASES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "report-schedule": {
        case: frozenset({"month", "date"}) for case in ("example", "upcoming", "visible")
    },
    "directory-schedule": {
        "upcoming": frozenset({"week_start", "week_end", "date"}),
        "this-week": frozenset(
            {"week_start", "week_end", "date", "next_start", "next_end", "next_date"}
        ),
    },
    "renewal-window": {
        "today": frozenset({"first", "last"}),
        "anniversary": frozenset({"anniversary", "first", "last"}),
    },
}
"""What each calculation can come to, and the values it then gives."""


def compute(calculation: str, mention: Mention | None, today: date) -> Computed:
    """Carry out a declared calculation (see CALCULATIONS) for what was named, on that day."""
    return CALCULATIONS[calculation](mention, today)
