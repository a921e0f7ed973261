"""A third form, made of files alone: offered, filled in both ways, sent, and known again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import MODEL, Content, known_to, read_content
from bot.console.checking import findings
from bot.content.checks import check_guided
from bot.content.reader import read_knowledge
from bot.sandbox import Person, View
from tests.content.event import FORM, LANGUAGES, TOPIC, WORDS, add_event
from tests.content.small import copy_few, fit_quickly
from tests.journeys.desk import Desk
from tests.journeys.filling import block_of, fill_in, inputs_of, open_form, send, step_of, submit
from tests.journeys.reading import actions, screen

EVENT = {
    "name": "Contoso Days",
    "event-type": "other",
    "event-type:other": "Open day",
    "country": "SE",
    "page": "contoso.se/days",
    "programme": ["programme.pdf"],
    "remark": "",
    "rules": ["public", "free"],
    "month": "1",
    "year": "2026",
    "order-number": "ORD-118",
    "seats": "1 234,5",
    "price": "1 250,00 SEK",
}
PLAIN = {**EVENT, "event-type": "webinar"}
TOO_EARLY = EVENT | {"month": "2", "order-number": "ORD-119"}
SAID = [
    *("Contoso Days", "webinar", "Zweden", "https://contoso.se/days"),
    *("programme.pdf", "", "rules"),
    *("January 2026", "ORD-118", "40", "1 250,00 SEK"),
]
"""What is said in a conversation; a file is sent, and confirmations are pressed."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copy_few(tmp_path_factory.mktemp("event") / "knowledge")
    add_event(made)
    fit_quickly(read_knowledge(made)).save(made / MODEL)
    return made


@pytest.fixture(scope="module")
def content(folder: Path) -> Content:
    return read_content(folder)


def view_of(person: Person) -> View:
    assert person.view
    return person.view


def shows(view: View, name: str) -> str:
    """Give what stands in a text field when its screen opens."""
    return str(inputs_of(view)[name]["element"].get("initial_value", ""))


async def offered(desk: Desk, person: Person, locale: str = "en") -> View:
    """Open the form by the button under its topic's answer."""
    reply = await desk.ask(person, desk.answer(TOPIC, locale).question)
    assert actions(reply, "form") == [f"form:{FORM}"]
    assert actions(reply, "talk") == [f"talk:{FORM}"]
    await desk.press(person, reply, f"form:{FORM}")
    return view_of(person)


async def added(desk: Desk, person: Person) -> View:
    """Begin one more session from the last screen."""
    assert (await person.press(view_of(person), "another")).ok
    await desk.calm()
    return view_of(person)


def test_a_check_finds_nothing_but_the_languages_that_it_lacks(
    folder: Path, content: Content
) -> None:
    lacking = {f"{each}.yaml" for each in content.decider.knowledge.locales} - {
        f"{each}.yaml" for each in LANGUAGES
    }
    found, _ = findings(folder)
    of_form = [each for each in found if each.path.parent.name == FORM]
    assert {(each.path.name, each.rule) for each in of_form} == {
        (name, "file-missing") for name in lacking
    }
    assert not [each for each in found if each.rule in {"template-broken", "drawing-refused"}]
    assert check_guided(content.decider.knowledge, known_to(content.forms)) == []


async def test_it_is_offered_by_its_topic_and_sent_step_by_step(desk: Desk) -> None:
    emma = desk.person("emma")
    view = await offered(desk, emma)
    assert view.body["title"]["text"] == "Learning event"
    await fill_in(emma, EVENT)
    assert step_of(view_of(emma)) == "review"
    for shown in ("Contoso Days", "Open day", "Sweden", "programme.pdf", "1,234.5", "1,250.00"):
        assert shown in screen(view_of(emma))
    await send(desk, emma, EVENT)
    receipt = desk.replies(emma)[-1]
    assert "Learning event" in screen(receipt)
    assert "We look at it in the week from March 15, 2026" in screen(receipt)
    (card,) = desk.cards()
    for shown in ("Open day", "ORD-118", "1 234,5", "Everybody may come."):
        assert shown in screen(card)


