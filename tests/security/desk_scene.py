"""A desk with a question, a request and a batch, and everybody who may try something with them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.desk.life import Deed, State
from bot.desk.rights import Role, Task
from bot.sandbox import Message, Person
from bot.sandbox.demo import OTHER_COMPANY, SUPPORT_CHANNEL
from bot.sandbox.envelopes import event_callback
from bot.services.batch_calendar import keep_up
from bot.slack.messages.batch_calls import rules_of
from bot.slack.modals.desk_modals import digest
from bot.storage import tickets
from tests.desk.offices import at
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.filling import DIRECTORY, request, send
from tests.journeys.gestures import button, card_of, option, pressed, submitted, untimed
from tests.journeys.listing import is_list
from tests.journeys.reading import objects
from tests.journeys.watching import pass_time

Json = dict[str, Any]
What = Deed | Task

ELSEWHERE: Final = "T0ELSEWHERE"
TEXT: Final = "We have found your invoice."
OF_TICKETS: Final = (
    *("ticket_history", "ticket_messages", "ticket_followers", "ticket_files", "ticket_threads"),
    *("batch_tickets", "proposals"),
)
BATCH_OPENS: Final = at("2026-03-16T09:00")

PEOPLE: Final[Mapping[str, Mapping[str, Any]]] = {
    "guest": {"is_restricted": True},
    "single-channel-guest": {"is_ultra_restricted": True},
    "external": {"team_id": OTHER_COMPANY, "is_external": True},
    "deactivated": {"deleted": True},
    "robot": {"is_bot": True},
    "foreigner": {"team_id": ELSEWHERE},
}
"""Who is in the desk's channel besides support, or acts in another workspace (the foreigner)."""

ROLES: Final[Mapping[str, frozenset[Role]]] = {
    **dict.fromkeys((*PEOPLE, "daan"), frozenset()),
    "emma": frozenset({Role.PARTNER}),
    "noor": frozenset({Role.SUPPORT}),
}
"""What everybody is to the tickets, who may nothing first: what they try must change nothing."""


@dataclass(repr=False)
class Scene:
    """A desk with a question that was asked in a channel and a request, both of emma."""

    desk: Desk
    question: Json = field(default_factory=dict)
    form: Json = field(default_factory=dict)
    batch: Message | None = None

    def person(self, name: str) -> Person:
        return self.desk.person(name)

    def ticket(self, what: What) -> Json:
        """Give the ticket that something is tried with."""
        return self.form if what in {Deed.CHANGE, Deed.SUBMIT, Task.BATCH} else self.question

    def card(self, what: What) -> Message:
        return card_of(self.desk, self.ticket(what))

    async def interact(self, person: Person, payload: Json) -> None:
        """Send an interaction; that of a foreigner comes from their own workspace.

        There the app is not installed, so that a modal stays open.
        """
        answer = await self.desk.sender.send_interaction(self._as_from(person, payload))
        is_foreign = person.user.team_id == ELSEWHERE
        assert answer.ok != (is_foreign and payload["type"] == "view_submission")

    async def write(self, person: Person, text: str, thread_ts: str) -> None:
        """Send what somebody wrote in a thread of the partners' channel, naming the app."""
        ts = self.desk.workspace.stamps.ts()
        said = {"user": person.user.id, "text": f"{MENTION} {text}", "ts": ts, "channel": CHANNEL}
        robot = {"bot_id": "B0ROBOT"} if person.user.is_bot else {}
        event = {"type": "app_mention", "thread_ts": thread_ts, **said, **robot}
        envelope = self._as_from(person, event_callback(self.desk.workspace, event))
        assert (await self.desk.sender.post(*self.desk.sender.request_for(envelope))).ok

    def _as_from(self, person: Person, payload: Json) -> Json:
        if person.user.team_id != ELSEWHERE:
            return payload
        text = json.dumps(payload).replace(self.desk.workspace.team_id, ELSEWHERE)
        return dict(json.loads(text))

    async def calm(self) -> None:
        for slots in (self.desk.office.errands, self.desk.office.lookups):
            await slots.drain()
        await self.desk.calm()

    async def stored(self) -> Json:
        """Give all that is stored of emma's two tickets, and of the batch."""
        rows, ours = await self.desk.rows(), {self.question["id"], self.form["id"]}
        held = {name: [r for r in rows[name] if r["ticket"] in ours] for name in OF_TICKETS}
        drafts = [row for row in rows["drafts"] if row["ticket"] in ours]
        mine = untimed(row for row in rows["tickets"] if row["id"] in ours)
        return {**held, "tickets": mine, "batches": rows["batches"], "drafts": drafts}

    def told(self) -> list[tuple[str, object]]:
        """Give what emma is told, as it stands."""
        emma = self.person("emma")
        seen = [*emma.sees(), *emma.sees(CHANNEL)]
        return [(each.ts, each.blocks) for each in seen if each.user != emma.user.id]


