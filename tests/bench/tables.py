"""The tables, each figure beside its goal."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

screen = Console(width=118, highlight=False)

_NONE = "–"


@dataclass(frozen=True)
class Goal:
    """What a figure has to reach: at most (or at least) `limit`, shown with `digits` and `unit`."""

    limit: float
    digits: int = 0
    unit: str = ""
    at_least: bool = False

    def __str__(self) -> str:
        """Give the goal in signs."""
        return f"{'≥' if self.at_least else '≤'} {self.limit:.{self.digits}f}{self.unit}"

    def reached(self, figure: float) -> bool:
        """Tell whether a figure, as it is shown, is good enough."""
        shown = round(figure, self.digits + 1)
        return shown >= self.limit if self.at_least else shown <= self.limit


def verdict(goal: Goal, *figures: float) -> str:
    """Give ok or missed in colour."""
    every = all(goal.reached(figure) for figure in figures)
    return "[green]ok[/]" if every else "[red bold]missed[/]"


def judged(goal: Goal | None, figure: float) -> tuple[str, str]:
    """Give a goal and what is to be said of a figure: two cells."""
    return (str(goal), verdict(goal, figure)) if goal else (_NONE, "")


def figure(goal: Goal | None, value: float, digits: int) -> str:
    """Give a figure, red where it misses its goal."""
    shown = f"{value:.{digits}f}"
    return f"[red]{shown}[/]" if goal and not goal.reached(value) else shown


def show(
    title: str, headings: Iterable[str], rows: Iterable[Iterable[str]], *, names: int = 1
) -> None:
    """Print one table; all but the first `names` columns are figures."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="dim")
    for position, heading in enumerate(headings):
        table.add_column(heading, justify="left" if position < names else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    screen.print(table)
    screen.print()


def note(text: str) -> None:
    """Print what is to be known of a table."""
    screen.print(f"[dim]{text}[/]")
