"""Reads single content files, and says where they are wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.reader import ReaderError

from bot.content.findings import ContentError, Finding
from bot.content.models import Answer, AnswerHead, Question

T = TypeVar("T")

FENCE = "---"
PHRASINGS = "# Phrasings"
"""The lines between the parts of an answer's file."""


class _Constructor(SafeConstructor):
    """Leaves dates to the models: these say where one is wrong."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)
_yaml = YAML(typ="safe", pure=True)
_yaml.Constructor = _Constructor


def read_yaml(path: Path, shape: type[T]) -> T:
    """Read a YAML 1.2 file into `shape`; raise ContentError with file and line."""
    return parse_yaml(path, read_text(path), shape)


def read_text(path: Path) -> str:
    """Read a UTF-8 file; raise ContentError if it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError([Finding(path, 1, "file-missing")]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError([Finding(path, line, "not-utf-8")]) from None


def parse_yaml(path: Path, text: str, shape: type[T], first_line: int = 1) -> T:
    """Parse YAML text that starts at `first_line` of `path`."""
    try:
        return TypeAdapter(shape).validate_python(_yaml.load(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        values = {"problem": str(error.problem or error.context).split("\n")[0]}
        raise ContentError([Finding(path, line, "not-yaml", values)]) from None
    except ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise ContentError([Finding(path, line, "not-yaml", {"problem": error.reason})]) from None
    except ValidationError as error:
        raise ContentError(_invalid(path, text, error, first_line)) from None


def _invalid(path: Path, text: str, error: ValidationError, first_line: int) -> list[Finding]:
    return [
        Finding(
            path,
            first_line + deepest_line(text, problem["loc"]),
            "wrong-value",
            {"key": ".".join(map(str, problem["loc"])) or "-", "problem": problem["msg"]},
        )
        for problem in error.errors()
    ]


def deepest_line(text: str, keys: tuple[int | str, ...]) -> int:
    """Return the line (from 0) of the deepest of `keys` that YAML text has, else 0."""
    line, node = 0, _yaml.compose(text)
    for key in keys:
        found = _inside(node, key)
        if found is None:
            break
        line, node = found
    return line


def _inside(node: Node | None, key: int | str) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        named = (pair for pair in node.value if pair[0].value == str(key))
        return next(((name.start_mark.line, value) for name, value in named), None)
    if isinstance(node, SequenceNode) and isinstance(key, int):
        return node.value[key].start_mark.line, node.value[key]
    return None


def read_lines(path: Path) -> tuple[str, ...]:
    """Read a file of one sentence a line; empty lines and `#` comments don't count."""
    lines = (line.strip() for line in read_text(path).splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read lines of topic (`-` for none), tab, question."""
    rows = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            topic, tab, text = line.partition("\t")
            if not tab:
                raise ContentError([Finding(path, number, "no-tab")])
            rows.append(Question(None if topic == "-" else topic, text))
    return tuple(rows)


def read_answer(path: Path) -> Answer:
    """Read `<language>.md`: front matter, Markdown, and the list of phrasings."""
    lines = read_text(path).splitlines()
    head_end = _position(path, lines, FENCE, 1)
    phrasings_at = _position(path, lines, PHRASINGS, head_end + 1)
    head = parse_yaml(path, "\n".join(lines[1:head_end]), AnswerHead, first_line=2)
    return Answer(
        **head.model_dump(),
        locale=path.stem,
        path=path,
        text="\n".join(lines[head_end + 1 : phrasings_at]).strip(),
        text_line=_first_written(lines, head_end + 1, phrasings_at),
        phrasings=_bullets(path, lines, phrasings_at + 1),
        phrasings_line=phrasings_at + 2,
    )


def _position(path: Path, lines: list[str], mark: str, start: int) -> int:
    try:
        return [line.rstrip() for line in lines].index(mark, start)
    except ValueError:
        raise ContentError(
            [Finding(path, len(lines) or 1, "part-missing", {"mark": mark})]
        ) from None


def _first_written(lines: list[str], start: int, end: int) -> int:
    """Return the number of the first line with words between two indices, else of the first."""
    return next((index for index in range(start, end) if lines[index].strip()), start) + 1


def _bullets(path: Path, lines: list[str], start: int) -> tuple[str, ...]:
    for number, line in enumerate(lines[start:], start + 1):
        if line.strip() and not line.startswith("- "):
            raise ContentError([Finding(path, number, "not-a-phrasing", {"text": line[:60]})])
    return tuple(line[2:].strip() for line in lines[start:] if line.strip())


def folders(path: Path) -> Mapping[str, Path]:
    """Return the folders inside `path` by name, in order; raise ContentError if it is missing."""
    if not path.is_dir():
        raise ContentError([Finding(path, 1, "file-missing")])
    return {entry.name: entry for entry in sorted(path.iterdir()) if entry.is_dir()}


def files(path: Path, ending: str) -> Mapping[str, Path]:
    """Return the files with `ending` inside `path` by stem, in order."""
    return {entry.stem: entry for entry in sorted(path.glob(f"*{ending}"))}