async def opened_scene(desk: Desk) -> Scene:
    """Have emma ask a question in a channel, and send a request; let everybody in."""
    scene = Scene(desk)
    for number, (name, kind) in enumerate(PEOPLE.items()):
        desk.workspace.add_user(f"U0OUTSIDE{number}", name, name, **kind)
        if name != "foreigner":
            desk.workspace.channel(SUPPORT_CHANNEL).members.add(f"U0OUTSIDE{number}")
    emma = desk.person("emma")
    await emma.say(CHANNEL, f"{MENTION} {desk.unanswerable('en')}")
    await request(desk, emma, "directory")
    await pass_time(desk)
    scene.question, scene.form = (await desk.rows())["tickets"]
    return scene


async def bring(scene: Scene, what: What) -> None:
    """Bring the ticket to where something can be done with it, whatever was done before."""
    ticket = scene.ticket(what)
    ended: Json = {"resolved_at": scene.desk.clock(), "outcome": "answered", "rating": None}
    owner = scene.person("noor").user.id if what is Deed.HAND_BACK else None
    values: Json = {"state": str(_STATES.get(what, State.NEW)), "owner": owner, "merged_into": None}
    place = (scene.desk.workspace.team_id, ticket["id"])
    await scene.desk.office.database.run(lambda c: tickets.change(c, *place, **(values | ended)))
    if what in {Deed.SUBMIT, Task.BATCH} and scene.batch is None:
        await _open_batch(scene)


_STATES: Final[Mapping[What, State]] = {
    Deed.HAND_BACK: State.IN_PROGRESS,
    Deed.REOPEN: State.RESOLVED,
    Deed.RESTORE: State.WITHDRAWN,
    Deed.RATE: State.RESOLVED,
    Deed.REMIND: State.WAITING,
    Deed.CLOSE: State.WAITING,
    Task.PROPOSE: State.RESOLVED,
}
"""Where something can be done, where that is not with a new ticket."""


async def _open_batch(scene: Scene) -> None:
    desk = scene.desk
    desk.clock.now = BATCH_OPENS
    office = desk.office
    while await office.database.run(keep_up, office.workspace, rules_of(office), desk.clock()):
        pass
    await pass_time(desk)
    (scene.batch,) = (card for card in desk.cards() if _values(card, "batch:submit"))


Gesture = Callable[[Scene, Person, What], Awaitable[None]]


async def _by_buttons(scene: Scene, person: Person, what: What) -> None:
    """Press all that could do something, at the desk and as a partner."""
    number = str(scene.ticket(what)["id"])
    for action in (
        button(f"desk:{what}", number),
        button(f"desk_open:{what}", number),
        option("desk_more", f"{what}:{number}"),
        button(f"request:{what}", number),
    ):
        await scene.interact(person, pressed(scene.desk, person, scene.card(what), action))


async def _by_modal(scene: Scene, person: Person, what: What) -> None:
    """Submit a modal that nobody need have opened, with all that it could hold."""
    await _by_buttons(scene, person, what)
    await scene.calm()
    said = {"ticket": scene.ticket(what)["id"], "seen": [10**9, 10**9], "turn": 0}
    chosen = {"outcome": "answered", "shown": digest(TEXT)}
    values = {"text:0": {"text": {"type": "plain_text_input", "value": TEXT}}}
    callback = f"desk:{what}"
    element = _CHOSEN.get(what)
    if element:
        values["choice"] = {"choice": element(scene)}
    await scene.interact(
        person, submitted(scene.desk, person, callback, {**said, **chosen}, values)
    )


_CHOSEN: Final[Mapping[What, Callable[[Scene], Json]]] = {
    Deed.ASSIGN: lambda scene: {
        "type": "users_select",
        "selected_user": scene.person("sam").user.id,
    },
    Deed.PRIORITIZE: lambda _: {
        "type": "radio_buttons",
        "selected_option": {"value": "urgent"},
    },
    Deed.MERGE: lambda scene: {
        "type": "static_select",
        "selected_option": {"value": str(scene.form["id"])},
    },
}


