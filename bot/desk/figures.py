"""The figures of a week as the reader's language writes them (CLDR), for the templates."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from babel import Locale
from babel.dates import format_interval
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from bot.desk.summary import Questions, Tickets, Week, share

_WEEK = timedelta(days=6)
_MINUTES = 60


def figures(
    week: Week, before: Week | None, locale: str, kinds: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the templates of the summary ask for, all of it written out.

    `kinds` are the names of the kinds of tickets. None stands where there is no such figure; with
    `before`, the week before, most figures have a twin whose name ends in `_before`.
    """
    writer = _Writer(locale)
    told = writer.compared(week)
    known = writer.compared(before) if before else dict.fromkeys(told)
    return {
        "period": writer.period(week),
        **told,
        **{f"{name}_before": value for name, value in known.items()},
        **writer.parts(week.all_questions),
        "languages": [writer.language(week, each) for each in week.locales],
        "kinds": [writer.kind(week, each, kinds) for each in week.kinds],
        "open_now": writer.number(week.open_now),
        "overdue_now": writer.number(week.overdue_now),
    }


class _Writer:
    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._languages = Locale.parse(locale).languages

    def number(self, number: int) -> str:
        return str(format_decimal(number, locale=self._locale))

    def share(self, share: float | None) -> str | None:
        return None if share is None else str(format_percent(share, locale=self._locale))

    def duration(self, hours: float | None) -> str | None:
        """Write hours with one decimal, less than one of them in minutes."""
        if hours is None:
            return None
        amount, unit = (hours, "hour") if hours >= 1 else (round(hours * _MINUTES), "minute")
        return format_unit(
            amount, f"duration-{unit}", "short", format="#,##0.#", locale=self._locale
        )

    def period(self, week: Week) -> str:
        last_day = week.first_day + _WEEK
        return format_interval(week.first_day, last_day, "yMMMd", locale=self._locale)

    def name(self, locale: str) -> str:
        name = str(self._languages.get(locale, locale))
        return name[:1].upper() + name[1:]

    def compared(self, week: Week) -> dict[str, str | None]:
        """Write what is compared with the week before."""
        questions, tickets, ratings = week.all_questions, week.all_tickets, week.ratings
        answers = week.first_answers
        return {
            "asked": self.number(questions.asked),
            "answered_share": self.share(questions.answered_share),
            "opened": self.number(tickets.opened),
            "resolved": self.number(tickets.resolved),
            "first_answer": self.duration(answers.hours),
            "in_time_share": self.share(answers.in_time_share),
            "in_time": self.number(answers.in_time),
            "due": self.number(answers.due),
            "good_share": self.share(ratings.good_share),
            "good": self.number(ratings.good),
            "rated": self.number(sum(ratings)),
        }

    def parts(self, questions: Questions) -> dict[str, str | None]:
        """Write what became of questions."""
        return {
            "answered": self.number(questions.answered),
            "suggested": self.number(questions.suggested),
            "suggested_share": self.share(share(questions.suggested, questions.asked)),
            "handed_over": self.number(questions.handed_over),
            "handed_over_share": self.share(share(questions.handed_over, questions.asked)),
        }

    def language(self, week: Week, locale: str) -> dict[str, str | None]:
        questions = week.questions.get(locale, Questions())
        return {
            "locale": locale,
            "name": self.name(locale),
            "asked": self.number(questions.asked),
            **self.parts(questions),
            **self._tickets(week.tickets_of(locale=locale)),
        }

    def kind(self, week: Week, kind: str, names: Mapping[str, str]) -> dict[str, Any]:
        brought = {locale: week.tickets_of(kind=kind, locale=locale) for locale in week.locales}
        return {
            "id": kind,
            "name": names.get(kind, kind),
            **self._tickets(week.tickets_of(kind=kind)),
            "languages": [
                {"name": self.name(locale), **self._tickets(tickets)}
                for locale, tickets in brought.items()
                if any(tickets)
            ],
        }

    def _tickets(self, tickets: Tickets) -> dict[str, str | None]:
        return {name: self.number(count) for name, count in tickets._asdict().items()}
