"""What every kind of field does."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from bot.content.forms import Field
from bot.content.text import fold
from bot.forms.readings import Asked, Given, Option, Reading, Value


class Widget(StrEnum):
    """How a field is filled in on a screen."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    SELECT = "select"
    SEARCH = "search"
    CHECKBOXES = "checkboxes"
    FILES = "files"


class Kind(ABC):
    """A kind of field. What people type in a modal and in a conversation is read alike.

    A field is only read when something was given for it. `settings` are what `form.yaml` can
    declare of such a field beside its kind, its topic and that it is optional.
    """

    settings: ClassVar[frozenset[str]] = frozenset()
    free: ClassVar[bool] = False
    """Whether any text is a value."""

    def widget(self, field: Field) -> Widget:
        """Return how the field is filled in."""
        return Widget.LONG_TEXT if field.long else Widget.TEXT

    @abstractmethod
    def read(self, asked: Asked, given: Given) -> Reading:
        """Return what was understood."""

    def show(self, asked: Asked, value: Value) -> str:
        """Return an understood value as the reader's language writes it."""
        return value if isinstance(value, str) else ", ".join(value)

    def options(self, asked: Asked) -> Sequence[Option]:
        """Return all that can be chosen, in the reader's order."""
        return ()

    def search(self, asked: Asked, query: str) -> Sequence[Option]:
        """Return what a query finds, likeliest first."""
        return ()

    def find(self, asked: Asked, text: str) -> str | None:
        """Return what a sentence says for this field, as it would be typed; None for nothing."""
        return None

    def compared(self, value: Value) -> str:
        """Return a value as it is compared with that of another request."""
        return fold(as_text(value))


def as_text(value: Value) -> str:
    """Return a value as one text."""
    return value if isinstance(value, str) else " ".join(value)
