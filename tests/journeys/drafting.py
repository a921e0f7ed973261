"""Forms that were begun and left, and what happens to them meanwhile."""

from typing import Any

from bot.app import Content
from bot.content.forms import Form
from bot.sandbox import Message, Person, View
from tests.journeys.desk import Desk
from tests.journeys.filling import open_form
from tests.journeys.form_screens import enter
from tests.journeys.reading import labels


async def begun(desk: Desk, person: Person) -> None:
    """Leave a report with some fields filled in."""
    await open_form(desk, person, "discrepancy")
    await enter(desk, person, "purchase-unit", "five")
    await enter(desk, person, "month", "1")
    await person.close_view()
    await desk.calm()


async def drafts_of(desk: Desk) -> list[dict[str, Any]]:
    return (await desk.rows())["drafts"]


def button_or_none(target: Message | View, kind: str) -> str | None:
    return next((action for action in labels(target) if action.startswith(kind)), None)


def forgiven(desk: Desk) -> None:
    """Forget the one call that Slack was made to refuse."""
    (refused,) = [call for call in desk.workspace.calls if call.error]
    desk.workspace.calls.remove(refused)


def without(form: Form, field: str) -> Form:
    """Give a form that lacks a field, and the rules about it."""
    steps = {step: tuple(f for f in fields if f != field) for step, fields in form.steps.items()}
    rules = tuple(rule for rule in form.rules if field not in rule.fields.values())
    fields = {name: declared for name, declared in form.fields.items() if name != field}
    same = tuple(name for name in form.same if name != field)
    more = {"steps": {s: fs for s, fs in steps.items() if fs}, "fields": fields}
    return form.model_copy(update={**more, "rules": rules, "same": same})


def deployed(desk: Desk, content: Content) -> None:
    """Let the running app work with other content, as after a deploy."""
    office = desk.office
    for name in ("decider", "forms", "artist"):
        object.__setattr__(office, name, getattr(content, name))
