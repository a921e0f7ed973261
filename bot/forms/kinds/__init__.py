"""The kinds of fields, by the name that `form.yaml` uses."""

from collections.abc import Iterable, Mapping

from bot.content.shapes import Id, Locale
from bot.forms.currencies import Currencies
from bot.forms.kinds.address import Address
from bot.forms.kinds.choice import Choice
from bot.forms.kinds.confirmations import Confirmations
from bot.forms.kinds.country import Country
from bot.forms.kinds.decimal import Decimal
from bot.forms.kinds.file import File
from bot.forms.kinds.invoice_number import InvoiceNumber
from bot.forms.kinds.kind import Kind
from bot.forms.kinds.money import Money
from bot.forms.kinds.month import Month
from bot.forms.kinds.text import Text
from bot.forms.kinds.year import Year
from bot.forms.readings import DateFinder


def kinds(
    dates: DateFinder, locales: Iterable[Locale], countries: Mapping[str, tuple[str, ...]]
) -> Mapping[Id, Kind]:
    """Make every kind of field; `countries` are everyday names by code."""
    currencies = Currencies(locales)
    return {
        "address": Address(),
        "choice": Choice(),
        "confirmations": Confirmations(),
        "country": Country(locales, countries),
        "decimal": Decimal(currencies),
        "file": File(),
        "invoice-number": InvoiceNumber(currencies),
        "money": Money(currencies),
        "month": Month(dates),
        "text": Text(),
        "year": Year(dates),
    }
