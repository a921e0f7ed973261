"""What an admin sees of the settings: what holds now, in the Home tab, and their modal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale as CldrLocale
from babel.lists import format_list

from bot.answering.spoken import own_name
from bot.content.desk import Weekday
from bot.content.models import Knowledge
from bot.content.shapes import Locale
from bot.desk.choices import RETENTIONS, Choices
from bot.desk.choosing import (
    CHANNEL,
    DEFAULT,
    DESK_LOCALE,
    HOLIDAYS,
    LOCALES,
    NO_HOLIDAYS,
    PARTS,
    RETENTION,
    ZONE,
    Mistakes,
    typed_of,
)
from bot.desk.openings import LONGEST as LONGEST_HOURS
from bot.desk.regions import country_label, zone_label
from bot.forms.readings import Option
from bot.slack.modals.settings_modal import DEFAULTS, OPEN, SETTINGS, Screen
from bot.slack.screens.languages import name_in
from bot.slack.screens.templates import Templates


@dataclass(frozen=True)
class SettingsArtist:
    """Draws the settings in the language of who changes them."""

    knowledge: Knowledge
    templates: Templates

    def summary(self, chosen: Choices, locale: Locale) -> dict[str, object]:
        """Return what the Home tab of an admin tells of what holds."""
        return {
            "button": f"{SETTINGS}:{OPEN}",
            "channel": chosen.desk_channel,
            "languages": format_list(list(map(own_name, chosen.locales)), locale=locale),
            "desk_language": name_in(chosen.desk_locale, locale),
            "hours": _week(chosen, locale),
            "zone": zone_label(chosen.time_zone, locale),
            **self._retention(chosen.retention_days),
        }

    def modal(self, screen: Screen, before: Choices, defaults: Choices) -> dict[str, Any]:
        """Draw the modal; `before` is what holds, `defaults` what the operator's settings say."""
        typed, locale = screen.typed, screen.locale
        offered = self._languages(self.knowledge.locales)
        values = {
            "callback_id": SETTINGS,
            "metadata": screen.metadata(),
            "block": {part: screen.block(part) for part in (*PARTS.values(), *Weekday)},
            "notice": screen.notice,
            "person": screen.person,
            "clashes": [self._held(name, before, locale) for name in screen.names],
            "to_defaults": f"{SETTINGS}:{DEFAULTS}" if typed != typed_of(defaults) else None,
            "channel": typed.channel,
            "languages": offered,
            "offered": [each for each in offered if each.value in typed.locales],
            "default": _chosen(offered, typed.default),
            "desk_language": _chosen(offered, typed.desk_locale),
            "zone": Option(typed.zone, zone_label(typed.zone, locale)) if typed.zone else None,
            "days": [
                {"id": day, "name": _day(day, locale), "hours": typed.hours.get(day, "")}
                for day in Weekday
            ],
            "longest": LONGEST_HOURS,
            "holidays": self._country(typed.holidays, locale),
            "retentions": self._retentions(before, locale),
            "retention": _chosen(self._retentions(before, locale), typed.retention),
        }
        view: dict[str, Any] = self.templates.blocks("settings", locale, values)
        return view

    def refused(self, code: str, locale: Locale) -> dict[str, Any]:
        """Draw what stands in place of settings that somebody may not change."""
        view: dict[str, Any] = self.templates.blocks("settings-refused", locale, {"code": code})
        return view

    def told(self, code: str, locale: Locale) -> str:
        """Return why nothing was saved, or what is wrong with a part."""
        return self.templates.plain("settings-problem", locale, {"code": code})

    def errors(self, mistakes: Mistakes, screen: Screen) -> dict[str, str]:
        """Return what is wrong beside each part, by its block."""
        told = {part: self.told(code, screen.locale) for part, code in mistakes.items()}
        return {screen.block(part): text for part, text in told.items()}

    def countries(self, found: Iterable[Option], query: str, locale: Locale) -> list[Option]:
        """Return the countries that were found, after the way to have no public holidays."""
        none = [] if query.strip() else [self._country(NO_HOLIDAYS, locale)]
        return [*filter(None, none), *found]

    def _languages(self, locales: Iterable[Locale]) -> list[Option]:
        return [Option(each, own_name(each)) for each in locales]

    def _country(self, code: str, locale: Locale) -> Option | None:
        if not code:
            return None
        named = self.told(code, locale) if code == NO_HOLIDAYS else country_label(code, locale)
        return Option(code, named)

    def _retention(self, days: int) -> dict[str, object]:
        months = RETENTIONS.get(days)
        return {"months": months, "days": None if months else days}

    def _retentions(self, before: Choices, locale: Locale) -> list[Option]:
        """Return how long can be chosen, with what holds now."""
        kept = sorted({*RETENTIONS, before.retention_days})
        return [Option(str(each), self._long(each, locale)) for each in kept]

    def _long(self, days: int, locale: Locale) -> str:
        return self.templates.plain("settings-retention", locale, self._retention(days))

    def _held(self, name: str, before: Choices, locale: Locale) -> dict[str, str | None]:
        """Return what holds of something that two chose otherwise."""
        part = PARTS[name]
        shown: Mapping[str, str | None] = {
            LOCALES: ", ".join(map(own_name, before.locales)),
            DEFAULT: own_name(before.default_locale),
            DESK_LOCALE: own_name(before.desk_locale),
            ZONE: zone_label(before.time_zone, locale),
            Weekday.MONDAY: _week(before, locale),
            HOLIDAYS: getattr(self._country(before.holidays or NO_HOLIDAYS, locale), "label", ""),
            RETENTION: self._long(before.retention_days, locale),
        }
        channel = before.desk_channel if part == CHANNEL else None
        return {"part": part, "text": shown.get(part), "channel": channel}


def _chosen(options: Sequence[Option], value: str) -> Option | None:
    return next((each for each in options if each.value == value), None)


def _day(day: Weekday, locale: Locale) -> str:
    """Return what a day is called where it stands alone."""
    name = CldrLocale.parse(locale).days["stand-alone"]["wide"][day.number]
    return str(name[:1].upper() + name[1:])


def _week(chosen: Choices, locale: Locale) -> str:
    """Return the hours of a week: days in a row that have the same hours, together."""
    names = CldrLocale.parse(locale).days["stand-alone"]["abbreviated"]
    hours = typed_of(chosen).hours
    runs: list[list[Weekday]] = []
    for day in Weekday:
        if runs and hours[day] == hours[runs[-1][-1]]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return " · ".join(
        f"{_days([str(names[day.number]) for day in run])} {hours[run[0]]}"
        for run in runs
        if hours[run[0]]
    )


def _days(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
