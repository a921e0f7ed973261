"""Numbers and amounts as somebody types them."""

from hypothesis import strategies as st

from bot.forms.currencies import Currencies
from bot.forms.kinds.decimal import Decimal
from bot.forms.kinds.money import Money
from bot.forms.readings import Given, Reading
from tests.forms.asking import LOCALES, asked

CURRENCIES = Currencies(LOCALES)
DECIMAL, MONEY = Decimal(CURRENCIES), Money(CURRENCIES)

ANY_TEXT = st.text(st.characters(exclude_categories=()))
TYPED = st.text("0123456789.,' \u00a0\u202f-−+()kr€$%e/", max_size=20)
KPI = ("KPI value", "valeur KPI", "KPI值")


def read(typed: str, locale: str = "en", meant: str | None = None) -> Reading:
    return DECIMAL.read(asked("decimal", locale), Given(typed, meant))


def paid(typed: str, locale: str = "en", meant: str | None = None) -> Reading:
    return MONEY.read(asked("money", locale), Given(typed, meant))


def problem_of(reading: Reading) -> str:
    assert reading.problem is not None
    return reading.problem.code


def meant_by(reading: Reading) -> set[str]:
    assert reading.problem is None
    alone = {reading.value} if isinstance(reading.value, str) else set()
    return alone or {option.value for option in reading.meanings}
