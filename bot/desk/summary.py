"""The week of the desk in figures, and what follows from them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

_HOUR = 3600.0
_WEEK = timedelta(days=7)


class Span(NamedTuple):
    """A week: its first day, when it begins, and when it is over (seconds since 1970)."""

    first_day: date
    begin: float
    end: float


def week_of(day: date, zone: ZoneInfo) -> Span:
    """Return the week of a day, from Monday (ISO 8601), by the clock of a time zone."""
    first_day = day - timedelta(days=day.weekday())
    return Span(first_day, _midnight(first_day, zone), _midnight(first_day + _WEEK, zone))


def last_week(now: float, zone: ZoneInfo, ago: int = 1) -> Span:
    """Return the week that was over last; with `ago`, one that many weeks before this one."""
    return week_of(datetime.fromtimestamp(now, zone).date() - ago * _WEEK, zone)


def _midnight(day: date, zone: ZoneInfo) -> float:
    return datetime.combine(day, time.min, zone).timestamp()


class Questions(NamedTuple):
    """How many questions the bot answered, had suggestions for, and handed over to people.

    Each question counts once, as what became of it at last.
    """

    answered: int = 0
    suggested: int = 0
    handed_over: int = 0

    @property
    def asked(self) -> int:
        """Return how many there were."""
        return sum(self)

    @property
    def answered_share(self) -> float | None:
        """Return the share that the bot answered (0 to 1)."""
        return share(self.answered, self.asked)


class Tickets(NamedTuple):
    """How many tickets came, and how many were resolved, those of earlier weeks among them."""

    opened: int = 0
    resolved: int = 0


class AnswerTime(NamedTuple):
    """When a ticket came, when it was first answered, and when that was due, if ever."""

    opened_at: float
    answered_at: float
    due_at: float | None


class FirstAnswers(NamedTuple):
    """The first answers: hours (median), how many had a target, and how many of those met it."""

    hours: float | None = None
    due: int = 0
    in_time: int = 0

    @property
    def in_time_share(self) -> float | None:
        """Return the share that met its target (0 to 1)."""
        return share(self.in_time, self.due)


class Ratings(NamedTuple):
    """How many were content with the help, and how many were not."""

    good: int = 0
    bad: int = 0

    @property
    def good_share(self) -> float | None:
        """Return the share of those who were content (0 to 1)."""
        return share(self.good, sum(self))


class Week(NamedTuple):
    """A week: questions by language, tickets by kind and language.

    `open_now` and `overdue_now` count tickets at the time when the figures were taken.
    """

    first_day: date
    questions: Mapping[str, Questions]
    tickets: Mapping[tuple[str, str], Tickets]
    first_answers: FirstAnswers
    ratings: Ratings
    open_now: int
    overdue_now: int

    @property
    def all_questions(self) -> Questions:
        """Return the questions of all languages."""
        return Questions(*_sums(self.questions.values(), Questions()))

    @property
    def all_tickets(self) -> Tickets:
        """Return the tickets of all kinds and languages."""
        return Tickets(*_sums(self.tickets.values(), Tickets()))

    def tickets_of(self, *, kind: str | None = None, locale: str | None = None) -> Tickets:
        """Return the tickets of a kind, of a language, or of both."""
        found = (
            counted
            for (its_kind, its_locale), counted in self.tickets.items()
            if kind in {None, its_kind} and locale in {None, its_locale}
        )
        return Tickets(*_sums(found, Tickets()))

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of tickets, those that most came of first."""
        kinds = {kind for kind, _ in self.tickets}
        return sorted(kinds, key=lambda kind: (-self.tickets_of(kind=kind).opened, kind))

    @property
    def locales(self) -> list[str]:
        """Return the languages of questions and tickets, the most used first."""
        locales = {*self.questions, *(locale for _, locale in self.tickets)}
        return sorted(locales, key=lambda locale: (-self._volume(locale), locale))

    def _volume(self, locale: str) -> int:
        return self.questions.get(locale, Questions()).asked + self.tickets_of(locale=locale).opened


def _sums(counted: Iterable[tuple[int, ...]], nothing: tuple[int, ...]) -> list[int]:
    return [sum(column) for column in zip(nothing, *counted, strict=True)]


def share(part: int, whole: int) -> float | None:
    """Return a share (0 to 1); None of nothing."""
    return part / whole if whole else None


def first_answers(
    times: Iterable[AnswerTime], elapsed: Callable[[float, float], float]
) -> FirstAnswers:
    """Sum up first answers; `elapsed` tells the seconds that count between two times."""
    told = list(times)
    taken = [elapsed(each.opened_at, each.answered_at) / _HOUR for each in told]
    due = [each for each in told if each.due_at is not None]
    in_time = sum(each.due_at is not None and each.answered_at <= each.due_at for each in due)
    return FirstAnswers(median(taken) if taken else None, len(due), in_time)
