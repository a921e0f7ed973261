"""How an engine would find what a function asks for first."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event

_EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN (COSTS OFF)"}
_AVOIDED = ("seqscan", "bitmapscan", "sort", "incremental_sort", "hashjoin", "mergejoin")
"""What PostgreSQL prefers in a table of few rows, to what it must be able to do in a large one."""

_SEARCHED = {
    "sqlite": ("USING INDEX {}", "USING COVERING INDEX {}"),
    "postgresql": ("Scan using {}", "Scan Backward using {}"),
}
_SORTED = ("TEMP B-TREE", "Sort")


def is_found_in_order(
    connection: Connection, ask: Callable[[Connection], object], index: str
) -> bool:
    """Tell whether what `ask` asks for first comes from an index as it is: nothing is sorted."""
    steps = _steps(connection, *_first_said(connection, ask))
    searched = [each.format(index) for each in _SEARCHED[connection.dialect.name]]
    return any(words in step for step in steps for words in searched) and not any(
        words in step for step in steps for words in _SORTED
    )


def _first_said(connection: Connection, ask: Callable[[Connection], object]) -> tuple[str, Any]:
    said: list[tuple[str, Any]] = []

    def listen(*call: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
        said.append(call[2:4])

    event.listen(connection, "before_cursor_execute", listen)
    ask(connection)
    event.remove(connection, "before_cursor_execute", listen)
    return said[0]


def _steps(connection: Connection, statement: str, values: Any) -> list[str]:  # noqa: ANN401 - the driver's own
    if connection.dialect.name == "postgresql":
        for way in _AVOIDED:
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    explain = _EXPLAIN[connection.dialect.name]
    return [str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", values)]
