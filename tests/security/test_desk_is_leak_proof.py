"""What support says among itself never reaches a partner: replying is an act of its own."""

from random import Random

import pytest

from bot.sandbox import Person
from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.gestures import untimed
from tests.journeys.reading import objects
from tests.journeys.triaging import card_of, open_modal

TEXTS = 200
SEED = 36
CANARY = "canary"
BEGINNINGS = (
    *("", "The partner: ", "reply ", "/partner ", "@emma ", "<@U0EMMA0001> ", "<!channel> "),
    *("Dear Emma, ", "desk:reply ", "resolve 1 ", "Request 1: ", "*Answer* ", "> quoted ", "回复 "),
    *("Merci de dire au partenaire : ", "Graag doorsturen: ", "Vidarebefordra: ", "yes ", "send "),
)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Slack take more than a message a second: there is much talk here."""
    monkeypatch.setattr("bot.slack.sending.delivery.paces", lambda *_: {})


async def talk(desk: Desk, random: Random, number: int) -> None:
    """Have a colleague write below the card: with a mention, a file, an edit or a deletion."""
    noor, thread = desk.person("noor"), card_of(desk, 0).ts
    mention = f"{MENTION} " if random.random() < 0.3 else ""
    text = f"{mention}{random.choice(BEGINNINGS)}{CANARY}{number}"
    if random.random() < 0.1:
        await noor.upload_message(text, (f"{CANARY}{number}.pdf",), SUPPORT_CHANNEL, thread)
        return
    ts = await noor.say(SUPPORT_CHANNEL, text, thread, also_in_channel=random.random() < 0.1)
    if random.random() < 0.2:
        await noor.edit(SUPPORT_CHANNEL, ts, f"{text} {CANARY}-edited")
    if random.random() < 0.1:
        await noor.delete(SUPPORT_CHANNEL, ts)


def seen_by(person: Person) -> str:
    """Give all that a partner sees of the app, whatever it is."""
    places = [None, CHANNEL]
    messages = [m for place in places for m in person.sees(place) if m.user != person.user.id]
    home = person.home.body if person.home else {}
    view = person.view.body if person.view else {}
    return str([[each.text, each.blocks, each.files] for each in messages] + [home, view])


async def test_two_hundred_texts_below_a_card_reach_no_partner(desk: Desk) -> None:
    random = Random(SEED)  # noqa: S311 - chance that can be repeated
    emma = desk.person("emma")
    await desk.ask(emma, f"{MENTION} {desk.unanswerable('en')}", CHANNEL)
    before, rows = seen_by(emma), await desk.rows()
    for number in range(TEXTS):
        await talk(desk, random, number)
        if number % 20 == 0:
            await desk.calm()
    await desk.calm()
    now = await desk.rows()
    assert seen_by(emma) == before
    assert untimed(now["tickets"])[0] == untimed(rows["tickets"])[0]
    for table in ("ticket_messages", "ticket_history"):
        assert [each for each in now[table] if each["ticket"] == rows["tickets"][0]["id"]] == []
    assert len(now["tickets"]) == 1
    assert not [call.method for call in desk.workspace.calls if CANARY in str(call.arguments)]


async def test_nothing_can_be_written_where_the_details_are_looked_up(desk: Desk) -> None:
    await desk.ask(desk.person("emma"), desk.unanswerable("en"))
    view = await open_modal(desk, desk.person("noor"), "read")
    assert "submit" not in view.body
    assert not [each for each in objects(view.body["blocks"]) if each.get("type") == "input"]


async def test_what_is_typed_and_not_sent_reaches_no_partner(desk: Desk) -> None:
    emma, noor = desk.person("emma"), desk.person("noor")
    await desk.ask(emma, desk.unanswerable("en"))
    before = seen_by(emma)
    for deed in ("reply", "ask", "resolve", "reject"):
        await open_modal(desk, noor, deed)
        await noor.submit_view({"text": CANARY})
        await noor.close_view(everything=True)
        await desk.calm()
    assert seen_by(emma) == before
    assert CANARY not in str(await desk.rows())
