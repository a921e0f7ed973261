"""What was measured of promises, and when: kept beside them, so that the README can tell it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("figures.json")

Figures = Mapping[str, Mapping[str, str]]
"""By the promise's number, by what was measured: the figures in words."""


def known() -> Figures:
    """Read what was measured last."""
    found: Figures = json.loads(_FILE.read_text("utf-8")) if _FILE.exists() else {}
    return found


def keep(promise: int, of: str, figures: str) -> None:
    """Keep what was measured of a promise, in place of what was measured of the same before."""
    every = {number: dict(each) for number, each in known().items()}
    day = datetime.now(UTC).date().isoformat()
    every.setdefault(str(promise), {})[of] = f"{figures} ({day})"
    ordered = {number: every[number] for number in sorted(every, key=int)}
    _FILE.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", "utf-8")