async def test_its_fields_say_what_is_wrong_with_them(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, FORM)
    errors = (await submit(emma, PLAIN | {"page": "http://localhost/x"})).errors
    assert list(errors or {}) == [block_of(view_of(emma), "page")]
    await submit(emma, PLAIN)
    refused = await submit(emma, PLAIN | {"programme": ["draft.pdf"], "rules": ["public"]})
    assert refused.errors is not None
    assert len(refused.errors) == 2
    assert step_of(view_of(emma)) == "proof"


async def test_several_sessions_become_one_request_and_each_is_asked_about(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, FORM)
    await fill_in(emma, EVENT)
    assert step_of(await added(desk, emma)) == "sessions"
    review = await fill_in(emma, TOO_EARLY)
    assert "report-due" in inputs_of(review)
    await send(desk, emma, {"report-due": "send", "report-due:reason": "It was a long day."})
    (card,) = desk.cards()
    for shown in ("ORD-118", "ORD-119", "It was a long day."):
        assert shown in screen(card)


async def test_one_about_the_same_is_asked_about(desk: Desk) -> None:
    for person, wanted in (("emma", False), ("emma", True)):
        await open_form(desk, desk.person(person), FORM)
        review = await fill_in(
            desk.person(person), EVENT | {"page": "https://www.contoso.se/days/"}
        )
        assert ("same" in inputs_of(review)) == wanted
        await send(desk, desk.person(person), {"same": "send"})


async def test_it_begins_with_what_was_said(desk: Desk) -> None:
    emma = desk.person("emma")
    said = "How do we announce our learning event “Contoso Days”, see https://contoso.se/days ?"
    reply = await desk.ask(emma, said)
    await desk.press(emma, reply, f"form:{FORM}")
    assert shows(view_of(emma), "name") == "Contoso Days"
    assert shows(view_of(emma), "page") == "https://contoso.se/days"


@pytest.mark.parametrize(
    ("word", "title"),
    [("event", "Learning event"), ("annonce", "Évènement"), ("evenemang", "Learning event")],
)
async def test_its_command_opens_it_in_a_language_that_it_has(
    desk: Desk, word: str, title: str
) -> None:
    astrid = desk.person("astrid")
    assert (await astrid.command(word)).ok
    await desk.calm()
    assert view_of(astrid).body["title"]["text"] == title


async def test_what_was_typed_stays_when_the_language_changes(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, FORM)
    await submit(emma, PLAIN)
    await emma.type_in(view_of(emma), block_of(view_of(emma), "remark"), "Bring a pen.")
    await desk.press(emma, view_of(emma), "form_in:fr")
    assert view_of(emma).body["title"]["text"] == "Évènement"
    assert shows(view_of(emma), "remark") == "Bring a pen."


async def test_it_is_filled_in_by_conversation(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, desk.answer(TOPIC, "en").question)
    await desk.press(emma, reply, f"talk:{FORM}")
    for said, question in zip(SAID, _questions(), strict=True):
        assert question in screen(desk.replies(emma)[-1])
        await _answer(desk, emma, said)
    check = desk.replies(emma)[-1]
    for shown in ("Contoso Days", "Webinar", "Sweden", "programme.pdf", "January", "1,250.00"):
        assert shown in screen(check)
    await desk.press(emma, check, "say:yes")
    assert "Learning event" in screen(desk.replies(emma)[-1])
    (card,) = desk.cards()
    assert "ORD-118" in screen(card)


def _questions() -> Iterator[str]:
    """Give what is asked, in this order; a year that came with its month is not."""
    for line in WORDS["en"].splitlines():
        before, asks, after = line.partition('question: "')
        if asks and not before.startswith("  year:"):
            yield after.partition('"')[0]


async def _answer(desk: Desk, person: Person, said: str) -> None:
    question = desk.replies(person)[-1]
    if said.endswith(".pdf"):
        await person.upload_message(files=[said])
        await desk.calm()
    elif said == "rules":
        await desk.press(person, question, "confirm:rules")
    elif said:
        await desk.ask(person, said)
    else:
        await desk.press(person, question, "say:skip")
