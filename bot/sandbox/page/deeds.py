"""What a posted form does: each deed becomes one gesture of a `Person`."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.sandbox.errors import NotPossibleError, SlackError
from bot.sandbox.form_state import STATEFUL, filled_in
from bot.sandbox.gestures import find_element
from bot.sandbox.page.features import Features
from bot.sandbox.page.fields import external, name_of, posted_value, read_form
from bot.sandbox.page.posting import FILES_BYTES, Post
from bot.sandbox.page.screens import Screen
from bot.sandbox.page.where import Where
from bot.sandbox.people import Person
from bot.sandbox.records import Message, View
from bot.sandbox.sender import Answer
from bot.sandbox.suggesting import suggest
from bot.sandbox.uploads import attach


@dataclass(frozen=True, slots=True)
class Deed:
    """One posted form: who did it, where, and what it holds."""

    person: Person
    where: Where
    screen: Screen
    post: Post
    features: Features

    def field(self, name: str) -> str:
        """Give a field, empty where it was not posted."""
        return (self.post.fields.get(name) or [""])[0]

    def tell(self, answer: Answer | None) -> None:
        """Put up a notice when the app did not take a request."""
        if answer is not None and not answer.ok:
            wrong = ", ".join(answer.findings)
            self.screen.say(answer.problem, status=str(answer.status), problem=wrong)

    @property
    def message(self) -> Message:
        """The message that is meant; raises NotPossibleError when it is gone."""
        _, channel, ts = f"{self.field('target')}::".split(":")[:3]
        found = self.person.workspace.messages.find(channel, ts)
        if found is None:
            problem = "this message is no longer there"
            raise NotPossibleError(problem)
        return found

    @property
    def target(self) -> Message | View:
        """The message or view whose element was pressed; raises NotPossibleError."""
        kind, _, address = self.field("target").partition(":")
        return self.person.workspace.views.find(address) if kind == "view" else self.message


Doing = Callable[[Deed], Awaitable[Where | None]]


async def do(name: str, deed: Deed) -> Where:
    """Do what was posted; give where the page is then.

    What Slack's screen would not let a person do becomes a notice.
    """
    if not deed.post.whole:
        deed.screen.say("too_large", limit=str(FILES_BYTES // 1_000_000))
        return deed.where
    try:
        return await DEEDS[name](deed) or deed.where
    except NotPossibleError as error:
        deed.screen.say("not_possible", problem=str(error))
    except SlackError as error:
        deed.screen.say("refused", problem=", ".join([error.name, *error.findings]))
    return deed.where


async def _say(deed: Deed) -> None:
    text, files = deed.field("text").replace("\r\n", "\n").strip(), deed.post.files.get("file")
    thread = deed.field("thread") or None
    if text.startswith("/") and not files:
        await _command(deed, text)
    elif files:
        said = _mentioned(deed, text)
        await deed.person.upload_message(said, files, deed.where.channel, thread)
    elif text:
        await deed.person.say(deed.where.channel, _mentioned(deed, text), thread)


async def _command(deed: Deed, text: str) -> None:
    known = deed.features.command(text)
    if known is None:
        deed.screen.say("no_command", name=text.partition(" ")[0])
    elif deed.field("thread"):
        deed.screen.say("command_in_thread", name=known[0])
    else:
        name, rest = known
        deed.tell(await deed.person.command(rest, deed.where.channel, name=name))


def _mentioned(deed: Deed, text: str) -> str:
    """Turn ``@Name`` into the mention that Slack's composer makes of it."""
    users = deed.person.workspace.users.values()
    ids = {f"@{name}": user.id for user in users for name in (user.name, user.real_name)}
    names = sorted(map(re.escape, ids), key=len, reverse=True)
    pattern = rf"(?<!\w)(?:{'|'.join(names)})(?!\w)"
    return re.sub(pattern, lambda found: f"<@{ids[found.group()]}>", text)


