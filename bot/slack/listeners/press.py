"""A pressed element, as the verified payload tells it."""

from typing import NamedTuple

from bot.slack.office import Work
from bot.slack.payloads import Payload


class Press(NamedTuple):
    """A pressed element: `kind` and `what` from its action id, `value` as it was drawn.

    `chosen` is the option or the person that was selected, `block` the id of the block that it
    stands in.
    """

    work: Work
    payload: Payload
    person: str
    channel: str
    kind: str
    what: str
    value: str
    chosen: str
    block: str
    typed_at: float

    @property
    def now(self) -> float:
        """The time, in seconds."""
        return self.work.office.clock()

    @property
    def number(self) -> int | None:
        """The number that the value is; None for anything else."""
        text = self.value.partition(":")[0]
        return int(text[:18]) if text.isascii() and text.isdigit() else None


def press_of(work: Work, payload: Payload, action: Payload) -> Press:
    """Return what was pressed."""
    kind, _, what = str(action.get("action_id")).partition(":")
    option = (action.get("selected_option") or {}).get("value")
    chosen = str(option or action.get("selected_user") or "")
    container = payload.get("container") or {}
    channel = (payload.get("channel") or {}).get("id") or container.get("channel_id") or ""
    return Press(
        work,
        payload,
        person=str((payload.get("user") or {}).get("id")),
        channel=str(channel),
        kind=kind,
        what=what or chosen,
        value=str(action.get("value") or ""),
        chosen=chosen,
        block=str(action.get("block_id") or ""),
        typed_at=_seconds(action.get("action_ts")),
    )


def _seconds(ts: object) -> float:
    try:
        return float(str(ts))
    except ValueError:
        return 0.0
