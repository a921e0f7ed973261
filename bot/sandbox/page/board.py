"""The language board: one message or form in every language, side by side."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.sandbox.content import with_ids
from bot.sandbox.page.fields import Target
from bot.sandbox.payload import Json
from bot.sandbox.stamps import Stamps


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What the app would show in one language: blocks of a message, or a view."""

    name: str
    locale: str
    blocks: list[Json] | None = None
    view: Json | None = None

    @property
    def target(self) -> Target:
        """The place that its elements name; nothing there can be pressed."""
        return Target(f"x-{self.name}-{self.locale}", "", {})

    @property
    def drawn(self) -> list[Json]:
        """The blocks, wherever they come from."""
        blocks = self.view["blocks"] if self.view else self.blocks
        return with_ids(blocks, Stamps()) or []


Board: TypeAlias = Callable[[], Iterable[Exhibit]]


def in_rows(exhibits: Iterable[Exhibit]) -> Mapping[str, list[Exhibit]]:
    """Give the exhibits by name, in the order in which they came."""
    rows: dict[str, list[Exhibit]] = {}
    for each in exhibits:
        rows.setdefault(each.name, []).append(each)
    return rows
