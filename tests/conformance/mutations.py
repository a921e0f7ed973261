"""Making wrong payloads out of right ones, one change at a time."""

import copy
from collections.abc import Iterator
from typing import Any, Final

Json = dict[str, Any]
Path = tuple[str | int, ...]

UNKNOWN: Final = "colour"
# What stands in for a value of each kind: something that is never right in its place.
STAND_INS: Final[dict[type, tuple[object, ...]]] = {
    str: (7, None, ["x"]),
    bool: ("yes", None, 1),
    int: ("1", None, True),
    float: ("1", None, True),
    list: ({}, None, "x"),
    dict: ([], None, "x"),
}


def mutations(payload: Json) -> Iterator[tuple[str, Json]]:
    """Give every payload that is one change away, each with a name.

    A key is left out, or an unknown one added, or a value replaced by one of another kind;
    a ``type`` gets an unknown name; a list gets an item of the wrong kind.
    """
    for path, value in _places(payload, ()):
        name = "/".join(map(str, path))
        if path and isinstance(path[-1], str):
            yield f"without {name}", _changed(payload, path)
        for stand_in in STAND_INS[type(value)] if path else ():
            yield f"{name} = {stand_in!r}", _changed(payload, path, stand_in)
        if path and path[-1] == "type":
            yield f"{name} = 'mystery'", _changed(payload, path, "mystery")
        if isinstance(value, dict):
            yield f"{name} + {UNKNOWN}", _changed(payload, (*path, UNKNOWN), "red")
        if isinstance(value, list):
            yield f"{name} + 7", _changed(payload, path, [*value, 7])


def _places(value: object, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _places(inner, (*path, place))


_NOTHING: Final = object()


def _changed(payload: Json, path: Path, value: object = _NOTHING) -> Json:
    changed = copy.deepcopy(payload)
    holder: Any = changed
    for step in path[:-1]:
        holder = holder[step]
    if value is _NOTHING:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return changed
