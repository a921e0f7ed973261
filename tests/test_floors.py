"""A module imports from its own floor and from those below (CONTRIBUTING.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
MODULES = sorted(BOT.rglob("*.py"))
FLOORS = {"content": 1, "answering": 2, "forms": 2, "desk": 3, "storage": 4, "services": 5}
FLOORS |= {"monitoring": 5, "slack": 6, "settings": 7, "app": 8, "console": 9, "__main__": 10}
KNOWN_TO = {"sandbox": {"console"}, "settings": {"app", "console"}}


def floor_of(path: Path) -> str:
    return path.relative_to(BOT).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "an import names the whole way"
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def may_know(knower: str, known: str) -> bool:
    if knower == known:
        return True
    if known in KNOWN_TO:
        return knower in KNOWN_TO[known]
    return knower in FLOORS and FLOORS[knower] > FLOORS[known]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(BOT)))
def test_a_module_imports_from_its_own_floor_and_from_floors_below_it(module: Path) -> None:
    ours = [name.split(".")[1] for name in imported(module) if name.startswith("bot.")]
    assert [known for known in ours if not may_know(floor_of(module), known)] == []


def test_every_part_of_the_house_has_its_floor() -> None:
    assert {floor_of(path) for path in MODULES} <= {*FLOORS, *KNOWN_TO, "__init__"}
