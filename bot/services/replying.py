"""Has things said: what is written here is drawn and sent by whoever delivers."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection

from bot.storage import outbox
from bot.storage.batches import Batch
from bot.storage.drafts import Draft
from bot.storage.proposals import Proposal
from bot.storage.reminders import Reminder
from bot.storage.tickets import Ticket

REPLY, HOME, REQUESTS = "reply", "home", "requests"
GREETING, PROMPTS, UNOPENED = "greeting", "prompts", "unopened"
LIMITED = "limited"
RECEIPT, TICKET_CARD, JOINED = "receipt", "ticket-card", "joined"
SUPERSEDED = "superseded"
TICKET_FILE = "ticket-file"
FORM_QUESTION, PAUSED, PUT_OFF, REMINDER = "form-question", "paused", "put-off", "reminder"
DROPPED = "dropped"
ACKNOWLEDGED, NOT_DONE = "acknowledged", "not-done"
MESSAGE, COPY, NEWS, NOTE, REFUSED = "message", "copy", "news", "note", "refused"
PROPOSED = "proposed"
ALARM, CHART, SUMMARY = "alarm", "chart", "summary"
LISTED, EXPORTED = "listed", "exported"
UNSAID, OWN_DATA, OWN_DATA_ERASED = "unsaid", "own-data", "own-data-erased"
MOVED, LEFT = "moved-card", "left"
BATCH_CARD, BATCH_QUESTION, BATCH_SHEET = "batch-card", "batch-question", "batch-sheet"


def reply(connection: Connection, workspace: str, question: int, channel: str, now: float) -> None:
    """Have the reply to a question drawn as the question stands."""
    outbox.post_once(connection, workspace, channel, REPLY, {"question": question}, now)


def home(connection: Connection, workspace: str, person: str, now: float) -> None:
    """Have a person's Home tab drawn."""
    outbox.post_once(connection, workspace, f"{HOME}:{person}", HOME, {"person": person}, now)


def requests(
    connection: Connection,
    workspace: str,
    person: str,
    response_url: str | None,
    locale: str,
    now: float,
) -> None:
    """Have a person shown what they handed over; without a `response_url` by a direct message."""
    about = {"person": person, "response_url": response_url, "locale": locale}
    outbox.post(connection, workspace, f"{REQUESTS}:{person}", REQUESTS, about, now)


def listed(
    connection: Connection,
    workspace: str,
    person: str,
    response_url: str | None,
    listing: Mapping[str, object],
    locale: str,
    now: float,
) -> None:
    """Have somebody of support shown a list of tickets; without a `response_url` by a message."""
    about = {"person": person, "response_url": response_url, "locale": locale}
    lane = f"{REQUESTS}:{person}"
    outbox.post(connection, workspace, lane, LISTED, {**about, "listing": listing}, now)


def export(
    connection: Connection, workspace: str, person: str, listing: Mapping[str, object], now: float
) -> None:
    """Have a list of tickets sent to somebody of support as a file; that holds up nothing else."""
    about = {"person": person, "listing": listing}
    outbox.post(connection, workspace, f"{EXPORTED}:{person}", EXPORTED, about, now)


def greeting(connection: Connection, workspace: str, person: str, channel: str, now: float) -> None:
    """Have a person greeted in their direct message, and prompts suggested beside it."""
    about = {"person": person, "channel": channel}
    outbox.post(connection, workspace, channel, GREETING, about, now)
    outbox.post(connection, workspace, f"{PROMPTS}:{person}", PROMPTS, about, now)


def unopened(connection: Connection, workspace: str, person: str, button: str, now: float) -> None:
    """Have a person told that a modal did not open, with the button to try again."""
    about = {"person": person, "button": button}
    outbox.post(connection, workspace, f"{UNOPENED}:{person}", UNOPENED, about, now)


def limited(connection: Connection, workspace: str, person: str, now: float) -> None:
    """Have a person told that they did too much at once."""
    outbox.post(connection, workspace, f"{LIMITED}:{person}", LIMITED, {"person": person}, now)


