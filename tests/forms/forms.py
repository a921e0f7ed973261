"""The shipped forms, filled in without Slack."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from bot.answering import calendar
from bot.answering.dates import DateReader
from bot.content.forms import Position
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge
from bot.content.shapes import Id, Locale
from bot.forms.case import Case, Forms, Reader
from bot.forms.filled import Filled
from bot.forms.kinds import kinds
from bot.forms.readings import Given, Typed
from bot.settings import KNOWLEDGE
from tests.forms.asking import TODAY

PURCHASE: dict[Id, str] = {
    "month": "3",
    "year": "2026",
    "omlp-type": "lab",
    "purchase-unit": "EDU-12",
    "invoice-number": "INV-2026-0042",
}
NUMBERS: dict[Id, str] = {
    "kpi-dashboard": "512",
    "kpi-partner-center": "480",
    "revenue-dashboard": "1250 EUR",
    "revenue-partner-center": "",
}
PROOF: dict[Id, Typed] = {"invoice": ("F1 invoice.pdf",), "remark": ""}
COMPLETE: Mapping[Id, Mapping[Id, Typed]] = {
    "purchase": PURCHASE,
    "numbers": NUMBERS,
    "proof": PROOF,
}
"""The steps of a report that nothing is wrong with."""

COMPANY: dict[Id, str] = {
    "name": "Contoso",
    "country": "SE",
    "landing-page": "https://contoso.se/microsoft",
}
OWNED: dict[Id, Typed] = {"confirmations": ("only-this-partner", "no-competitors", "owned")}


@cache
def knowledge() -> Knowledge:
    return read_knowledge(KNOWLEDGE)


@cache
def forms() -> Forms:
    known = knowledge()
    every = kinds(DateReader(known.dates), known.locales, known.countries)
    return Forms(known.forms, every, calendar)


def empty(
    form: Id, locale: Locale = "en", today: date = TODAY, names: tuple[str, ...] = ()
) -> Case:
    """Give a form in which nothing was filled in."""
    return Case(forms(), forms().declared[form], Filled(), Reader(locale, today, names))


def put(case: Case, step: Id, typed: Mapping[Id, Typed], line: int = 0) -> Case:
    """Fill in a step."""
    return case.put(Position(step, line), {field: Given(text) for field, text in typed.items()})


def report(
    typed: Mapping[Id, str] | None = None, *, today: date = TODAY, locale: Locale = "en"
) -> Case:
    """Give a complete report; `typed` are other values of the purchase or the numbers."""
    other, case = typed or {}, empty("discrepancy", locale, today)
    for step, usual in (("purchase", PURCHASE), ("numbers", NUMBERS)):
        case = put(case, step, usual | {f: other[f] for f in usual if f in other})
    return put(case, "proof", PROOF)


def listing(typed: Mapping[Id, str] | None = None, *, names: tuple[str, ...] = ()) -> Case:
    """Give a complete directory request; `typed` are other values of the company."""
    company = put(empty("directory", names=names), "company", {**COMPANY, **(typed or {})})
    return put(company, "confirmations", OWNED)


def given(case: Case) -> dict[Id, Typed]:
    """Give all that was given, of the first line and the other fields."""
    lines = (*case.filled.lines[:1], case.filled.common)
    return {field: each.typed for line in lines for field, each in line.items()}
