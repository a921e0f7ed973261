"""Who sent what Slack told: of a payload as it is stored."""

import json
from collections.abc import Callable, Iterator
from typing import Any


def wrote_by(person: str) -> Callable[[str], bool]:
    """Return what tells of a stored payload whether that person did what it tells of."""

    def is_theirs(payload: str) -> bool:
        try:
            told = json.loads(payload)
        except ValueError:
            return False
        return person in set(_actors(told))

    return is_theirs


def _actors(payload: Any) -> Iterator[str]:  # noqa: ANN401 - whatever Slack sent
    """Give who acts: in an event or its message, an interaction or a command."""
    event = _part(payload, "event")
    messages = (_part(event, "message"), _part(event, "previous_message"))
    for holder in (payload, event, *messages):
        user = _part(holder, "user")
        yield from filter(_is_text, (user, _part(user, "id"), _part(holder, "user_id")))


def _part(value: Any, name: str) -> Any:  # noqa: ANN401 - whatever Slack sent
    return value.get(name) if isinstance(value, dict) else None


def _is_text(value: Any) -> bool:  # noqa: ANN401 - whatever Slack sent
    return isinstance(value, str)