def receipt(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have a ticket's person shown what they sent, as it stands."""
    about = {"ticket": ticket.id}
    outbox.post_once(connection, ticket.workspace, ticket.channel, RECEIPT, about, now)


def superseded(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have a receipt that is shown say that there is a newer one."""
    if ticket.receipt_channel and ticket.receipt_ts:
        where = {"channel": ticket.receipt_channel, "ts": ticket.receipt_ts}
        about = {"ticket": ticket.id, **where}
        outbox.post(connection, ticket.workspace, ticket.channel, SUPERSEDED, about, now)


def ticket_card(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have the support team shown how a ticket stands."""
    about = {"ticket": ticket.id}
    outbox.post_once(connection, ticket.workspace, _desk(ticket.id), TICKET_CARD, about, now)


def moved_cards(
    connection: Connection, workspace: str, tickets: Iterable[int], left: str | None, now: float
) -> None:
    """Have the cards of tickets that are in the channel `left` posted where the desk is now."""
    abouts = {_desk(ticket): {"ticket": ticket, "left": left} for ticket in tickets}
    outbox.post_all(connection, workspace, MOVED, abouts, now)


def left(connection: Connection, workspace: str, channel: str, ts: str, now: float) -> None:
    """Have a message of the desk say that its matter is in another channel now."""
    about = {"channel": channel, "ts": ts}
    outbox.post(connection, workspace, f"{LEFT}:{channel}:{ts}", LEFT, about, now)


def _desk(ticket: int) -> str:
    """Return the lane of what is told of a ticket at the desk: its card first."""
    return f"{TICKET_CARD}:{ticket}"


def desk_lane(ticket: int) -> str:
    """Return the lane of what is told of a ticket at the desk."""
    return _desk(ticket)


def unsay(connection: Connection, workspace: str, lane: str, now: float, **about: object) -> None:
    """Have deleted what Slack shows of somebody, after all that is on its way in a lane.

    `places` are [[channel, ts]] and `files` ids of our own; or {"table", "row", "what"} name what
    shows a row of somebody who was erased.
    """
    outbox.post(connection, workspace, lane, UNSAID, about, now)


def own_data(connection: Connection, workspace: str, person: str, locale: str, now: float) -> None:
    """Have somebody sent all that is kept of them, as a file; that holds up nothing else."""
    about = {"person": person, "locale": locale}
    outbox.post_once(connection, workspace, f"{OWN_DATA}:{person}", OWN_DATA, about, now)


def erased(connection: Connection, workspace: str, person: str, locale: str, now: float) -> None:
    """Have somebody told that nothing is kept of them any more, and their Home tab drawn so."""
    about = {"person": person, "locale": locale}
    lane = f"{OWN_DATA}:{person}"
    outbox.post(connection, workspace, lane, OWN_DATA_ERASED, about, now)
    outbox.post(connection, workspace, lane, HOME, about, now)


def message(connection: Connection, ticket: Ticket, written: int, now: float) -> None:
    """Have a message of the support team shown to the partner, as it stands."""
    about = {"message": written}
    outbox.post(connection, ticket.workspace, ticket.channel, MESSAGE, about, now)


def copy(connection: Connection, ticket: Ticket, written: int, now: float) -> None:
    """Have what was said shown in the thread of the card, as it stands."""
    about = {"message": written}
    outbox.post(connection, ticket.workspace, _desk(ticket.id), COPY, about, now)


def news(connection: Connection, ticket: Ticket, entry: int, now: float) -> None:
    """Have the partner told what was done with their ticket."""
    about = {"entry": entry}
    outbox.post(connection, ticket.workspace, ticket.channel, NEWS, about, now)


def acknowledged(
    connection: Connection,
    workspace: str,
    channel: str,
    written: int,
    shown: Mapping[str, object],
    now: float,
) -> None:
    """Have a partner told that the support team has what they wrote, or no more.

    `shown` is {"way", "thread_ts"}: how it came there and the thread that it was written in; with
    {"ts"} the message that tells so is drawn anew.
    """
    about = {"message": written, **shown}
    outbox.post(connection, workspace, channel, ACKNOWLEDGED, about, now)


def not_done(connection: Connection, ticket: Ticket, code: str, channel: str, now: float) -> None:
    """Have a ticket's person told why it stays as it is, where they pressed (`channel`, or "")."""
    about = {"ticket": ticket.id, "code": code, "channel": channel}
    lane = f"{NOT_DONE}:{ticket.person}"
    outbox.post(connection, ticket.workspace, lane, NOT_DONE, about, now)


def note(connection: Connection, ticket: Ticket, entry: int, now: float) -> None:
    """Have the thread of the card tell what was done with a ticket."""
    about = {"entry": entry}
    outbox.post(connection, ticket.workspace, _desk(ticket.id), NOTE, about, now)


def proposed(connection: Connection, made: Proposal, now: float) -> None:
    """Have the thread of the card tell what was proposed, and what became of it."""
    about = {"proposal": made.id}
    outbox.post_once(connection, made.workspace, _desk(made.ticket), PROPOSED, about, now)


def alarm(connection: Connection, ticket: Ticket, notice: str, now: float) -> None:
    """Have the support team told that a ticket is due, or soon will be."""
    about = {"ticket": ticket.id, "notice": notice}
    outbox.post(connection, ticket.workspace, _desk(ticket.id), ALARM, about, now)


def chart(connection: Connection, workspace: str, first_day: date, now: float) -> None:
    """Have the picture of a week made, and then its summary."""
    about = {"first_day": first_day.isoformat()}
    outbox.post(connection, workspace, SUMMARY, CHART, about, now)


def summary(
    connection: Connection, workspace: str, first_day: date, file: str | None, now: float
) -> None:
    """Have the support team shown a week, with its picture if there is one."""
    about = {"first_day": first_day.isoformat(), "file": file}
    outbox.post(connection, workspace, SUMMARY, SUMMARY, about, now)


def refused(
    connection: Connection,
    workspace: str,
    person: str,
    channel: str,
    reason: Mapping[str, object],
    now: float,
) -> None:
    """Have somebody alone told why something was not done; `reason` is {"code", "ticket"}."""
    about = {"person": person, "channel": channel, **reason}
    outbox.post(connection, workspace, f"{REFUSED}:{person}", REFUSED, about, now)


def ticket_file(connection: Connection, ticket: Ticket, file: str, now: float) -> None:
    """Have a file shared with the support team; one that takes long holds up no other ticket."""
    lane, about = f"{TICKET_FILE}:{ticket.id}", {"ticket": ticket.id, "file": file}
    outbox.post(connection, ticket.workspace, lane, TICKET_FILE, about, now)


def joined(connection: Connection, ticket: Ticket, person: str, now: float) -> None:
    """Have somebody told that what they sent was added to a colleague's ticket."""
    about = {"ticket": ticket.id, "person": person}
    outbox.post(connection, ticket.workspace, person, JOINED, about, now)


def form_question(connection: Connection, draft: Draft, now: float) -> None:
    """Have a person asked for the next field, unless they went on before it is said."""
    about = {"draft": draft.id, "turn": draft.turn}
    lane = draft.channel or draft.person
    outbox.post(connection, draft.workspace, lane, FORM_QUESTION, about, now)


def paused(connection: Connection, draft: Draft, now: float) -> None:
    """Have a person told that what they gave is kept, with the way back to it."""
    lane = draft.channel or draft.person
    outbox.post(connection, draft.workspace, lane, PAUSED, {"draft": draft.id}, now)


def dropped(connection: Connection, draft: Draft, now: float) -> None:
    """Have a person told that what they gave is dropped, with the way back to it."""
    about = {"draft": draft.id}
    outbox.post(connection, draft.workspace, draft.person, DROPPED, about, now)


def put_off(connection: Connection, draft: Draft, due_at: float, now: float) -> None:
    """Have a person told when they are going to be reminded."""
    about = {"draft": draft.id, "due_at": due_at}
    outbox.post(connection, draft.workspace, draft.person, PUT_OFF, about, now)


def reminder(connection: Connection, given: Reminder, now: float) -> None:
    """Have a person reminded of a form whose day has come."""
    about = {"draft": given.draft}
    outbox.post(connection, given.workspace, given.person, REMINDER, about, now)


def batch(connection: Connection, shown: Batch, now: float) -> None:
    """Have the support team shown how a batch stands, and what they were asked about it."""
    lane, about = f"{BATCH_CARD}:{shown.id}", {"batch": shown.id}
    outbox.post_once(connection, shown.workspace, lane, BATCH_CARD, about, now)
    if shown.asked_at is not None:
        outbox.post_once(connection, shown.workspace, lane, BATCH_QUESTION, about, now)


def batch_sheet(connection: Connection, exported: Batch, person: str, now: float) -> None:
    """Have a batch put into the thread of its card as a file; that holds up nothing else.

    `person` is told if it can't be.
    """
    about = {"batch": exported.id, "person": person}
    lane = f"{BATCH_SHEET}:{exported.id}"
    outbox.post_once(connection, exported.workspace, lane, BATCH_SHEET, about, now)
