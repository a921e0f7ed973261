"""Texts of content files as they are with something added; whoever has files writes them.

What is there already stays as it is, byte for byte.
"""

import unicodedata
from collections.abc import Mapping
from io import StringIO

from ruamel.yaml import YAML

from bot.content.files import FENCE, PHRASINGS

_WIDEST = 10_000
"""No line is broken: a title is one line, however long."""


def one_line(text: str) -> str:
    """Return `text` as it can stand in a list: on one line, without control characters."""
    shown = "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)
    return " ".join(shown.split())


def with_phrasing(text: str, phrasing: str) -> str:
    """Return the text of a `<language>.md` with one phrasing more, as its last one."""
    end = "\r\n" if "\r\n" in text else "\n"
    between = "" if text.endswith("\n") else end
    return f"{text}{between}- {one_line(phrasing)}{end}"


def answer_file(head: Mapping[str, object], text: str, phrasing: str) -> str:
    """Return the text of a new `<language>.md`: its front matter, its answer, one phrasing."""
    parts = (FENCE, as_yaml(head).rstrip("\n"), FENCE, text.strip(), "", PHRASINGS)
    return "\n".join(parts) + f"\n- {one_line(phrasing)}\n"


def as_yaml(values: Mapping[str, object]) -> str:
    """Return YAML 1.2 in the order of `values`."""
    yaml = YAML(pure=True)
    yaml.default_flow_style, yaml.width = False, _WIDEST
    written = StringIO()
    yaml.dump(dict(values), written)
    return written.getvalue()
