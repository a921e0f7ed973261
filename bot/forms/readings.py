"""What somebody gave for a field, and what was understood of it."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from bot.content.forms import Field, FieldWords
from bot.content.months import Mention
from bot.content.shapes import Id, Locale

Typed = str | tuple[str, ...]
"""A text or an option's value; of confirmations and files all that were chosen."""

Value = str | tuple[str, ...]
"""What is kept of what was understood, the same in every language."""


class Given(NamedTuple):
    """What somebody gave for a field; `meant` settles what it means when that was asked."""

    typed: Typed
    meant: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given: nothing chosen, no character that can be seen."""
        if isinstance(self.typed, str):
            return all(unicodedata.category(character)[0] in "CZ" for character in self.typed)
        return not self.typed


class Option(NamedTuple):
    """Something to choose, with its label and what explains it in the reader's language."""

    value: str
    label: str
    description: str = ""


class Problem(NamedTuple):
    """Why a value can't be taken: a sentence of the templates, and the values in it."""

    code: Id
    values: Mapping[str, str] = {}


class Reading(NamedTuple):
    """What was understood: a value, or a problem, or the `meanings` to choose from.

    Nothing given for an optional field has none of the three.
    """

    value: Value | None = None
    problem: Problem | None = None
    meanings: tuple[Option, ...] = ()


class Asked(NamedTuple):
    """A field as somebody is asked for it: in their language, on their day."""

    field: Field
    words: FieldWords
    locale: Locale
    today: date


class DateFinder(Protocol):
    """Finds the month or date that a text names, in any language."""

    def find(self, text: str, today: date) -> Mention | None:
        """Return the first month or date that `text` names, or None."""

    def find_all(self, text: str, today: date) -> Sequence[Mention]:
        """Return every month and date that `text` names."""
