"""What a modal of the desk says of itself: what it is for, and what its reader had seen."""

import hashlib
import json
from typing import NamedTuple

from bot.services.corresponding import Seen
from bot.slack.payloads import Payload, metadata_of, number_in
from bot.slack.screens.form_blocks import State

DESK = "desk"
"""What the callback id of a modal of the desk begins with."""

TEXT, OUTCOME, CHOICE = "text", "outcome", "choice"
"""The blocks in which something is written or chosen; TEXT has the modal's turn in its name."""

_MOST = 2**62
"""A number that no id comes to, and that every database can keep."""


class DeskModal(NamedTuple):
    """A modal about a ticket; `view` is its id, `root` that of the lowest one below it.

    `turn` is raised whenever its text is changed by us, for Slack keeps what was typed in a block
    while the block's name stays. `shown` is the digest of the text that its preview shows; a modal
    without one is being written in.
    """

    deed: str
    ticket: int
    seen: Seen | None = None
    turn: int = 0
    outcome: str | None = None
    shown: str | None = None
    view: str = ""
    root: str = ""

    @property
    def callback_id(self) -> str:
        """What a submission is dispatched by."""
        return f"{DESK}:{self.deed}"

    @property
    def text_block(self) -> str:
        """The block of the text."""
        return f"{TEXT}:{self.turn}"

    def metadata(self) -> str:
        """Return what comes back with a submission: what it is about, never who may do what."""
        return json.dumps(
            {"ticket": self.ticket, "seen": self.seen, "turn": self.turn}
            | {"outcome": self.outcome, "shown": self.shown}
        )


def modal_of(view: Payload) -> DeskModal | None:
    """Return what a modal of the desk says of itself; None for any other one."""
    kind, _, deed = str(view.get("callback_id")).partition(":")
    said = metadata_of(view)
    ticket = _number(said.get("ticket"))
    if kind != DESK or not ticket:
        return None
    return DeskModal(
        deed,
        ticket,
        _seen(said.get("seen")),
        _number(said.get("turn")),
        _text(said.get("outcome")),
        _text(said.get("shown")),
        str(view.get("id")),
        str(view.get("root_view_id") or view.get("id")),
    )


def _seen(value: object) -> Seen:
    numbers = value if isinstance(value, list) else []
    return Seen(*map(_number, numbers[:2]))


def _number(value: object) -> int:
    return number_in(value, _MOST)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def digest(text: str) -> str:
    """Return by what a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()


def typed(state: State, modal: DeskModal) -> str:
    """Return the text that stands in a modal."""
    return str(state.typed(modal.text_block) or "")


def person_chosen(state: State) -> str:
    """Return who was chosen in a modal."""
    block = state.values.get(CHOICE)
    elements = list(block.values()) if isinstance(block, dict) else []
    return str(elements[0].get("selected_user") or "") if elements else ""
