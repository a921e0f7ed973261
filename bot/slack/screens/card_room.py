"""What a card holds of a form, cut so that Slack takes it: else nobody would see its ticket."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bot.slack.screens.shortening import cut, room

_VALUES = ("shown", "typed", "before", "now")
"""What a row or a change says, beside its label."""

_BESIDE = 20
"""About so many characters stand around a value and its label."""

Row = Mapping[str, Any]


class Holding(NamedTuple):
    """What a form holds, what of it changed, and what deserves a second look."""

    sections: list[dict[str, Any]]
    differences: list[dict[str, str]]
    remarks: list[str]

    def within(self, most: int) -> "Holding":
        """Return it with about `most` characters: the longest texts are cut, the others stay."""
        rows = [*(row for each in self.sections for row in each["rows"]), *self.differences]
        labels = sum(len(row["label"]) + _BESIDE for row in rows)
        texts = [*(text for row in rows for text in _texts(row)), *self.remarks]
        each = room(texts, most - labels)
        return Holding(
            [{**part, "rows": [_cut(row, each) for row in part["rows"]]} for part in self.sections],
            [_cut(row, each) for row in self.differences],
            [cut(remark, each) for remark in self.remarks],
        )


def _texts(row: Row) -> Iterator[str]:
    """Give what stands in a row: what is understood as it was typed stands there once."""
    yield from dict.fromkeys(row[name] for name in _VALUES if name in row)


def _cut(row: Row, most: int) -> dict[str, Any]:
    return {name: cut(text, most) if name in _VALUES else text for name, text in row.items()}
