"""The settings of a workspace as admins see them: empty, full, and with all that can be wrong."""

from collections.abc import Iterator

from bot.console.form_exhibits import Exhibit
from bot.content.desk import Opening, Weekday
from bot.content.shapes import Locale
from bot.desk.choices import Choices
from bot.desk.choosing import PARTS, Typed, typed_of
from bot.desk.openings import LONGEST, MOST
from bot.forms.case import Forms
from bot.slack.listeners.settings_modals import NOT_ADMIN, NOT_KNOWN
from bot.slack.modals.settings_modal import Screen
from bot.slack.screens.drawing import Artist, Held

_CHANNEL = "C0123456789"
_ZONE = "America/Argentina/ComodRivadavia"
"""One of the longest names."""


def settings_exhibits(_forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give the settings in the Home tab and in the modal, and why somebody may not see them."""
    least, most = _least(artist), _most(artist)
    for name, chosen in {"without a channel": least, "full": most}.items():
        yield Exhibit(f"home of an admin: {name}", artist.home(locale, Held(), None, chosen))
        screen = Screen(typed_of(chosen), {}, locale)
        yield Exhibit(f"settings: {name}", artist.settings.modal(screen, chosen, least))
    yield from _told(artist, most, locale)
    for code in (NOT_ADMIN, NOT_KNOWN):
        yield Exhibit(f"settings refused: {code}", artist.settings.refused(code, locale))
        yield Exhibit(f"refused: {code}", drawing=artist.desk.refusal(code, None, locale))
    yield Exhibit("left", drawing=artist.desk.left(_CHANNEL, locale))


def _told(artist: Artist, chosen: Choices, locale: Locale) -> Iterator[Exhibit]:
    """Give the modal with all that may be told in it, filled in with the longest and nothing."""
    longest = Typed(
        _CHANNEL,
        tuple(artist.knowledge.locales),
        locale,
        locale,
        _ZONE,
        dict.fromkeys(Weekday, "W" * LONGEST),
        "GB",
        "90",
    )
    nothing = Typed("", (), "", "", "", {}, "", "")
    for name, typed in {"longest": longest, "nothing": nothing}.items():
        screen = Screen(typed, {}, locale, 10**6, person="U0ADMIN", names=tuple(PARTS))
        for code in ("clash", "to-defaults"):
            told = screen._replace(notice=artist.settings.told(code, locale))
            yield Exhibit(f"settings: {name}, {code}", artist.settings.modal(told, chosen, chosen))


def _least(artist: Artist) -> Choices:
    """Return what holds right after an installation, in one language and at odd times."""
    locale = next(iter(artist.knowledge.locales))
    return Choices(
        desk_channel=None,
        locales=(locale,),
        default_locale=locale,
        desk_locale=locale,
        time_zone="UTC",
        hours={Weekday.SUNDAY: (Opening(0, 1440),)},
        holidays=None,
        retention_days=400,
    )


def _most(artist: Artist) -> Choices:
    """Return as much as can be chosen: no two days have the same hours."""
    locales = tuple(artist.knowledge.locales)
    return Choices(
        desk_channel=_CHANNEL,
        locales=locales,
        default_locale=locales[-1],
        desk_locale=locales[-1],
        time_zone=_ZONE,
        hours={
            day: tuple(Opening(hour * 60 + day.number, hour * 60 + 30) for hour in range(MOST))
            for day in Weekday
        },
        holidays="GB",
        retention_days=90,
    )
