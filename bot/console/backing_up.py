"""`backup`: a copy of the database that can be made at any time."""

from pathlib import Path

import typer

from bot.console.words import errors, say, screen
from bot.storage import backing_up
from bot.storage.backing_up import RefusedError

_MEGABYTE = 1e6


def back_up(url: str, target: Path) -> None:
    """Copy a database to a file, and say how it is put back."""
    try:
        size = f"{backing_up.back_up(url, target) / _MEGABYTE:.1f}"
    except RefusedError as error:
        errors.print(say("backup", sentence=error.rule, values={"name": str(target)}))
        raise typer.Exit(1) from None
    screen.print(say("backup", sentence="made", values={"name": str(target), "size": size}))
