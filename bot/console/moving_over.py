"""`migrate --from --to`: shows how far it is, and whether everything has arrived."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.console.words import errors, say, screen
from bot.storage import moving_over
from bot.storage.copying import Copied, Tell
from bot.storage.moving_over import DifferentError, RefusedError


def move(source: str | None, target: str | None) -> None:
    """Move a database over, and print how many rows of each table were moved."""
    if source is None or target is None:
        _end("half")
    try:
        with _bars() as tell:
            copied = moving_over.move(source, target, tell)
    except RefusedError as error:
        _end(error.rule, **error.values)
    except DifferentError as error:
        _show(error.copied)
        _end("different")
    _show(copied)
    screen.print(say("moving", sentence="moved", values={}))


def _show(copied: Sequence[Copied]) -> None:
    screen.print(say("moved", rows=copied))


def _end(sentence: str, **values: str) -> NoReturn:
    errors.print(say("moving", sentence=sentence, values=values))
    raise typer.Exit(1)


@contextmanager
def _bars() -> Iterator[Tell]:
    """Show a bar for each table that has rows, where somebody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    is_seen = errors.is_terminal
    with Progress(*columns, TimeRemainingColumn(), console=errors, disable=not is_seen) as bars:
        tasks = {}

        def tell(table: str, done: int, expected: int) -> None:
            if expected and table not in tasks:
                tasks[table] = bars.add_task(table, total=expected)
            if expected:
                bars.update(tasks[table], completed=done)

        yield tell
