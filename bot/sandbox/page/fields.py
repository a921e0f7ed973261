"""Elements of Block Kit that hold a value: drawn as form fields, and read back when posted."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.sandbox.choosing import offered
from bot.sandbox.composing import rich_text_of
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.form_state import FILES, STATEFUL, current_values, is_filled, state_value
from bot.sandbox.page.posting import NamedBytes, Post
from bot.sandbox.payload import Json, elements_of
from bot.sandbox.records import User, View
from bot.sandbox.workspace import Workspace

MENUS: Final = frozenset(kind for kind in STATEFUL if kind.endswith("_select"))


@dataclass(frozen=True, slots=True)
class Target:
    """A message, modal or Home tab whose elements are drawn.

    ``id`` begins the HTML ids inside it, ``address`` is what a press names
    (``message:C1:123.4``, ``view:V1``), ``values`` is its state by block and action,
    ``errors`` are the keys or sentences that stand beside its inputs.
    """

    id: str
    address: str
    values: Json
    errors: Mapping[str, str] = field(default_factory=dict)

    def key(self, *parts: object) -> str:
        """Give the HTML id of something inside."""
        return f"{self.id}-{zlib.crc32(repr(parts).encode()):x}"

    def value(self, block: Json, element: Json) -> Any:  # noqa: ANN401 - a state value's inside
        """Give what is chosen or typed in an element now."""
        found = self.values.get(block["block_id"], {}).get(element["action_id"], {})
        key, initial, _ = STATEFUL[element["type"]]
        return found.get(key, element.get(initial))


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a menu as it stands in the page."""

    label: str
    value: str
    chosen: bool = False
    description: str = ""


def name_of(block: Json, element: Json) -> str:
    """Give the name under which a field is posted; browsers escape nothing in it."""
    return quote(json.dumps([block.get("block_id", ""), element.get("action_id", "")]))


def choices(element: Json, chosen: Any, workspace: Workspace) -> list[tuple[str, list[Choice]]]:  # noqa: ANN401 - a state value's inside
    """Give the options of a menu in groups; the name of a lone group is empty."""
    kind = element["type"].removeprefix("multi_")
    values = {_value_of(each) for each in (chosen if isinstance(chosen, list) else [chosen])}
    if kind == "external_select":
        known = chosen if isinstance(chosen, list) else [chosen]
        return [("", [external(each, chosen=True) for each in known if each])]
    members = offered(workspace, element)
    if members is not None:
        return [("", [Choice(name, id_, id_ in values) for id_, name in members.items()])]
    return [
        (
            group.get("label", {}).get("text", ""),
            [_choice(each, values) for each in group["options"]],
        )
        for group in element.get("option_groups") or [element]
    ]


def _value_of(chosen: object) -> object:
    return chosen["value"] if isinstance(chosen, dict) else chosen


def _choice(option: Json, chosen: set[object]) -> Choice:
    described = (option.get("description") or {}).get("text", "")
    return Choice(option["text"]["text"], option["value"], option["value"] in chosen, described)


def external(option: Json, *, chosen: bool = False) -> Choice:
    """Give an option of an external menu: the page posts the whole of it."""
    described = (option.get("description") or {}).get("text", "")
    return Choice(option["text"]["text"], json.dumps(option), chosen, described)


def posted_value(element: Json, given: list[str], user: User, workspace: Workspace) -> object:
    """Turn what a browser posted for an element into the raw value of `form_state`."""
    kind = element["type"]
    if kind.startswith("multi_") or kind == "checkboxes":
        read = json.loads if kind.startswith("multi_external") else str
        return [read(each) for each in given if each]
    # Before the fields of a group comes one that says that it is there, with nothing chosen.
    text = given[-1].replace("\r\n", "\n") if given else ""
    return _single_value(kind, text, user, workspace) if text else None


def _single_value(kind: str, text: str, user: User, workspace: Workspace) -> object:
    if kind == "external_select":
        return json.loads(text)
    if kind == "datetimepicker":
        return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(user.tz)).timestamp())
    return rich_text_of(text, workspace.stamps) if kind == "rich_text_input" else text


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into a view: its state, and what is wrong beside which input.

    ``files`` are by block id what was chosen in file inputs: a file object where it was
    added before, else a name and bytes. They are not in the state yet.
    """

    values: Json
    problems: dict[str, str]
    files: dict[str, object] = field(default_factory=dict)


def read_form(view: View, post: Post, user: User, workspace: Workspace) -> Typed:
    """Read a posted form as Slack's own screen would before it sends it.

    A problem is the key of a sentence: ``required``, or the type of the element. What the
    app put into the view since the page was drawn is not in the post: it stays as it is.
    """
    typed = Typed({}, {})
    standing = current_values(view.body["blocks"], view.values)
    for block in view.body["blocks"]:
        for element in elements_of(block):
            if element["type"] == "file_input":
                known = view.values.get(block["block_id"], {}).get(element["action_id"], {})
                files = _given_files(block, element, known.get("files") or [], post, workspace)
                _read_files(block, element, files, typed)
            elif element["type"] in STATEFUL:
                given = post.fields.get(name_of(block, element))
                if given is None:
                    _leave(block, element, standing, typed)
                else:
                    _read(block, element, posted_value(element, given, user, workspace), typed)
    return typed


def _leave(block: Json, element: Json, standing: Json, typed: Typed) -> None:
    value = standing[block["block_id"]][element["action_id"]]
    _note_empty(block, typed, filled=is_filled(value))
    typed.values.setdefault(block["block_id"], {})[element["action_id"]] = value


def _given_files(
    block: Json, element: Json, known: list[Json], post: Post, workspace: Workspace
) -> list[Json | NamedBytes]:
    """Give the files that are left of those in the view, as far as there is room, and new ones."""
    name = name_of(block, element)
    left = [each for each in known if each["id"] in post.fields.get(name, [])]
    chosen = _added(known, workspace, post.files.get(name, []))
    room = max(0, element.get("max_files", FILES) - len(chosen))
    old = [each for each in left if each not in chosen]
    return [*old[len(old) - min(room, len(old)) :], *chosen]


def _added(
    known: list[Json], workspace: Workspace, chosen: list[NamedBytes]
) -> list[Json | NamedBytes]:
    """Put file objects in place of what is in the view already: Slack adds a file once."""
    before = {(each["name"], workspace.files.find(each["id"]).content): each for each in known}
    return [before.get(each, each) for each in chosen]


def _read_files(block: Json, element: Json, chosen: list[Json | NamedBytes], typed: Typed) -> None:
    """Read a file input; files that it does not take are not added to the workspace."""
    _read(block, element, [_outline(each) for each in chosen], typed)
    typed.values[block["block_id"]][element["action_id"]] = state_value(element, [])
    if block["block_id"] not in typed.problems:
        typed.files[block["block_id"]] = chosen


def _outline(file: Json | NamedBytes) -> Json:
    if isinstance(file, dict):
        return file
    name, content = file
    return {"name": name, "size": len(content), "filetype": name.rpartition(".")[2].lower()}


def _read(block: Json, element: Json, raw: object, typed: Typed) -> None:
    try:
        value = state_value(element, raw)
    except NotPossibleError:
        value = {"type": element["type"], STATEFUL[element["type"]][0]: raw}
        typed.problems[block["block_id"]] = element["type"]
    _note_empty(block, typed, filled=bool(raw))
    typed.values.setdefault(block["block_id"], {})[element["action_id"]] = value


def _note_empty(block: Json, typed: Typed, *, filled: bool) -> None:
    if not filled and block["type"] == "input" and not block.get("optional"):
        typed.problems[block["block_id"]] = "required"
