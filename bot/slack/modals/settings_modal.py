"""What the settings' modal says of itself, and what stands in it."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.content.desk import Weekday
from bot.desk.choosing import (
    CHANNEL,
    DEFAULT,
    DESK_LOCALE,
    HOLIDAYS,
    LOCALES,
    RETENTION,
    ZONE,
    Typed,
)
from bot.slack.payloads import Payload, metadata_of, number_in
from bot.slack.screens.form_blocks import State

SETTINGS = "settings"
"""The callback id of the modal, and what the action ids in it begin with."""

OPEN, DEFAULTS = "open", "defaults"
"""What is pressed: the way in, and the way back to the operator's settings."""

_MOST_TURNS = 10**6
_LONGEST_METADATA = 3_000


class Screen(NamedTuple):
    """The modal as it stands.

    `seen` is what was kept when it was drawn; `turn` is raised whenever we change what stands in
    it, for Slack keeps what was typed in a block while the block's name stays. `notice` is told
    above all, with who is meant by it, and the names of what was chosen otherwise.
    """

    typed: Typed
    seen: Mapping[str, Any]
    locale: str
    turn: int = 0
    notice: str = ""
    person: str | None = None
    names: tuple[str, ...] = ()

    def block(self, part: str) -> str:
        """Return the id of the block in which a part stands."""
        return f"{part}:{self.turn}"

    def metadata(self) -> str:
        """Return what comes back with a submission; what is too long counts as not seen."""
        said = {"turn": self.turn, "locale": self.locale}
        text = json.dumps({**said, "seen": self.seen}, ensure_ascii=False)
        return text if len(text) <= _LONGEST_METADATA else json.dumps({**said, "seen": {}})


def screen_of(view: Payload, payload: Payload) -> Screen | None:
    """Return the settings as they stand in a modal; None for any other one."""
    if view.get("callback_id") != SETTINGS:
        return None
    said, state = metadata_of(view), State.of(payload)
    seen = said.get("seen")
    turn = number_in(said.get("turn"), _MOST_TURNS)
    standing = _typed(state, turn)
    known = seen if isinstance(seen, dict) else {}
    return Screen(standing, known, str(said.get("locale") or ""), turn)


def _typed(state: State, turn: int) -> Typed:
    def text(part: str) -> str:
        found = state.typed(f"{part}:{turn}")
        return found if isinstance(found, str) else ""

    offered = state.typed(f"{LOCALES}:{turn}")
    return Typed(
        text(CHANNEL),
        offered if isinstance(offered, tuple) else (),
        text(DEFAULT),
        text(DESK_LOCALE),
        text(ZONE),
        {day: text(day) for day in Weekday},
        text(HOLIDAYS),
        text(RETENTION),
    )
