"""Checks of `desk.yaml`: hours that can be kept, known holidays, a target for every ticket."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from zoneinfo import available_timezones

from holidays import country_holidays

from bot.content.checks.places import line_at
from bot.content.desk import DEFAULT_KIND, QUESTION, Desk, Holidays, Opening, Priority
from bot.content.findings import Finding
from bot.content.models import Knowledge

_Mistake = tuple[tuple[str | int, ...], str, Mapping[str, str]]
"""The keys of the place in the file, the rule, and the values of its sentence."""


def check_desk(knowledge: Knowledge) -> list[Finding]:
    """Return all that keeps the desk from telling when something is due, by place."""
    desk = knowledge.desk
    kinds = {DEFAULT_KIND, QUESTION, *knowledge.forms}
    return sorted(
        Finding(desk.path, line_at(desk.path, *keys), rule, values)
        for keys, rule, values in _mistakes(desk, kinds)
    )


def _mistakes(desk: Desk, kinds: set[str]) -> Iterator[_Mistake]:
    if desk.time_zone not in available_timezones():
        yield ("time_zone",), "time-zone-unknown", {"name": desk.time_zone}
    yield from _hours(desk)
    yield from _holidays(desk.holidays)
    yield from _targets(desk, kinds)
    days = (*desk.waiting.reminders, desk.waiting.closing)
    if any(later <= earlier for earlier, later in pairwise(days)):
        yield ("waiting",), "waiting-order", {}
    yield from _retention(desk)


def _retention(desk: Desk) -> Iterator[_Mistake]:
    """Give what is deleted before somebody is done with it."""
    kept = desk.retention
    if kept.tickets <= desk.reopening_days:
        values = {"days": str(kept.tickets), "most": str(desk.reopening_days)}
        yield ("retention", "tickets"), "retention-short", values
    if kept.parked < kept.events:
        values = {"days": str(kept.parked), "most": str(kept.events)}
        yield ("retention", "parked"), "parked-short", values


def _hours(desk: Desk) -> Iterator[_Mistake]:
    if not any(desk.hours.values()):
        yield ("hours",), "hours-none", {}
    for day, openings in desk.hours.items():
        for index, opening in enumerate(openings):
            if not _follows(opening, openings[:index]):
                text = " - ".join(map(_daytime, opening))
                yield ("hours", day, index), "hours-order", {"text": text}


def _follows(opening: Opening, before: tuple[Opening, ...]) -> bool:
    """Tell whether a time of a day ends after it begins, by midnight, and comes after others."""
    begins_after = not before or before[-1].closes <= opening.opens
    return begins_after and opening.opens < opening.closes <= _MIDNIGHT


_MIDNIGHT = 24 * 60


def _daytime(minutes: int) -> str:
    return "{:02}:{:02}".format(*divmod(minutes, 60))


def _holidays(declared: Holidays) -> Iterator[_Mistake]:
    country, part = declared.country, declared.subdivision
    known = _parts(country) if country else ()
    if known is None:
        yield ("holidays", "country"), "holidays-unknown", {"name": str(country)}
    elif part is not None and part not in known:
        values = {"name": part, "known": ", ".join(known) or "-"}
        yield ("holidays", "subdivision"), "subdivision-unknown", values


def _parts(country: str) -> tuple[str, ...] | None:
    """Return the parts of a country that have holidays of their own; None if none are known."""
    try:
        return tuple(country_holidays(country).subdivisions)
    except NotImplementedError:
        return None


def _targets(desk: Desk, kinds: set[str]) -> Iterator[_Mistake]:
    for kind in desk.targets:
        if kind not in kinds:
            values = {"name": kind, "known": ", ".join(sorted(kinds))}
            yield ("targets", kind), "ticket-kind-unknown", values
    for priority in Priority:
        if priority not in desk.targets.get(DEFAULT_KIND, {}):
            values = {"name": priority, "kind": DEFAULT_KIND}
            yield ("targets", DEFAULT_KIND), "target-missing", values
