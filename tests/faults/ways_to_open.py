"""Every way in which a partner has a modal opened."""

from collections.abc import Awaitable, Callable, Mapping

from bot.sandbox import Answer, Message, Person
from bot.sandbox.terminal import show
from tests.faults.house import House
from tests.faults.opening import opening
from tests.journeys.filling import DIRECTORY, block_of, fill_in
from tests.journeys.reading import actions

QUESTION = "My invoice is missing in the KPIs"
OPEN = ("views.open", "views.push")

Deed = Callable[[Person], Awaitable[Answer]]


async def prepared(desk: House, person: Person) -> None:
    """Have somebody ask, send a request, and leave another half filled in, still open."""
    await person.say(None, QUESTION)
    page = f"https://{person.user.name}.com/learn"
    await opening(desk, person, "directory")
    await fill_in(person, {**DIRECTORY, "landing-page": page})
    assert (await person.submit_view()).closed
    view = await opening(desk, person, "discrepancy")
    await person.type_in(view, f"typed:{block_of(view, 'purchase-unit')}", "Unit A")
    await person.open_home()
    await desk.hurry(lambda: is_prepared(desk, person))


def is_prepared(desk: House, person: Person) -> bool:
    """Tell whether everything is there that can be pressed."""
    home = person.home
    is_listed = home and actions(home, "draft") and actions(home, "request")
    return bool(is_listed and {"form", "request"} <= {kind_of(a) for a in buttons(desk, person)})


def buttons(desk: House, person: Person) -> list[str]:
    """Give the action ids in all the app's messages to a person."""
    return [choice.action_id for each in desk.replies(person) for choice in show(each).choices]


def kind_of(action: str) -> str:
    return action.partition(":")[0]


def shown(desk: House, person: Person, action: str) -> tuple[Message, str]:
    """Give the message that has a button whose action id begins so, and that id."""
    found = [(m, name) for m in desk.replies(person) for name in actions(m, kind_of(action))]
    return next(each for each in reversed(found) if each[1].startswith(action))


def ways(desk: House) -> Mapping[str, Deed]:
    """Give every way to have a modal opened. `explain` opens one above another."""

    async def explain(person: Person) -> Answer:
        form = desk.slack.views.stacks[person.user.id][0]
        answer = await person.press(form, "explain:invoice-number")
        await desk.slack.wait_for(lambda: person.view is not form)
        await person.close_view()
        return answer

    async def home(person: Person, kind: str) -> Answer:
        assert person.home
        return await person.press(person.home, actions(person.home, kind)[0])

    return {
        "explain": explain,
        "button": lambda person: person.press(*shown(desk, person, "form")),
        "command": lambda person: person.command("discrepancy"),
        "command in French": lambda person: person.command("annuaire"),
        "shortcut": lambda person: person.shortcut("form:directory"),
        "shortcut on a message": lambda person: person.shortcut(
            "form:discrepancy", desk.replies(person)[0]
        ),
        "Home": lambda person: home(person, "form"),
        "topic": lambda person: home(person, "topic"),
        "draft:continue": lambda person: home(person, "draft"),
        "request:show": lambda person: home(person, "request"),
        "request:change": lambda person: person.press(*shown(desk, person, "request:change")),
    }


async def one_more(house: House, before: int) -> None:
    """Wait until another modal is open."""
    await house.slack.wait_for(lambda: openings(house) > before)


def openings(house: House) -> int:
    """Count the modals that Slack opened."""
    return sum(call.done for method in OPEN for call in house.slack.called(method))
