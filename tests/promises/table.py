"""The table of the README: each promise, the tests that hold it, and what was measured."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from bot.settings import ROOT
from tests.promises.figures import Figures

README: Final = ROOT / "README.md"
BEGIN, END = "<!-- promises: written by `make promises` -->", "<!-- promises: end -->"

_DECLARED: Final = Path(__file__).with_name("promises.yaml")
_TESTS: Final = ROOT / "tests"
_NAME: Final = re.compile(r"test_promise_(\d\d)_")
_YES, _PARTLY, _NO = "yes", "in part", "no"

Tests = Mapping[int, Mapping[str, int]]
"""By the promise's number, by folder: how many tests are named after it."""


class Promise(BaseModel):
    """One promise: `lacks` says what of it does not hold, `note` what is to be known of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    promise: str
    lacks: str = ""
    note: str = ""


def declared() -> list[Promise]:
    """Read the promises, in the order of their numbers."""
    return [Promise(**each) for each in YAML(typ="safe").load(_DECLARED)]


def found() -> Tests:
    """Count the tests of each promise, by reading them."""
    counts: dict[int, Counter[str]] = {}
    for path in sorted(_TESTS.rglob("test_*.py")):
        folder = path.relative_to(_TESTS).parts[0]
        for number in _numbers(path):
            counts.setdefault(number, Counter())[folder] += 1
    return counts


def _numbers(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            named = _NAME.match(node.name)
            if named:
                yield int(named[1])


def unproved(promises: Sequence[Promise], tests: Tests) -> list[int]:
    """Return the numbers of promises that have neither a test nor a reason why not."""
    numbered = enumerate(promises, start=1)
    return [number for number, each in numbered if not tests.get(number) and not each.lacks]


def table(promises: Sequence[Promise], tests: Tests, figures: Figures) -> str:
    """Write the table, in Markdown."""
    rows = ["| | promise | holds | tests | figures and limits |", "| --- | --- | --- | --- | --- |"]
    for number, each in enumerate(promises, start=1):
        counts = tests.get(number, {})
        measured = figures.get(str(number), {})
        cells = (str(number), each.promise, _holds(each, counts), _counted(counts))
        rows.append(f"| {' | '.join((*cells, _told(each, measured)))} |")
    return "\n".join(rows)


def _holds(promise: Promise, counts: Mapping[str, int]) -> str:
    if not counts:
        return _NO
    return _PARTLY if promise.lacks else _YES


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{folder} {count}" for folder, count in sorted(counts.items()))


def _told(promise: Promise, measured: Mapping[str, str]) -> str:
    figures = (f"{of}: {told}" for of, told in sorted(measured.items()))
    return "; ".join(part for part in (promise.lacks, promise.note, *figures) if part)


def renewed(readme: str, written: str) -> str:
    """Put the table between its marks; raise ValueError where they are missing."""
    before, _, rest = readme.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(END)
    return f"{before}{BEGIN}\n{written}\n{END}{after}"
