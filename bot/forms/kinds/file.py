"""Files that were sent along; a value has "<id> <name>" of each."""

from collections.abc import Sequence

from bot.content.forms import Field
from bot.content.text import fold
from bot.forms.kinds.kind import Kind, Widget
from bot.forms.readings import Asked, Given, Problem, Reading, Value

_MOST = 10
"""Files that one field takes (Slack's limit)."""


class File(Kind):
    """A file is judged by its name alone: its ending, and words that tell another document."""

    settings = frozenset({"accepts"})

    def widget(self, field: Field) -> Widget:
        """Return the upload."""
        return Widget.FILES

    def read(self, asked: Asked, given: Given) -> Reading:
        """Take the files if all of them can be taken; a text is no file."""
        files = () if isinstance(given.typed, str) else tuple(dict.fromkeys(given.typed))
        problem = _count_problem(files) or _first_problem(asked, files)
        return Reading(problem=problem) if problem else Reading(files)

    def show(self, asked: Asked, value: Value) -> str:
        """Return the files' names."""
        return ", ".join(map(_name, (value,) if isinstance(value, str) else value))


def _count_problem(files: Sequence[str]) -> Problem | None:
    if not files:
        return Problem("file-missing")
    return Problem("too-many-files", {"most": str(_MOST)}) if len(files) > _MOST else None


def _first_problem(asked: Asked, files: Sequence[str]) -> Problem | None:
    problems = (_name_problem(asked, _name(file)) for file in files)
    return next((problem for problem in problems if problem), None)


def _name_problem(asked: Asked, name: str) -> Problem | None:
    accepts = asked.field.accepts
    if accepts and _ending(name) not in accepts:
        return Problem("file-type", {"name": name, "accepts": ", ".join(accepts)})
    if any(fold(word) in fold(name) for word in asked.words.refused):
        return Problem("file-refused", {"name": name})
    return None


def _name(file: str) -> str:
    return file.partition(" ")[2]


def _ending(name: str) -> str:
    return name.rpartition(".")[2].strip().lower() if "." in name else ""
