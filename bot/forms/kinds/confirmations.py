"""Statements that have to be confirmed, all of them; a value has the ids of those chosen."""

from collections.abc import Sequence

from bot.content.forms import Field
from bot.content.shapes import Id
from bot.forms.kinds.kind import Kind, Widget
from bot.forms.readings import Asked, Given, Option, Problem, Reading, Value


class Confirmations(Kind):
    """Confirmations are ticked, on a screen and in a conversation: no text stands for a tick."""

    settings = frozenset({"choices"})

    def widget(self, field: Field) -> Widget:
        """Return the boxes to tick."""
        return Widget.CHECKBOXES

    def options(self, asked: Asked) -> Sequence[Option]:
        """Return the statements in the declared order."""
        helps = asked.words.helps
        return tuple(Option(c, _label(asked, c), helps.get(c, "")) for c in asked.field.choices)

    def read(self, asked: Asked, given: Given) -> Reading:
        """Take the statements if none is missing; what was not declared is left out."""
        ticked = {given.typed} if isinstance(given.typed, str) else set(given.typed)
        missing = [choice for choice in asked.field.choices if choice not in ticked]
        if missing:
            what = {"what": _label(asked, missing[0])}
            return Reading(problem=Problem("confirmation-missing", what))
        return Reading(asked.field.choices)

    def show(self, asked: Asked, value: Value) -> str:
        """Return the statements."""
        chosen = (value,) if isinstance(value, str) else value
        # No space follows a Chinese full stop.
        return " ".join(_label(asked, choice) for choice in chosen).replace("。 ", "。")


def _label(asked: Asked, choice: Id) -> str:
    return asked.words.choices.get(choice, choice)
