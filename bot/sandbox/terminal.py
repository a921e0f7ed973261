"""Shows messages and views of the workspace as lines, with every button as a numbered choice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.clock import plainly
from bot.sandbox.composition import options_of
from bot.sandbox.gestures import tells
from bot.sandbox.payload import elements_of
from bot.sandbox.records import Message, View

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button or an option that can be pressed, as `Person.press` takes it.

    Of checkboxes and menus of several, it chooses one alone.
    """

    target: Message | View
    action_id: str
    value: str | None
    label: str
    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message or view shows: its lines, and its choices in their order."""

    lines: Sequence[str]
    choices: Sequence[Choice]


def show(target: Message | View, first: int = 1, *, inputs: bool = True) -> Shown:
    """Draw a message or view; its choices are numbered from `first` on.

    What the inputs of a modal offer is left out without ``inputs``.
    """
    lines: list[str] = []
    choices: list[Choice] = []
    for block in _blocks(target):
        if block["type"] == "input" and not inputs:
            continue
        lines += _BLOCKS.get(block["type"], _nothing)(block)
        found = list(_choices(target, block))
        numbered = [f"[{first + len(choices) + i}] {c.label}" for i, c in enumerate(found)]
        choices += found
        lines += ["  ".join(numbered)] if numbered else []
    files = [] if isinstance(target, View) else target.files or []
    lines += [f"📎 {file['name']}" for file in files]
    return Shown(lines, choices)


def _blocks(target: Message | View) -> list[Json]:
    return (target.body["blocks"] if isinstance(target, View) else target.blocks) or []


def fields(view: View) -> list[tuple[str, str, str]]:
    """Return the inputs of a modal: (block_id, label, hint)."""
    inputs = [block for block in _blocks(view) if block["type"] == "input"]
    return [
        (block["block_id"], block["label"]["text"], (block.get("hint") or {}).get("text", ""))
        for block in inputs
    ]


def _nothing(_: Json) -> list[str]:
    return []


def _section(block: Json) -> list[str]:
    texts = [block.get("text"), *block.get("fields", [])]
    return [str(each["text"]) for each in texts if each]


def _image(block: Json) -> list[str]:
    return [f"[{block['alt_text']}]"]


def _header(block: Json) -> list[str]:
    return ["", f"── {block['text']['text']} ──"]


def _context(block: Json) -> list[str]:
    return [f"({e['text']})" for e in block["elements"] if "text" in e]


def _rich_text(block: Json) -> list[str]:
    return [line for element in block["elements"] for line in _rich(element)]


def _rich(element: Json) -> list[str]:
    if element["type"] == "rich_text_list":
        ordered = element["style"] == "ordered"
        items = enumerate(element["elements"], 1)
        return [f"  {f'{n}.' if ordered else '•'} {_run(item)}" for n, item in items]
    lines = _run(element).strip("\n").split("\n")
    return [f"> {line}" for line in lines] if element["type"] == "rich_text_quote" else lines


def _run(element: Json) -> str:
    return "".join(_piece(piece) for piece in element["elements"])


def _piece(piece: Json) -> str:
    if piece["type"] == "link":
        return f"{piece.get('text', '')} <{piece['url']}>".strip()
    if piece["type"] == "user":
        return f"@{piece['user_id']}"
    if piece["type"] == "date":
        return str(piece.get("fallback") or plainly(piece["timestamp"]))
    return str(piece.get("text", ""))


_BLOCKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "rich_text": _rich_text,
    "image": _image,
}


def _choices(target: Message | View, block: Json) -> Iterator[Choice]:
    for element in elements_of(block):
        if tells(block, element):
            for value, label in _of_element(element):
                action, where = str(element.get("action_id")), block.get("block_id")
                yield Choice(target, action, value, label, where)


def _of_element(element: Json) -> Iterator[tuple[str | None, str]]:
    """Give what can be done to an element: a value for each, and what it is called."""
    kind = str(element.get("type"))
    if kind in {"button", "icon_button"}:
        yield None, element["text"]["text"]
    elif kind == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            yield element[name]["value"], element[name]["text"]["text"]
    else:
        for option in options_of(element):
            yield option["value"], option["text"]["text"]
