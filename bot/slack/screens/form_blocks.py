"""The ids of a form's blocks, and what stands in the state of a modal.

A block is named after its field, line and turn: Slack keeps what was typed while the name stays,
and takes the draft's own values after every move.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple

from bot.content.forms import Field, Form, Position
from bot.content.shapes import Id
from bot.forms.kinds.choice import OTHER
from bot.forms.readings import Given, Typed
from bot.slack.payloads import Payload, storable

TYPED, MEANT, OTHER_TEXT, REASON = "typed", "meant", "other", "reason"
ASK = "ask"

LONGEST = 3000
"""How many characters Slack lets somebody type in a field."""

_MOST = 100
"""How many options or files of one field are looked at; Slack lets nobody give more."""


def block_id(field: Id, line: int, turn: int) -> str:
    """Return the id of the block in which a field is filled in."""
    return f"{field}:{line}:{turn}"


def is_field(block: str) -> bool:
    """Tell whether a block is a field's own, not what is asked beside it."""
    return block.count(":") == block_id("", 0, 0).count(":")


def field_of(block: str) -> Id:
    """Return the field that is filled in in a block."""
    return block.partition(":")[0]


def ask_block(ask: str) -> str:
    """Return the id of the block in which something is settled."""
    return f"{ASK}:{ask}"


class State(NamedTuple):
    """What a modal holds: values by block id, as Slack tells them."""

    values: Mapping[str, Any]

    @classmethod
    def of(cls, payload: Payload) -> "State":
        """Return the state of the modal in a payload, as far as it has one."""
        return cls(_object(_object(_object(payload.get("view")).get("state")).get("values")))

    def has(self, block: str) -> bool:
        """Tell whether a block was on the screen."""
        return block in self.values

    def typed(self, block: str) -> Typed | None:
        """Return what stands in a block; None where that is no value that the modal takes."""
        element = _object(next(iter(_object(self.values.get(block)).values()), None))
        kind = element.get("type")
        if kind in {"static_select", "external_select", "radio_buttons"}:
            return _text(_object(element.get("selected_option")).get("value"))
        if kind in {"checkboxes", "multi_static_select"}:
            return tuple(_texts(element.get("selected_options"), "value"))
        if kind == "conversations_select":
            return _text(element.get("selected_conversation"))
        if kind == "file_input":
            return tuple(_files(element.get("files")))
        return _text(element.get("value"))

    def given(self, form: Form, position: Position, turn: int) -> Mapping[Id, Given]:
        """Return what was given in a step; fields that are not on the screen are not there."""
        found = {
            f: self._given(form.fields[f], block_id(f, position.line, turn))
            for f in form.steps[position.step]
        }
        return {field: given for field, given in found.items() if given is not None}

    def _given(self, field: Field, block: str) -> Given | None:
        if not self.has(block):
            return None
        typed = _offered(field, self.typed(block) or "")
        other = self.typed(f"{block}:{OTHER_TEXT}") if typed == OTHER else None
        meant = self.typed(f"{block}:{MEANT}")
        return Given(f"{OTHER}:{other}" if other else typed, str(meant) if meant else None)

    def settled(self, asks: Iterable[str]) -> Mapping[str, tuple[str, str]]:
        """Return the choices of the review, with their reasons."""
        found = {ask: self.typed(ask_block(ask)) for ask in asks}
        return {
            ask: (str(option), str(self.typed(f"{ask_block(ask)}:{REASON}") or ""))
            for ask, option in found.items()
            if option
        }

    def asks(self) -> list[str]:
        """Return the asks that were on the screen."""
        names = [b.partition(":")[2] for b in self.values if b.startswith(f"{ASK}:")]
        return [name for name in names if not name.endswith(f":{REASON}")]


def _offered(field: Field, typed: Typed) -> Typed:
    """Return what was chosen of the options that a field has: no others were on the screen."""
    offered = {*field.choices, *((OTHER,) if field.other else ())}
    if not offered:
        return typed
    if isinstance(typed, str):
        return typed if typed in offered else ""
    return tuple(each for each in typed if each in offered)


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    fits = isinstance(value, str) and len(value) <= LONGEST
    return storable(str(value)).strip() if fits else None


def _texts(value: object, name: str) -> Iterable[str]:
    for each in islice(value if isinstance(value, list) else (), _MOST):
        text = _text(_object(each).get(name))
        if text:
            yield text


def _files(value: object) -> Iterable[str]:
    """Return "<id> <name>" of each file."""
    for each in islice(value if isinstance(value, list) else (), _MOST):
        file, name = _text(_object(each).get("id")), _text(_object(each).get("name"))
        if file and " " not in file:
            yield f"{file} {name or file}"
