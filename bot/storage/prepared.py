"""Statements that are built once: to build one anew takes several times as long as to run it."""

from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import Any, ParamSpec, TypeAlias

from sqlalchemy import Executable, bindparam

P = ParamSpec("P")

Prepared: TypeAlias = tuple[Any, dict[str, Any]]
"""A statement and its values: what `connection.execute` takes."""


def prepared(build: Callable[P, Executable]) -> Callable[P, Prepared]:
    """Have `build`, which makes a statement of values, called once, with their places instead.

    So it can't look at the values: `column == value` finds no NULL where the value is None. In
    updates no place may have the name of a column.
    """
    names = tuple(signature(build).parameters)

    @cache
    def made() -> Executable:
        build_with: Callable[..., Executable] = build
        return build_with(**{name: bindparam(name) for name in names})

    def with_values(*args: P.args, **kwargs: P.kwargs) -> Prepared:
        return made(), {**dict(zip(names, args, strict=False)), **kwargs}

    return with_values
