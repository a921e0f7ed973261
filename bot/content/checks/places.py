"""Finds the line of what is wrong."""

import re
from pathlib import Path
from string import Formatter

from bot.content.files import deepest_line
from bot.content.models import Answer


def line_of(path: Path, word: str) -> int:
    """Return the first line of a file that holds `word`, else 1."""
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
    return text[: found.start()].count("\n") + 1 if found else 1


def line_of_key(path: Path, key: str) -> int:
    """Return the first line of a file that begins with `key:`, else 1."""
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"^[ -]*['\"]?{re.escape(key)}['\"]?\s*:", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def line_at(path: Path, *keys: str | int) -> int:
    """Return the line of a YAML file of the deepest of `keys`, each inside of the one before."""
    return deepest_line(path.read_text(encoding="utf-8"), keys) + 1


def line_in(answer: Answer, part: str) -> int:
    """Return the line of an answer's file where its text has `part`, else where the text begins."""
    position = answer.text.find(part)
    return answer.text_line + (answer.text[:position].count("\n") if position > 0 else 0)


def line_of_phrasing(answer: Answer, index: int) -> int:
    """Return the line of the phrasing with that index; blank lines may stand between them."""
    lines = answer.path.read_text(encoding="utf-8").splitlines()
    written = [number for number, line in enumerate(lines, 1) if line.strip()]
    return [number for number in written if number >= answer.phrasings_line][index]


def placeholders(sentence: str) -> frozenset[str | None] | None:
    """Return the placeholders of a sentence, or None if a brace in it stands alone."""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        return None
    return frozenset(name for _, name, *_ in parts if name is not None)
