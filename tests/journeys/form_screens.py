"""What the screens of forms show, by the names that `tests.journeys.filling` gives."""

from dataclasses import replace
from typing import Any

from bot.app import Content
from bot.content.forms import Form
from bot.forms.readings import Problem
from bot.sandbox import Message, Person, View
from bot.sandbox.form_state import current_values
from bot.sandbox.forms import Submission
from tests.journeys.desk import Desk
from tests.journeys.filling import DIRECTORY, DISCREPANCY, name_of, send
from tests.journeys.reading import labels, objects, screen


def all_text(target: Message | View) -> str:
    """Give every text of a screen or message, a line each: labels, hints and options too."""
    blocks: Any = target.body["blocks"] if isinstance(target, View) else target.blocks
    texts = [each["text"] for each in objects(blocks) if isinstance(each.get("text"), str)]
    return "\n".join([*texts, screen(target)])


def values(view: View) -> dict[str, Any]:
    """Give what stands in each input: a text, the value of an option, or a list of those."""
    state = current_values(view.body["blocks"], view.values)
    found = {name_of(block): _value(element) for block, element in _elements(state)}
    return {name: value for name, value in found.items() if name}


def _elements(state: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (block, each) for block, held in state.items() if ":" in block for each in held.values()
    ]


def _value(element: dict[str, Any]) -> object:
    if "files" in element:
        return [each["name"] for each in element["files"]]
    if "selected_options" in element:
        return [each["value"] for each in element["selected_options"]]
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    return element.get("value")


def errors(submission: Submission) -> dict[str, str]:
    """Give what stands beside each field."""
    return {name_of(block): text for block, text in submission.errors.items()}


def problem(desk: Desk, locale: str, code: str, **named: str) -> str:
    """Give the sentence that says what is wrong."""
    return desk.content.artist.forms.problem(Problem(code, named), locale)


async def opened_in(desk: Desk, person: Person, form: str, locale: str) -> View:
    """Open a form by its command, in a language that was chosen before."""
    await desk.command(person, f"language {locale}")
    await desk.command(person, form)
    assert person.view
    return person.view


async def enter(
    desk: Desk, person: Person, name: str, text: object, *, redraws: bool = False
) -> None:
    """Type or choose something in the screen that is open, without submitting it."""
    view = person.view
    assert view
    before = view.hash
    blocks = [each for each in view.body["blocks"] if name_of(each.get("block_id") or "") == name]
    block = next(each["block_id"] for each in blocks if each["type"] == "input")
    if isinstance(text, str) and values(view).get(name, "") != text and _is_text(view, block):
        assert (await person.type_in(view, block, text)) is not None
    else:
        assert (await person.press(view, block, text)).ok
    await desk.calm()
    if redraws:
        await desk.workspace.wait_for(lambda: view.hash != before)


def _is_text(view: View, block: str) -> bool:
    found = next(each for each in view.body["blocks"] if each.get("block_id") == block)
    return bool(found["element"]["type"] == "plain_text_input")


def button(target: Message | View, kind: str) -> str:
    """Give the action id of the only button of a kind ("request:change", "draft:continue")."""
    (found,) = [action for action in labels(target) if action.startswith(kind)]
    return found


async def redone(desk: Desk, person: Person, action: str, value: object = None) -> View:
    """Press something in the open modal; give what it shows then, once it is drawn anew."""
    view = person.view
    assert view
    before = view.hash
    await desk.press(person, view, action, value)
    await desk.workspace.wait_for(lambda: person.view is not view or view.hash != before)
    assert person.view
    return person.view


def changed(content: Content, **forms: Form) -> Content:
    """Give the content of a later deploy, which has these forms alone."""
    knowledge = content.decider.knowledge.model_copy(update={"forms": forms})
    return replace(
        content,
        decider=replace(content.decider, knowledge=knowledge),
        forms=replace(content.forms, declared=forms),
        artist=replace(content.artist, knowledge=knowledge),
    )


async def sent_form(desk: Desk, locale: str = "en", form: str = "directory") -> Message:
    """Have a partner send a form in their language; give its receipt."""
    person = desk.speaker(locale)
    await opened_in(desk, person, form, locale)
    await send(desk, person, {"directory": DIRECTORY, "discrepancy": DISCREPANCY}[form])
    return desk.replies(person)[-1]
