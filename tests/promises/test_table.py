"""Each promise has its tests, or a reason; and the README tells it."""

import re

import pytest

from bot.settings import ROOT
from tests.promises.figures import known
from tests.promises.table import (
    BEGIN,
    END,
    README,
    Promise,
    declared,
    found,
    renewed,
    table,
    unproved,
)

PROMISES = 44


def test_all_promises_are_declared_and_no_test_names_another() -> None:
    assert len(declared()) == PROMISES
    assert found().keys() <= set(range(1, PROMISES + 1))


def test_each_promise_has_a_test_or_a_reason_why_not() -> None:
    assert unproved(declared(), found()) == []


def test_a_promise_without_either_is_found() -> None:
    promises = [Promise(promise="one"), Promise(promise="two", lacks="for a reason")]
    assert unproved(promises, {}) == [1]
    assert unproved(promises, {1: {"faults": 1}}) == []


def test_figures_are_those_of_promises() -> None:
    assert {int(number) for number in known()} <= set(range(1, PROMISES + 1))


def test_the_readme_tells_all_of_it() -> None:
    readme = README.read_text("utf-8")
    assert readme == renewed(readme, table(declared(), found(), known())), "run `make promises`"


def test_a_readme_without_its_marks_is_not_written() -> None:
    with pytest.raises(ValueError, match=re.escape(END)):
        renewed(f"# {BEGIN}", "")


def test_what_measures_is_in_the_makefile() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert {"soak", "load", "bench", "promises"} <= set(targets)
