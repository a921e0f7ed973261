"""What the app answered to something that Slack sent."""

import json
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.sandbox.payload import Json

# As Socket Mode names its envelopes.
RequestKind: TypeAlias = Literal["events_api", "interactive", "slash_commands"]

TIMEOUT: Final = "http_timeout"
NO_CONNECTION: Final = "connection_failed"
REFUSED: Final = "http_error"
WRONG: Final = "invalid_answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered: ``status`` 0 when there was none, ``problem`` tells why.

    ``problem`` is Slack's word for it: ``http_error``, ``http_timeout``,
    ``connection_failed``; it is empty when all is well. ``invalid_answer`` is an answer in
    time that Slack can't use; ``findings`` then say why.
    """

    status: int
    body: bytes = b""
    seconds: float = 0.0
    problem: str = ""
    no_retry: bool = False
    findings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether Slack takes the request as received."""
        return not self.problem

    def json(self) -> Json:
        """Give the body as an object; an empty or other body is an empty object."""
        try:
            decoded = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return decoded if isinstance(decoded, dict) else {}


@dataclass(frozen=True, slots=True)
class Request:
    """Something that was sent to the app, as the journal keeps it.

    ``payload`` is the event envelope, the interaction payload or the fields of the
    command; ``retry`` counts repetitions from 1; ``at`` is when it was sent.
    """

    kind: RequestKind
    payload: Json
    answer: Answer
    at: float
    retry: int = 0
