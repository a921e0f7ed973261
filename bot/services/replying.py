"""Has things said: what is written here is drawn and sent by whoever delivers."""

from sqlalchemy import Connection

from bot.storage import outbox
from bot.storage.drafts import Draft
from bot.storage.reminders import Reminder
from bot.storage.tickets import Ticket

REPLY, CARD, HOME, REQUESTS = "reply", "card", "home", "requests"
GREETING, PROMPTS, UNOPENED = "greeting", "prompts", "unopened"
RECEIPT, TICKET_CARD, JOINED = "receipt", "ticket-card", "joined"
SUPERSEDED = "superseded"
TICKET_FILE = "ticket-file"
FORM_QUESTION, PAUSED, PUT_OFF, REMINDER = "form-question", "paused", "put-off", "reminder"
DROPPED = "dropped"


def reply(connection: Connection, workspace: str, question: int, channel: str, now: float) -> None:
    """Have the reply to a question drawn as the question stands."""
    outbox.post(connection, workspace, channel, REPLY, {"question": question}, now)


def card(connection: Connection, workspace: str, question: int, now: float) -> None:
    """Have the support team shown how a handover stands."""
    outbox.post(connection, workspace, CARD, CARD, {"question": question}, now)


def home(connection: Connection, workspace: str, person: str, now: float) -> None:
    """Have a person's Home tab drawn."""
    outbox.post(connection, workspace, f"{HOME}:{person}", HOME, {"person": person}, now)


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


def greeting(connection: Connection, workspace: str, person: str, channel: str, now: float) -> None:
    """Have a person greeted in their direct message, and prompts suggested beside it."""
    about = {"person": person, "channel": channel}
    outbox.post(connection, workspace, channel, GREETING, about, now)
    outbox.post(connection, workspace, f"{PROMPTS}:{person}", PROMPTS, about, now)


def unopened(connection: Connection, workspace: str, person: str, button: str, now: float) -> None:
    """Have a person told that a modal did not open, with the button to try again."""
    about = {"person": person, "button": button}
    outbox.post(connection, workspace, f"{UNOPENED}:{person}", UNOPENED, about, now)


def receipt(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have a ticket's person shown what they sent, as it stands."""
    about = {"ticket": ticket.id}
    outbox.post(connection, ticket.workspace, ticket.channel, RECEIPT, about, now)


def superseded(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have a receipt that is shown say that there is a newer one."""
    if ticket.receipt_channel and ticket.receipt_ts:
        where = {"channel": ticket.receipt_channel, "ts": ticket.receipt_ts}
        about = {"ticket": ticket.id, **where}
        outbox.post(connection, ticket.workspace, ticket.channel, SUPERSEDED, about, now)


def ticket_card(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have the support team shown how a ticket stands."""
    outbox.post(connection, ticket.workspace, CARD, TICKET_CARD, {"ticket": ticket.id}, now)


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
