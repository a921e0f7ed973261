"""What is pressed in a form that is filled in by conversation."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import Connection

from bot.content.forms import Position
from bot.forms.conversation import Spot
from bot.forms.phrases import Said, Word
from bot.forms.readings import Given
from bot.services import beginning, filling, flooding, hearing, places, talking
from bot.services.asking import Asked
from bot.services.beginning import Start
from bot.services.filling import Going
from bot.services.flooding import Deed, Doer
from bot.slack.listeners.forms import filler_of
from bot.slack.listeners.press import Press
from bot.slack.listeners.talking import explain
from bot.slack.locales import look_up
from bot.slack.screens.talk_drawing import block_at, field_at
from bot.storage import drafts
from bot.storage.questions import Place
from bot.storage.schema import OPEN

Do = Callable[[Connection, Going, float], None]

_DIRECT = "D"


async def _talk(press: Press) -> None:
    """Begin a form as a conversation where its button is.

    By the time it is sent, Slack has told the person's day and company.
    """
    office, form = press.work.office, press.work.office.knowledge.forms.get(press.what)
    if form is None:
        return
    filler = filler_of(press.work, press.payload, press.person)
    now, start = press.now, _start(press)

    def begun(connection: Connection) -> None:
        if not flooding.may(connection, Doer(filler.workspace, filler.person), now, Deed.FORM):
            return
        drafts.hold(connection, filler.workspace, filler.person)
        known = beginning.opening(connection, filler, start, office.languages, now)
        case = beginning.first_case(office.forms, form, known)
        where = {"step": form.positions(1)[0].step, "view": None}
        values = {**where, "locale": case.reader.locale, "answers": case.filled.as_json()}
        places.start(connection, office.forms, filler, start, values, now)

    await press.work.do(begun)
    await look_up(office, filler.workspace, filler.person)


def _start(press: Press) -> Start:
    """Return where a conversation is: of a message that only its reader sees, with them alone."""
    channel, thread_ts = _place(press)
    return Start(press.what, press.number, talking=True, channel=channel, thread_ts=thread_ts)


def _place(press: Press) -> tuple[str, str | None]:
    """Return the channel and the thread that something was pressed in."""
    message, container = press.payload.get("message") or {}, press.payload.get("container") or {}
    if container.get("is_ephemeral") or not press.channel:
        return press.person, None
    in_channel = not press.channel.startswith(_DIRECT)
    thread = message.get("thread_ts") or (message.get("ts") if in_channel else None)
    return press.channel, str(thread) if thread else None


async def _do(press: Press, do: Do) -> None:
    """Do something with the presser's own conversation; others' buttons do nothing.

    One that was put aside goes on where its button is.
    """
    block, office = block_at(press.block), press.work.office

    def done(connection: Connection) -> None:
        named = block.draft if block else 0
        drafts.hold(connection, press.work.workspace, press.person)
        draft = beginning.own(connection, press.work.workspace, press.person, named)
        if draft is None or draft.state != OPEN:
            return
        current = filling.going(connection, office.forms, draft, press.now)
        if current:
            do(connection, places.resume(connection, current, *_place(press)), press.now)

    await press.work.do(done)


async def _fill(press: Press) -> None:
    """Take a choice for the field that its button asks, asked last or not."""

    def take(connection: Connection, current: Going, now: float) -> None:
        talking.take(connection, current, _spot(press, current), Given(_chosen(press)), now)

    await _do(press, take)


async def _meant(press: Press) -> None:
    """Take what a value means, of what it may mean."""

    def mean(connection: Connection, current: Going, now: float) -> None:
        talking.mean(connection, current, _spot(press, current), _chosen(press), now)

    await _do(press, mean)


async def _confirm(press: Press) -> None:
    """Take all statements of a field."""

    def confirm(connection: Connection, current: Going, now: float) -> None:
        talking.confirm(connection, current, _spot(press, current), now)

    await _do(press, confirm)


def _spot(press: Press, current: Going) -> Spot:
    """Return the field that a button asks: in the line that it was asked for."""
    field = press.what.partition(":")[0]
    steps = [step for step, fields in current.form.steps.items() if field in fields]
    step = steps[0] if steps else current.position.step
    block = block_at(press.block)
    line = block.line if block and step in current.form.several else 0
    return Spot(Position(step, line), field)


def _chosen(press: Press) -> str:
    return press.chosen or press.value


async def _settle(press: Press) -> None:
    """Take a choice of what has to be settled before sending."""

    def settle(connection: Connection, current: Going, now: float) -> None:
        talking.settle(connection, current, press.value, press.what, "", now)

    await _do(press, settle)


async def _say(press: Press) -> None:
    """Do what a word does that can be typed as well."""
    words = {word.value: word for word in Word}

    def say(connection: Connection, current: Going, now: float) -> None:
        word = words.get(press.what)
        if word is Word.HELP:
            explain(connection, current, _asked(press, current), now)
        elif word in (Word.YES, Word.SEND):
            talking.send(connection, current, now)
        elif word is Word.STOP and not current.draft.talking:
            return
        elif word:
            hearing.obey(connection, current, Said(word), now)

    await _do(press, say)


def _asked(press: Press, current: Going) -> Asked:
    """Return the field's name as a question in the place of the conversation."""
    spot = talking.spot_of(current)
    text = current.case.asked(spot.field).words.label if spot else ""
    channel, thread_ts = _place(press)
    place = Place.DIRECT if channel.startswith(_DIRECT) else Place.CHANNEL
    return Asked(press.work.workspace, press.person, place, channel, text, thread_ts=thread_ts)


async def _say_change(press: Press) -> None:
    """Ask a field again that was chosen to be changed."""
    chosen = field_at(press.chosen)

    def show(connection: Connection, current: Going, now: float) -> None:
        if chosen:
            step, line, field = chosen
            talking.show(connection, current, Spot(Position(step, line), field), now)

    await _do(press, show)


async def _say_drop(press: Press) -> None:
    """Take one of several lines away."""

    def drop(connection: Connection, current: Going, now: float) -> None:
        if press.chosen.isascii() and press.chosen.isdigit():
            talking.drop_line(connection, current, int(press.chosen[:3]), now)

    await _do(press, drop)


async def _say_anew(press: Press) -> None:
    """Forget what was given, and begin again."""
    await _do(press, talking.start_over)


HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    "talk": _talk,
    "fill": _fill,
    "meant": _meant,
    "confirm": _confirm,
    "settle": _settle,
    "say": _say,
    "say_change": _say_change,
    "say_drop": _say_drop,
    "say_anew": _say_anew,
}
