"""What people of both sides do at the desk, and what goes wrong meanwhile."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.desk.life import Deed, State, after
from bot.sandbox import Fault, Message, Person, View
from bot.sandbox.demo import SUPPORT, SUPPORT_CHANNEL
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.payload import elements_of
from bot.storage import schema
from tests.faults.desk_days import Days, Row, let_pass, pass_time
from tests.faults.postman import deliver_late
from tests.journeys.desk import CHANNEL, MENTION
from tests.journeys.filling import FORMS, at_review, submit
from tests.journeys.gestures import button, card_of, option, press

TICKETS: Final = 25
"""How many tickets something is done with: the first ones, of all kinds."""

LIKELY: Final = 0.8
"""How often something is done that can be done; what can't be is tried else."""

OPENED: Final = (Deed.REPLY, Deed.ASK, Deed.RESOLVE, Deed.REJECT)
WAITS: Final = (30.0, 600.0, 3_600.0, 5 * 3_600.0, 26 * 3_600.0, 4 * 86_400.0)
WAIT_WEIGHTS: Final = (8, 8, 4, 3, 2, 1)
METHODS: Final = (
    *("chat.postMessage", "chat.update", "chat.postMessage", "chat.update", "views.open"),
    *("views.publish", "chat.postEphemeral", "users.info", "conversations.members"),
    *("conversations.history", "conversations.replies", "*"),
)
TIME_LIMIT_SECONDS: Final = 1.0
"""How long the app waits for Slack in these days."""

TOO_SLOW: Final = 0.02
COURTESIES: Final = ("Thank you!", "Merci beaucoup", "OK", "Tack!", "谢谢")

Action = Callable[[Days, Row], Awaitable[None]]


def _directly(deed: Deed) -> Action:
    async def do(days: Days, ticket: Row) -> None:
        card = card_of(days.desk, ticket)
        await press(days.desk, days.somebody(), card, button(f"desk:{deed}", str(ticket["id"])))

    return do


def _writing(deed: Deed) -> Action:
    async def do(days: Days, ticket: Row) -> None:
        """Write, look at the preview, and send; or leave it at any of these."""
        person = days.somebody()
        opens = button(f"desk_open:{deed}", str(ticket["id"]))
        view = await days.open_view(person, ticket, opens)
        text = days.text()
        while view and view.body["callback_id"] == f"desk:{deed}":
            blocks = [each["block_id"] for each in view.body["blocks"] if _is_text(each)]
            if not blocks:
                return
            await let_pass(days, 1)
            submission = await person.submit_view({blocks[0]: text})
            if submission.closed or days.random.random() < 0.1:
                return
            view = person.view

    return do


def _is_text(block: Mapping[str, Any]) -> bool:
    return bool(block["type"] == "input" and block["element"]["type"] == "plain_text_input")


def _choosing(deed: Deed, choose: Callable[[Days, View], object]) -> Action:
    async def do(days: Days, ticket: Row) -> None:
        person = days.somebody()
        opens = option("desk_more", f"{deed}:{ticket['id']}")
        view = await days.open_view(person, ticket, opens)
        chosen = choose(days, view) if view else None
        if chosen:
            await person.submit_view({"choice": chosen})

    return do


def _colleague(days: Days, view: View) -> object:
    return days.somebody().user.id if _has_choice(view) else None


def _one_offered(days: Days, view: View) -> object:
    offered = [
        str(each["value"])
        for block in view.body["blocks"]
        if block.get("block_id") == "choice"
        for element in elements_of(block)
        for each in element["options"]
    ]
    return days.random.choice(offered) if offered else None


def _has_choice(view: View) -> bool:
    return any(block.get("block_id") == "choice" for block in view.body["blocks"])


async def _note(days: Days, ticket: Row) -> None:
    """Talk among colleagues below a card."""
    person = days.desk.person(SUPPORT[0])
    mention = days.random.choice(("", f"{MENTION} "))
    text = f"{mention}between us {len(days.done)}"
    await person.say(SUPPORT_CHANNEL, text, str(ticket["card_ts"]))


async def _write(days: Days, ticket: Row) -> None:
    """Write in a thread of a ticket, as its partner or as another one."""
    found = await _thread(days, ticket)
    if found is None:
        return
    channel, thread = found
    in_channel = channel == CHANNEL
    anybody = in_channel and days.random.random() < 0.05
    person = days.random.choice(days.partners) if anybody else days.partner_of(ticket)
    text = days.text() if days.random.random() < 0.85 else days.random.choice(COURTESIES)
    said = f"{MENTION} {text}" if in_channel else text
    place = CHANNEL if in_channel else None
    if days.random.random() < 0.1 and not in_channel:
        ts = await person.upload_message(said, ("scan.pdf",), place, thread)
    else:
        ts = await person.say(place, said, thread)
    days.said.append((person, channel, ts))


async def _thread(days: Days, ticket: Row) -> tuple[str, str] | None:
    found = [
        (row["channel"], row["thread_ts"])
        for row in await days.rows(schema.ticket_threads)
        if row["ticket"] == ticket["id"]
        and days.desk.workspace.messages.parent(row["channel"], row["thread_ts"])
    ]
    return days.random.choice(found) if found else None


async def _edit(days: Days, _: Row) -> None:
    found = _own_message(days)
    if found:
        person, channel, message = found
        text = f"{MENTION} {days.text()}" if channel == CHANNEL else days.text()
        await person.edit(channel, message.ts, text)


async def _delete(days: Days, _: Row) -> None:
    found = _own_message(days)
    if found:
        person, channel, message = found
        await person.delete(channel, message.ts)


