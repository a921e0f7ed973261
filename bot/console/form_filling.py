"""A modal in the terminal: its fields one after the other, every choice with a number."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.console.words import screen
from bot.sandbox import Person, View
from bot.sandbox.composition import options_of
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.form_state import current_values, is_filled
from bot.sandbox.uploads import Upload

Json = dict[str, Any]

COMMAND: Final = "/"
"""What begins a line that is not for the field that is asked."""

CLOSE: Final = "/close"
_MOST_FOUND: Final = 10


class _ElsewhereError(Exception):
    """Somebody typed a command in place of a value."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


def read_file(path: str) -> Upload:
    """Return a file as it is uploaded; raise OSError where it can't be read."""
    place = Path(path).expanduser()
    return place.name, place.read_bytes()


@dataclass
class FormFilling:
    """Asks for the fields of the modal that a person sees.

    `asked` has the ids of the blocks that are done, `tell` says a sentence of the chat.
    """

    person: Person
    view: View
    asked: set[str]
    read_line: Callable[[], Awaitable[str | None]]
    tell: Callable[..., None]

    async def fill_in(self) -> str:
        """Ask for every field that is left; return "", or the command that was typed instead.

        Without any field left, an empty line is waited for.
        """
        blocks = [block for block in _inputs(self.view) if block["block_id"] not in self.asked]
        try:
            for block in blocks:
                await self._ask(block)
                self.asked.add(block["block_id"])
            if not blocks:
                await self._confirm()
        except _ElsewhereError as elsewhere:
            return elsewhere.line
        return ""

    async def _confirm(self) -> None:
        self.tell("confirm", label=self.view.body["submit"]["text"])
        while await self._line():
            self.tell("again")

    async def _line(self) -> str:
        """Read a line for a field; the end of the input closes the modal."""
        line = await self.read_line()
        text = CLOSE if line is None else line.strip()
        if text.startswith(COMMAND) and (text == CLOSE or text[1:].isdecimal()):
            raise _ElsewhereError(text)
        return text

    async def _ask(self, block: Json) -> None:
        """Ask until there is a value that the field takes; an empty line leaves what is there."""
        self._show(block)
        ask = self._asked_as(block["element"]["type"])
        while not await ask(block) and not self._may_stay(block):
            self.tell("again")

    def _asked_as(self, kind: str) -> Callable[[Json], Awaitable[bool]]:
        """Return how an input is asked; what no other way takes is a line of text."""
        ways = {
            "static_select": self._ask_option,
            "radio_buttons": self._ask_option,
            "checkboxes": self._ask_options,
            "external_select": self._ask_search,
            "file_input": self._ask_files,
        }
        return ways.get(kind, self._ask_line)

    def _show(self, block: Json) -> None:
        hint = (block.get("hint") or {}).get("text")
        shown = [block["label"]["text"], f"({hint})" if hint else "", self._standing(block)]
        screen.print(" ".join(filter(None, shown)))
        _print_numbered(options_of(block["element"]))

    def _standing(self, block: Json) -> str:
        """Return what stands in a field that people type into, or that was chosen."""
        value = self._value(block)
        option = value.get("selected_option")
        standing = value.get("value") or (option["text"]["text"] if option else "")
        return f"[{standing}]" if standing else ""

    def _value(self, block: Json) -> Json:
        values = current_values(self.view.body["blocks"], self.view.values)
        return dict(next(iter(values[block["block_id"]].values())))

    def _may_stay(self, block: Json) -> bool:
        return bool(block.get("optional")) or is_filled(self._value(block))

    def _fill(self, block: Json, raw: object) -> bool:
        """Fill in a field; return False for what Slack's screen would not take."""
        try:
            self.person.fill_in({block["block_id"]: raw})
        except NotPossibleError:
            self.tell("again")
            return False
        return True

    async def _ask_line(self, block: Json) -> bool:
        line = await self._line()
        return bool(line) and self._fill(block, line)

    async def _ask_option(self, block: Json) -> bool:
        chosen = _chosen(options_of(block["element"]), await self._line())
        return chosen is not None and self._fill(block, chosen["value"])

    async def _ask_options(self, block: Json) -> bool:
        options = options_of(block["element"])
        found = [_chosen(options, part) for part in (await self._line()).replace(",", " ").split()]
        values = [option["value"] for option in found if option]
        return bool(values) and len(values) == len(found) and self._fill(block, values)

    async def _ask_search(self, block: Json) -> bool:
        """Search for what is typed until one is found, or the number of one is typed."""
        found: Sequence[Json] = ()
        while line := await self._line():
            chosen = _chosen(found, line)
            if chosen is None:
                found = await self._suggested(block, line)
                chosen = found[0] if len(found) == 1 else _chosen(found, line)
            if chosen:
                screen.print(f"[{chosen['text']['text']}]")
                return self._fill(block, chosen)
            _print_numbered(found)
            if not found:
                self.tell("again")
        return False

    async def _suggested(self, block: Json, query: str) -> Sequence[Json]:
        where = (self.view, block["element"]["action_id"], query)
        found = await self.person.suggestions(*where, block_id=block["block_id"])
        return found[:_MOST_FOUND]

    async def _ask_files(self, block: Json) -> bool:
        """Take the path of a file in each line, until an empty one."""
        self.tell("files")
        files: list[Upload] = []
        while path := await self._line():
            try:
                files.append(read_file(path))
            except OSError:
                self.tell("unreadable", name=path)
        return bool(files) and self._fill(block, files)


def _inputs(view: View) -> Iterator[Json]:
    return (block for block in view.body["blocks"] if block["type"] == "input")


def _chosen(options: Sequence[Json], line: str) -> Json | None:
    """Return the option with that number or label."""
    if line.isdecimal() and 1 <= int(line) <= len(options):
        return options[int(line) - 1]
    named = [each for each in options if each["text"]["text"].casefold() == line.casefold()]
    return named[0] if named else None


def _print_numbered(options: Sequence[Json]) -> None:
    for number, option in enumerate(options, 1):
        screen.print(f"  {number}  {option['text']['text']}")
