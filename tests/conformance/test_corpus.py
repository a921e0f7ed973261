"""The checker's own verdict on the corpus; `make conformance` asks the official types too."""

import json
from pathlib import Path

import pytest

from bot.sandbox.kit import BLOCKS, Surface
from tests.conformance.comparing import findings_of
from tests.conformance.corpus import RIGHT, UNKNOWN_TO_TYPES, WRONG, Json
from tests.conformance.exceptions import BEYOND_TYPES, DOCUMENTED

TAKEN = {**RIGHT, **UNKNOWN_TO_TYPES}


@pytest.mark.parametrize(("payload", "surface"), TAKEN.values(), ids=TAKEN.keys())
def test_what_is_right_is_taken(payload: Json, surface: Surface) -> None:
    assert findings_of(payload, surface) == []


@pytest.mark.parametrize(("payload", "surface"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_refused(payload: Json, surface: Surface) -> None:
    assert findings_of(payload, surface) != []


def test_the_corpus_holds_every_block_there_is() -> None:
    blocks = [block for payload, _ in RIGHT.values() for block in payload["blocks"]]
    assert {block["type"] for block in blocks} == BLOCKS.shapes.keys()


def test_every_exception_has_a_reason_and_its_payload() -> None:
    assert DOCUMENTED.keys() == UNKNOWN_TO_TYPES.keys()
    assert all([*DOCUMENTED.values(), *BEYOND_TYPES.values()])


def test_the_pinned_packages_name_no_host() -> None:
    folder = Path(__file__).parent
    lock = (folder / "package-lock.json").read_text()
    assert "://" not in lock
    asked = json.loads((folder / "package.json").read_text())["dependencies"]
    packages = json.loads(lock)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