async def _by_message(scene: Scene, person: Person, what: What) -> None:
    await _by_buttons(scene, person, what)
    await scene.write(person, TEXT, str(scene.question["thread_ts"]))


async def _by_form(scene: Scene, person: Person, what: What) -> None:
    """Open what was sent to be changed; send it changed, where it opened."""
    await _by_buttons(scene, person, what)
    await scene.calm()
    if person.view:
        await send(scene.desk, person, {**DIRECTORY, "name": f"Changed by {person.user.name}"})


async def _by_rating(scene: Scene, person: Person, what: What) -> None:
    await _by_buttons(scene, person, what)
    for action in ("rate:yes", "rate:no"):
        pressing = button(action, str(scene.question["id"]))
        await scene.interact(person, pressed(scene.desk, person, None, pressing))


async def _by_batch(scene: Scene, person: Person, what: What) -> None:
    """Press all that a batch offers, and have its requests submitted last."""
    await _by_buttons(scene, person, what)
    assert scene.batch
    (batch,) = _values(scene.batch, "batch:submit")
    number = batch.partition(":")[0]
    deeds = ("batch_open:show", "batch:aside", "batch:back", "batch:export", "batch:confirm")
    for action in (*deeds, *(("batch:submit",) if what is Deed.SUBMIT else ())):
        of_one = f"{number}:{scene.form['id']}"
        value = of_one if action in {"batch:aside", "batch:back"} else batch
        payload = pressed(scene.desk, person, scene.batch, button(action, value))
        await scene.interact(person, payload)
        await scene.calm()


def _values(message: Message, action: str) -> list[str]:
    return [str(e["value"]) for e in objects(message.blocks) if e.get("action_id") == action]


async def _by_list(scene: Scene, person: Person, what: What) -> None:
    """Open the Home tab and use the command, and press what the lists offer.

    Nothing can be told to a robot: it has no Home tab to press in either.
    """
    del what
    if person.user.is_bot:
        return
    if not person.user.deleted and person.user.team_id != ELSEWHERE:
        await person.open_home()
        assert (await person.command("tickets all", CHANNEL)).ok
    listed = [button("desk_list:export"), option("desk_list:view", "all")]
    for action in listed:
        await scene.interact(person, pressed(scene.desk, person, person.home, action))


async def _by_proposing(scene: Scene, person: Person, what: What) -> None:
    await _by_buttons(scene, person, what)
    await scene.calm()
    said = {"ticket": scene.question["id"], "phrasing": TEXT, "answer": TEXT, "title": "Invoices"}
    topic = {"type": "external_select", "selected_option": {"value": "business-plan"}}
    kind = {"type": "radio_buttons", "selected_option": {"value": "existing"}}
    language = {"type": "static_select", "selected_option": {"value": "en"}}
    phrasing = {"type": "plain_text_input", "value": TEXT}
    parts = {"topic": topic, "kind": kind, "language": language, "phrasing": phrasing}
    values = {name: {name: element} for name, element in parts.items()}
    await scene.interact(person, submitted(scene.desk, person, "propose", said, values))


GESTURES: Final[Mapping[What, Gesture]] = {
    **dict.fromkeys(
        (
            *(Deed.TAKE, Deed.HAND_BACK, Deed.FOLLOW, Deed.UNFOLLOW, Deed.REOPEN),
            *(Deed.WITHDRAW, Deed.RESTORE, Task.READ),
        ),
        _by_buttons,
    ),
    **dict.fromkeys(
        (
            *(Deed.REPLY, Deed.ASK, Deed.RESOLVE, Deed.REJECT),
            *(Deed.ASSIGN, Deed.PRIORITIZE, Deed.MERGE, Deed.REMIND, Deed.CLOSE),
        ),
        _by_modal,
    ),
    Deed.ANSWER: _by_message,
    Deed.CHANGE: _by_form,
    Deed.RATE: _by_rating,
    Deed.SUBMIT: _by_batch,
    Task.BATCH: _by_batch,
    Task.LIST: _by_list,
    Task.EXPORT: _by_list,
    Task.PROPOSE: _by_proposing,
}
"""How each deed and each task would be done, by whoever: the ways that are drawn and some more."""


def sees_list(person: Person) -> bool:
    """Tell whether somebody is shown the tickets of others."""
    shown = [each for each in person.sees(CHANNEL) if each.ephemeral_to]
    return is_list(person.home) or any("desk_open:read" in str(each.blocks) for each in shown)


def files_of(desk: Desk) -> int:
    """Count the files that were made."""
    return len(desk.workspace.called("files.completeUploadExternal"))
