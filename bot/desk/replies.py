"""Text blocks, filled in with what a ticket holds, for support to put into a message."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from babel.lists import format_list

from bot.answering.calendar import Value, compute, corrected_from, visible_from
from bot.answering.wording import show, shown
from bot.content.models import Knowledge
from bot.content.months import Month
from bot.content.replies import FORM, NUMBER, PLACEHOLDER
from bot.content.shapes import Id, Locale
from bot.forms.case import Case

GAP = "…"
"""Stands where a ticket has no value."""

_REPORT_DUE = "report-due"
_INVOICE_MONTH, _DATE, _CORRECTION_DATE = "invoice_month", "date", "correction_date"

RULE_VALUES: Mapping[Id, frozenset[str]] = {
    _REPORT_DUE: frozenset({_INVOICE_MONTH, _DATE, _CORRECTION_DATE})
}
"""What text blocks can say of a form with such a rule: of each invoice its month, from when its
KPIs show, and from when they do that are corrected on the reader's day.
"""


class Filling(NamedTuple):
    """A text with its values; `gaps` are the placeholders that had none, first to last."""

    text: str
    gaps: tuple[str, ...]


class TextBlock(NamedTuple):
    """A text block as it is offered: its text is filled in, but for its `gaps`."""

    id: Id
    title: str
    text: str
    gaps: tuple[str, ...]


def texts(
    knowledge: Knowledge,
    kind: Id,
    act: str,
    locale: Locale,
    values: Mapping[str, str],
    titles_in: Locale | None = None,
) -> list[TextBlock]:
    """Return the text blocks for an act on a ticket of that kind, in the partner's language.

    `values` are those of `values_of`. Their titles are in `titles_in`, the language of those who
    choose; without it, in the partner's.
    """
    replies, found = knowledge.replies, []
    for reply in replies.offered(kind, act):
        pages = _pages(knowledge, replies.locale(reply, locale))
        filling = fill(replies.say(reply, locale).text, {**pages, **values})
        found.append(TextBlock(reply, replies.say(reply, titles_in or locale).title, *filling))
    return found


def _pages(knowledge: Knowledge, locale: Locale) -> Mapping[str, str]:
    return {name: knowledge.link(name, locale) for name in knowledge.links}


def fill(text: str, values: Mapping[str, str]) -> Filling:
    """Put values in place of the placeholders of `text`; GAP where there is none.

    What a value holds is never read as a placeholder.
    """
    gaps: dict[str, None] = {}

    def value_of(placeholder: re.Match[str]) -> str:
        value = values.get(placeholder[1], "").strip()
        if not value:
            gaps[placeholder[1]] = None
        return value or GAP

    return Filling(PLACEHOLDER.sub(value_of, text), tuple(gaps))


def values_of(case: Case | None, number: int | None = None) -> Mapping[str, str]:
    """Return what text blocks can say of a ticket, as the reader of its form writes it.

    A question has no form, and only its number. Dates are those of the reader's day. What several
    lines hold is joined as the language joins a list, each value once.
    """
    form = {} if case is None else {**_given(case), **_dates(case), **_invoices(case)}
    title = {} if case is None else {FORM: case.form.say(case.reader.locale).title}
    return {**form, **title, **({} if number is None else {NUMBER: str(number)})}


def _dates(case: Case) -> Mapping[str, str]:
    """Return what the form computes."""
    if case.form.computes is None:
        return {}
    computed = compute(case.form.computes, None, case.reader.today)
    return shown(computed.values, case.reader.locale)


def _given(case: Case) -> Mapping[str, str]:
    """Return every field that was filled in."""
    found: dict[Id, list[str]] = {}
    for position in case.positions():
        for item in case.show(position):
            found.setdefault(item.field, []).append(item.shown)
    return {field: _joined(each, case.reader.locale) for field, each in found.items()}


def _joined(values: Iterable[str], locale: Locale) -> str:
    return format_list(list(dict.fromkeys(values)), locale=locale)


def _invoices(case: Case) -> Mapping[str, str]:
    """Return what RULE_VALUES names; nothing where no month was understood."""
    months, reader = sorted(set(_months(case))), case.reader
    if not months:
        return {}
    found: Mapping[str, list[Value]] = {
        _INVOICE_MONTH: [*months],
        _DATE: [visible_from(month) for month in months],
        _CORRECTION_DATE: [corrected_from(month, reader.today) for month in months],
    }
    return {
        name: _joined((show(each, reader.locale) for each in values), reader.locale)
        for name, values in found.items()
    }


def _months(case: Case) -> Iterator[Month]:
    """Give the invoice's month of each line, by the fields that play it in the rule."""
    dated = [rule.fields for rule in case.form.rules if rule.rule == _REPORT_DUE]
    for line in case.filled.lines or ({},):
        values = case.values({**case.filled.common, **line})
        for fields in dated:
            if {fields["year"], fields["month"]} <= set(values):
                year, month = (int(str(values[fields[part]])) for part in ("year", "month"))
                yield Month(year, month)