async def _edit(deed: Deed) -> Where:
    message = deed.message
    text = _mentioned(deed, deed.field("text").replace("\r\n", "\n").strip())
    if text:
        await deed.person.edit(message.channel, message.ts, text)
    return replace(deed.where, edit="")


async def _delete(deed: Deed) -> Where:
    message = deed.message
    await deed.person.delete(message.channel, message.ts)
    closing = deed.where.thread == message.ts
    return replace(deed.where, edit="", thread="" if closing else deed.where.thread)


async def _react(deed: Deed) -> None:
    await deed.person.react(deed.message, deed.field("name"))


async def _shortcut(deed: Deed) -> None:
    message = deed.message if deed.field("target") else None
    deed.tell(await deed.person.shortcut(deed.field("callback"), message))


async def _press(deed: Deed) -> None:
    """Press an element: ``press`` holds its ids and, for a button, what it says.

    ``typing`` in it says that the person is still typing into the element.
    """
    pressed = json.loads(deed.field("press"))
    target = deed.target
    _keep_typed(deed, target)
    blocks = target.body["blocks"] if isinstance(target, View) else target.blocks or []
    names = {"action_id": pressed["action"], "block_id": pressed.get("block")}
    block, element = find_element(blocks, pressed["action"], pressed.get("block"))
    value = pressed.get("value")
    if element["type"] in STATEFUL:
        given = deed.post.fields.get(name_of(block, element), [])
        value = posted_value(element, given, deed.person.user, deed.person.workspace)
    if isinstance(target, View) and pressed.get("typing"):
        deed.tell(await deed.person.type_in(target, text=value, **names))
    else:
        deed.tell(await deed.person.press(target, value=value, **names))


def _keep_typed(deed: Deed, target: Message | View) -> None:
    """Keep what stands in a view's other inputs: Slack sends it along with a press."""
    if isinstance(target, View):
        user, workspace = deed.person.user, deed.person.workspace
        blocks = target.body["blocks"]
        typed = read_form(target, deed.post, user, workspace)
        files = attach(workspace, user, blocks, typed.files)
        target.values = filled_in(blocks, typed.values, files)


async def _submit(deed: Deed) -> None:
    view = deed.person.view
    if view is None or f"view:{view.id}" != deed.field("target"):
        problem = "this form is no longer open"
        raise NotPossibleError(problem)
    typed = read_form(view, deed.post, deed.person.user, deed.person.workspace)
    view.values = typed.values
    deed.screen.errors[view.id] = typed.problems
    if typed.problems:
        return
    done = await deed.person.submit_view(typed.files)
    deed.screen.errors[view.id] = done.errors
    if done.findings or not done.answer.ok:
        deed.screen.say("not_submitted", problem=", ".join(done.findings))


async def _close(deed: Deed) -> None:
    if deed.person.view is not None:
        everything = bool(deed.field("everything"))
        deed.tell(await deed.person.close_view(everything=everything))


async def _dismiss(deed: Deed) -> None:
    deed.screen.dismiss(int(deed.field("number") or 0))


async def suggestions(deed: Deed) -> list[Mapping[str, str]]:
    """Give what an external menu offers for what was typed, groups flattened.

    Raises NotPossibleError and SlackError as `suggest` does.
    """
    asked = json.loads(deed.field("press"))
    names = (asked["action"], deed.field("query"), asked.get("block"))
    sender, user = deed.person.sender, deed.person.user
    answer, found = await suggest(sender, user, deed.target, *names)
    deed.tell(answer)
    options = [one for each in found for one in each.get("options", [each])]
    drawn = [external(each) for each in options]
    return [
        {"label": each.label, "value": each.value, "description": each.description}
        for each in drawn
    ]


DEEDS: Final[Mapping[str, Doing]] = {
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "shortcut": _shortcut,
    "press": _press,
    "submit": _submit,
    "close": _close,
    "dismiss": _dismiss,
}
