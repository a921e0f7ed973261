"""Has things said: what is written here is drawn and sent by whoever delivers."""

from sqlalchemy import Connection

from bot.storage import outbox

REPLY, CARD, HOME, REQUESTS = "reply", "card", "home", "requests"
GREETING, PROMPTS, UNOPENED = "greeting", "prompts", "unopened"


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