def _own_message(days: Days) -> tuple[Person, str, Message] | None:
    late = days.said[-12:]
    if not late:
        return None
    person, channel, ts = days.random.choice(late)
    message = days.desk.workspace.messages.find(channel, ts)
    return (person, channel, message) if message and not message.subtype else None


def _requesting(deed: str) -> Action:
    async def do(days: Days, ticket: Row) -> None:
        """Press a button of one's own request, wherever it stands."""
        person = days.partner_of(ticket)
        mine = [each for each in person.sees() if each.user == days.desk.workspace.app.bot_user_id]
        if mine:
            await press(days.desk, person, mine[-1], button(deed, str(ticket["id"])))

    return do


async def _change(days: Days, ticket: Row) -> None:
    """Change what was sent in a form."""
    person = days.partner_of(ticket)
    if ticket["question"] is not None:
        return
    before = person.view
    await _requesting("request:change")(days, ticket)
    await days.desk.office.errands.drain()
    typed = {**FORMS[ticket["kind"]], "name": f"Name {len(days.done)}", "remark": days.text()}
    for _ in range(8):
        view = person.view
        if view is None or view is before or "step" not in view.body["private_metadata"]:
            return
        last = at_review(view)
        submission = await submit(person, {} if last else typed)
        if submission.closed or submission.errors or not submission.answer.ok:
            return


async def _wait(days: Days, _: Row) -> None:
    """Let time pass, and have done what it brings about."""
    await pass_time(days, days.random.choices(WAITS, WAIT_WEIGHTS)[0])


async def _come_or_go(days: Days, _: Row) -> None:
    """Have somebody leave the desk's channel or come back; one always stays."""
    person = days.random.choice([each for each in days.team if each.user.name != SUPPORT[0]])
    away = [
        each
        for each in days.team
        if each.user.id not in days.desk.workspace.channel(SUPPORT_CHANNEL).members
    ]
    person = away[0] if away else person
    inside = person.user.id in days.desk.workspace.channel(SUPPORT_CHANNEL).members
    await (person.leave if inside else person.join)(SUPPORT_CHANNEL)


async def _fail(days: Days, _: Row) -> None:
    """Have Slack fail, in one of its ways."""
    times = days.random.randint(1, 3)
    fault = days.random.choice(
        [
            Fault.rate_limited(days.random.randint(1, 20), times=times),
            Fault.rate_limited(None),
            Fault.server_error(times=times),
            Fault.server_error(503, times=times),
            Fault.lost(times=times),
            Fault.reset(times=times),
            Fault.garbage(),
        ]
    )
    if days.random.random() < TOO_SLOW:
        fault = Fault.slow(TIME_LIMIT_SECONDS + 0.2)
    days.desk.workspace.faults.add(days.random.choice(METHODS), fault)


ACTIONS: Final[Mapping[str, tuple[float, Action]]] = {
    **{str(deed): (5, _directly(deed)) for deed in (Deed.TAKE, Deed.HAND_BACK)},
    **{str(deed): (1, _directly(deed)) for deed in (Deed.FOLLOW, Deed.UNFOLLOW)},
    "reopen": (2, _directly(Deed.REOPEN)),
    **{str(deed): (3, _writing(deed)) for deed in OPENED},
    "reply": (6, _writing(Deed.REPLY)),
    "assign": (2, _choosing(Deed.ASSIGN, _colleague)),
    "prioritize": (2, _choosing(Deed.PRIORITIZE, _one_offered)),
    "merge": (0.3, _choosing(Deed.MERGE, _one_offered)),
    "note": (3, _note),
    "write": (16, _write),
    "edit": (6, _edit),
    "delete": (4, _delete),
    "change": (2, _change),
    "withdraw": (1.5, _requesting("request:withdraw")),
    "restore": (3, _requesting("request:restore")),
    "reopen-own": (3, _requesting("request:reopen")),
    "rate": (3, _requesting("rate:yes")),
    "rate-badly": (1, _requesting("rate:no")),
    "wait": (5, _wait),
    "come-or-go": (1, _come_or_go),
    "fail": (8, _fail),
}
"""What happens, and how often."""


async def do_something(days: Days) -> None:
    """Have one thing happen with one ticket."""
    names, weights = list(ACTIONS), [weight for weight, _ in ACTIONS.values()]
    name = days.random.choices(names, weights)[0]
    await days.look()
    ticket = _some_ticket(days, name)
    days.done.append(f"{name} {ticket['number']}")
    try:
        await ACTIONS[name][1](days, ticket)
    except NotPossibleError as error:
        days.done[-1] += f" ({error})"
    if days.random.random() < 0.2:
        await deliver_late(days.desk, days.postman, days.random)
    if days.random.random() < 0.2:
        await let_pass(days, days.random.randint(1, 10))


def _some_ticket(days: Days, name: str) -> Row:
    """Give a ticket, mostly one with which the thing can be done."""
    shown = [ticket for ticket in days.tickets if ticket["card_ts"]][:TICKETS]
    deed = _DEEDS.get(name)
    possible = [each for each in shown if deed and after(deed, State(each["state"]))]
    likely = days.random.random() < LIKELY
    return days.random.choice(possible if possible and likely else shown)


_DEEDS: Final[Mapping[str, Deed]] = {
    **{str(deed): deed for deed in Deed},
    "write": Deed.ANSWER,
    "reopen-own": Deed.REOPEN,
    "rate-badly": Deed.RATE,
}
"""What each thing does with a ticket."""
