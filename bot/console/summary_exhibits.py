"""What the support team is shown of a week: of none at all, and of the busiest."""

from collections.abc import Iterator
from datetime import date

from bot.console.form_exhibits import Exhibit
from bot.content.desk import QUESTION
from bot.content.shapes import Locale
from bot.desk.summary import FirstAnswers, Questions, Ratings, Tickets, Week
from bot.forms.case import Forms
from bot.services.summarizing import Weeks
from bot.slack.screens.drawing import Artist

_MANY = 10**9
_MONDAY = date(2026, 12, 28)


def summary_exhibits(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give the week's summary, with and without its picture."""
    quiet = Week(_MONDAY, {}, {}, FirstAnswers(), Ratings(), 0, 0)
    busy = _busy(forms, list(artist.knowledge.locales))
    for name, weeks, picture in (
        ("quiet", Weeks(quiet, quiet), None),
        ("busy", Weeks(busy, busy), "F0SUMMARY1"),
    ):
        yield Exhibit(f"summary: {name}", drawing=artist.summary.message(weeks, locale, picture))


def _busy(forms: Forms, locales: list[Locale]) -> Week:
    kinds = [*forms.declared, QUESTION]
    return Week(
        _MONDAY,
        {each: Questions(_MANY, _MANY, _MANY) for each in locales},
        {(kind, each): Tickets(_MANY, _MANY) for kind in kinds for each in locales},
        FirstAnswers(float(_MANY), _MANY, _MANY),
        Ratings(_MANY, _MANY),
        _MANY,
        _MANY,
    )
