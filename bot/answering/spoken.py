"""The names of the languages that are spoken here, in all of them."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from babel import Locale

from bot.content.text import fold, is_han, tokens

_CODE_LENGTH = 2
"""Codes ("nl") are words of some languages ("en", "sv"): they count only alone."""


class Languages(NamedTuple):
    """The languages that people are offered, and the one of whoever nothing else is known of."""

    default: str
    offered: Collection[str]

    def first(self, *likely: str | None) -> str:
        """Return the first of the likely languages that is offered, else the default."""
        return next((each for each in likely if each and each in self.offered), self.default)


@cache
def own_name(locale: str) -> str:
    """Return a language's name in itself, as it begins a line ("Français", "中文")."""
    name = Locale.parse(locale).get_language_name(locale) or locale
    return name[:1].upper() + name[1:]


def language_names(locales: Iterable[str]) -> Mapping[str, str]:
    """Return every folded name or code of these languages, in each of them, with its locale."""
    spoken = list(locales)
    names = {locale: locale for locale in spoken}
    for reader in spoken:
        for locale in spoken:
            name = Locale.parse(reader).languages.get(locale, locale)
            names[fold(name)] = locale
    return names


def named_locale(
    text: str, names: Mapping[str, str], negations: Collection[str] = ()
) -> str | None:
    """Return the locale whose language `text` names last.

    One that is named after a negation does not count ("English please, not French").
    """
    folded = " ".join(tokens(text))
    found = [
        (position, locale)
        for name, locale in names.items()
        if len(name) > _CODE_LENGTH or is_han(name) or folded == name
        if (position := _last(name, folded)) >= 0
        if not folded[:position].rstrip().endswith(tuple(negations))
    ]
    return max(found)[1] if found else None


def _last(name: str, text: str) -> int:
    if is_han(name):
        return text.rfind(name)
    return f" {text} ".rfind(f" {name} ")
