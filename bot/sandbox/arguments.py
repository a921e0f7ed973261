"""Reading the arguments of a Web API call, strictly.

Slack takes them as JSON, as a form, or in the query; lists and objects inside a form
are JSON strings. Source: https://docs.slack.dev/apis/web-api#methods_supporting_json
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from bot.sandbox.errors import SlackError
from bot.sandbox.payload import Json
from bot.sandbox.rules import finding

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Kind: TypeAlias = Literal["string", "boolean", "integer", "array", "object", "blocks"]
Handler: TypeAlias = Callable[["Workspace", Json], Json]

TRUTHS: Final = {"1": True, "true": True, "0": False, "false": False}
# slack-bolt sends the team's id along with every call.
ALWAYS_TAKEN: Final[Mapping[str, Kind]] = {"team_id": "string"}
JSON_KINDS: Final[Mapping[str, type]] = {"array": list, "object": dict, "blocks": list}


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Web API: what does it, and the arguments it takes."""

    handle: Handler
    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)

    def read(self, raw: Json) -> Json:
        """Give the arguments with their types, those that are null left out.

        Raises SlackError ``invalid_arguments`` for a missing, unknown or wrong one,
        and ``invalid_blocks_format`` for blocks that are no JSON array.
        """
        given = {name: value for name, value in raw.items() if value is not None}
        kinds = {**ALWAYS_TAKEN, **self.required, **self.optional}
        findings = [_missing(name) for name in self.required if name not in given]
        findings += [_unknown(name) for name in given if name not in kinds]
        if findings:
            raise SlackError(name="invalid_arguments", findings=findings)
        return {name: _typed(name, kinds[name], value) for name, value in given.items()}


def _missing(name: str) -> str:
    return finding(f"missing required field: {name}", f"/{name}")


def _unknown(name: str) -> str:
    return finding(f"unknown argument: {name}", f"/{name}")


def _typed(name: str, kind: Kind, value: object) -> object:
    if kind == "string":
        return value if isinstance(value, str) else _refuse(name, kind)
    if kind == "boolean":
        return _truth(name, value)
    if kind == "integer":
        return _number(name, value)
    return _decoded(name, kind, value)


def _truth(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    truth = TRUTHS.get(value.lower()) if isinstance(value, str) else None
    return _refuse(name, "boolean") if truth is None else truth


def _number(name: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return _refuse(name, "integer")


def _decoded(name: str, kind: Kind, value: object) -> object:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = None
    return value if isinstance(value, JSON_KINDS[kind]) else _refuse(name, kind)


def _refuse(name: str, kind: Kind) -> bool:
    if kind == "blocks":
        raise SlackError(name="invalid_blocks_format")
    raise SlackError(
        name="invalid_arguments", findings=[finding(f"must provide a valid {kind}", f"/{name}")]
    )
