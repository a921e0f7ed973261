"""People fill in forms: what they type goes by the names of fields, on whatever screen they are.

`month` is a field on any line and after any turn, `omlp-type:other` the text beside its "other",
`kpi-dashboard:meant` what an ambiguous number means; on the review, `report-due` is the choice
where that rule asks again, and `report-due:reason` the reason.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, Protocol

from bot.sandbox import Person, View, Workspace, uploads
from bot.sandbox.envelopes import interaction
from bot.sandbox.form_state import filled_in
from bot.sandbox.forms import Submission
from bot.sandbox.methods.views import describe_view
from bot.sandbox.payload import elements_of

Typed = Mapping[str, Any]

DISCREPANCY: Final[Typed] = {
    "month": "1",
    "year": "2026",
    "omlp-type": "lab",
    "purchase-unit": 'Unit "A" & <direct>',
    "invoice-number": "INV-0042",
    "kpi-dashboard": "1 234,5",
    "kpi-partner-center": "0",
    "revenue-dashboard": "€ 5.678,90",
    "revenue-partner-center": "",
    "invoice": ["invoice.pdf"],
    "remark": "It is *ours*.",
}
"""A report that nothing is wrong with, and that leaves nothing to be settled, in March 2026."""

DIRECTORY: Final[Typed] = {
    "name": 'Förlaget "Ö" 学习',
    "country": "SE",
    "landing-page": "https://forlaget.se/learn?a=1&b=2",
    "confirmations": ["only-this-partner", "no-competitors", "owned"],
}
"""A request that nothing is wrong with."""

FORMS: Final[Mapping[str, Typed]] = {"discrepancy": DISCREPANCY, "directory": DIRECTORY}

_REVIEW = "review"
_MOST_STEPS = 30


class House(Protocol):
    """Where the app runs: the journeys' desk, and what the fault tests have."""

    async def calm(self) -> None:
        """Wait until everything received is processed and everything said is sent."""


def name_of(block: str) -> str:
    """Return the name by which tests call a block: without its line, its turn, what it is about.

    >>> name_of("month:0:3"), name_of("kpi-dashboard:1:4:meant")
    ('month', 'kpi-dashboard:meant')
    >>> name_of("ask:report-due:0:2026-04-15"), name_of("ask:report-due:0:2026-04-15:reason")
    ('report-due', 'report-due:reason')
    """
    first, *rest = block.split(":")
    name, parts = (rest[0], rest[3:]) if first == "ask" else (first, rest[2:])
    return ":".join([name, *parts])


def inputs_of(view: View) -> dict[str, dict[str, Any]]:
    """Return the input blocks of a modal by their names."""
    inputs = [block for block in view.body["blocks"] if block["type"] == "input"]
    return {name_of(block["block_id"]): block for block in inputs}


def block_of(view: View, name: str) -> str:
    """Return the id of the block of that name."""
    return str(inputs_of(view)[name]["block_id"])


def step_of(view: View) -> str:
    """Return the step of its form that a modal shows."""
    return str(json.loads(view.body["private_metadata"])["step"])


def at_review(view: View | None) -> bool:
    """Tell whether a modal is a form's last screen."""
    return view is not None and step_of(view) == _REVIEW


def values_of(view: View, typed: Typed) -> dict[str, Any]:
    """Return the raw value of each block on the screen for which something is typed."""
    there = {name: block for name, block in inputs_of(view).items() if name in typed}
    return {block["block_id"]: _raw(block, typed[name]) for name, block in there.items()}


def _raw(block: dict[str, Any], value: Any) -> Any:  # noqa: ANN401 - a text, a list, an option
    """Return a value as the element takes it: what a search found is an option with its label."""
    (element,) = elements_of(block)
    if element["type"] == "external_select" and isinstance(value, str):
        return {"text": {"type": "plain_text", "text": value}, "value": value}
    return value


async def open_form(house: House, person: Person, form: str) -> View:
    """Open a form by its command; give its modal."""
    assert (await person.command(form)).ok
    await house.calm()
    assert person.view
    return person.view


async def submit(person: Person, typed: Typed) -> Submission:
    """Fill in what the screen asks for, and submit it."""
    assert person.view
    return await person.submit_view(values_of(person.view, typed))


async def fill_in(person: Person, typed: Typed) -> View:
    """Fill in and submit step after step until all is shown; give that last screen."""
    for _ in range(_MOST_STEPS):
        view = person.view
        assert view
        if at_review(view):
            return view
        submission = await submit(person, typed)
        assert submission.answer.ok
        assert not submission.findings, submission.findings
        assert not submission.errors, submission.errors
    raise AssertionError(person.view)


async def send(house: House, person: Person, typed: Typed) -> None:
    """Fill in the form that is open, and send it."""
    await fill_in(person, typed)
    submission = await submit(person, typed)
    assert submission.closed, (submission.errors, submission.findings)
    await house.calm()


async def request(house: House, person: Person, form: str, typed: Typed | None = None) -> None:
    """Open a form, fill it in and send it; it is a complete one where nothing is `typed`."""
    await open_form(house, person, form)
    await send(house, person, FORMS[form] if typed is None else typed)


def submission_of(workspace: Workspace, person: Person, typed: Typed) -> dict[str, object]:
    """Give the payload of the screen that is open, filled in, without sending it."""
    view = person.view
    assert view
    blocks = view.body["blocks"]
    given = uploads.attach(workspace, person.user, blocks, values_of(view, typed))
    described = describe_view(workspace, view)
    described["state"] = {"values": filled_in(blocks, view.values, given)}
    return interaction(workspace, "view_submission", person.user, view=described, response_urls=[])
