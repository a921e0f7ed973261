"""A form that is filled in becomes a ticket, once for each modal."""

from collections.abc import Mapping

import pytest
from sqlalchemy import Connection

from bot.app import Content
from bot.content.forms import Position
from bot.forms.filled import REVIEW, Filled
from bot.forms.readings import Given, Typed
from bot.forms.settling import Ask
from bot.services import beginning, filling, sending
from bot.services.beginning import Filler, Modal, Start
from bot.services.filling import Turned
from bot.services.sending import OVER, Outcome
from bot.storage import people, tickets
from bot.storage.people import Profile
from bot.storage.schema import drafts
from tests.services.scene import EMMA, NOW, OURS, Said, card, said

COMPANY = "T-HERS"
FILLER, START = Filler(OURS, EMMA, COMPANY), Start("directory")
GIVEN: dict[str, Typed] = {
    "name": "Contoso",
    "country": "SE",
    "landing-page": "https://contoso.se/learn",
    "confirmations": ("only-this-partner", "no-competitors", "owned"),
}


def submit(
    connection: Connection,
    content: Content,
    view: str,
    *,
    filler: Filler = FILLER,
    **settled: str,
) -> Outcome:
    """Submit the last screen of a modal, as often as Slack sends it."""
    form = content.forms.declared["directory"]
    modal = Modal(view, form, Position(REVIEW), 0, "en")
    current = beginning.in_modal(connection, content.forms, filler, modal, NOW)
    chosen = {ask.id: (settled[ask.rule], "") for ask in _asked(connection, current, settled)}
    return sending.submit(connection, current, Turned(Position(REVIEW), 0, settled=chosen), NOW)


def _asked(connection: Connection, current: filling.Going, settled: dict[str, str]) -> list[Ask]:
    return [ask for ask in sending.asks_of(connection, current) if ask.rule in settled]


def begin(
    connection: Connection,
    view: str,
    given: Mapping[str, Typed] = GIVEN,
    *,
    filler: Filler = FILLER,
    start: Start = START,
) -> None:
    """Keep a form that is filled in, and stands at its last screen."""
    filled = Filled(common={name: Given(typed) for name, typed in {**GIVEN, **given}.items()})
    where = {"step": REVIEW, "line": 0, "view": view, "locale": "en"}
    values = where | {"answers": filled.as_json()}
    beginning.begin(connection, filler, start, values, NOW)


def told(number: int) -> list[Said]:
    """Give what a ticket says: to its person, and to the support team."""
    return [card(number), (EMMA, "receipt", {"ticket": number})]


def said_of_tickets(connection: Connection) -> list[Said]:
    return [each for each in said(connection) if "ticket" in each[2]]


def test_promise_13_a_form_is_sent_once_for_each_view(
    connection: Connection, content: Content
) -> None:
    for number, view in enumerate(("V1", "V2"), 1):
        begin(connection, view, {"landing-page": f"https://{view}.contoso.se"})
        for _ in range(3):
            assert submit(connection, content, view) == OVER
        assert said_of_tickets(connection) == told(number)
    kept = tickets.of_person(connection, OURS, EMMA)
    assert sorted(ticket.number for ticket in kept) == [1, 2]
    assert {ticket.company for ticket in kept} == {COMPANY}


def test_what_was_sent_is_in_the_ticket_alone(connection: Connection, content: Content) -> None:
    begin(connection, "V1")
    submit(connection, content, "V1")
    (ticket,) = tickets.of_person(connection, OURS, EMMA)
    assert ticket.answers["common"]["name"] == {"typed": "Contoso"}
    assert [row.answers for row in connection.execute(drafts.select())] == [{}]


@pytest.mark.parametrize("field", GIVEN)
def test_promise_15_a_form_that_lacks_a_field_is_not_sent_but_shown_where_it_lacks(
    connection: Connection, content: Content, field: str
) -> None:
    begin(connection, "V1", {field: ""})
    outcome = submit(connection, content, "V1")
    assert outcome.checked
    assert list(outcome.checked.problems) == [field]
    assert outcome.going
    assert field in outcome.going.form.steps[outcome.going.position.step]
    assert tickets.of_person(connection, OURS, EMMA) == []


def test_an_open_request_about_the_same_is_asked_about_and_can_be_added_to_or_not(
    connection: Connection, content: Content
) -> None:
    begin(connection, "V1")
    submit(connection, content, "V1")
    begin(connection, "V2", {"name": "Contoso Learning"})
    asked = submit(connection, content, "V2")
    assert [ask.rule for ask in asked.asks] == ["same"]
    assert submit(connection, content, "V2", same="add") == OVER
    (ticket,) = tickets.of_person(connection, OURS, EMMA)
    assert ticket.answers["common"]["name"] == {"typed": "Contoso Learning"}
    begin(connection, "V3")
    assert submit(connection, content, "V3", same="send") == OVER
    assert len(tickets.of_person(connection, OURS, EMMA)) == 2


def test_of_a_request_that_is_changed_nothing_is_added_to_another(
    connection: Connection, content: Content
) -> None:
    for number, host in enumerate(("contoso", "fabrikam"), 1):
        begin(connection, f"V{number}", {"landing-page": f"https://{host}.se"})
        submit(connection, content, f"V{number}")
    changed = Start("directory", ticket=2)
    begin(connection, "V3", {"landing-page": "https://contoso.se"}, start=changed)
    (ask,) = submit(connection, content, "V3").asks
    assert (ask.rule, ask.options) == ("same", ("send",))
    assert submit(connection, content, "V3", same="send") == OVER
    assert len(tickets.of_person(connection, OURS, EMMA)) == 2


@pytest.mark.parametrize(("domain", "is_told"), [("contoso.se", True), (None, False)])
def test_in_one_workspace_only_a_mail_address_tells_that_two_are_of_one_company(
    connection: Connection, content: Content, domain: str | None, *, is_told: bool
) -> None:
    for person in (EMMA, "U-OSCAR"):
        people.keep_profile(connection, OURS, person, Profile("en", company_domain=domain), NOW)
    begin(connection, "V1", filler=Filler(OURS, EMMA, OURS))
    submit(connection, content, "V1", filler=Filler(OURS, EMMA, OURS))
    oscar = Filler(OURS, "U-OSCAR", OURS)
    begin(connection, "V2", filler=oscar)
    outcome = submit(connection, content, "V2", filler=oscar)
    assert [ask.rule for ask in outcome.asks] == (["same"] if is_told else [])
    assert (outcome == OVER) != is_told


def test_promise_36_what_a_colleague_adds_is_told_to_the_request_s_person_alone(
    connection: Connection, content: Content
) -> None:
    begin(connection, "V1")
    submit(connection, content, "V1")
    tickets.change(connection, OURS, 1, channel="C-SHARED", thread_ts="1.0")
    oscar = Filler(OURS, "U-OSCAR", COMPANY)
    begin(connection, "V2", filler=oscar)
    said(connection)
    assert submit(connection, content, "V2", filler=oscar, same="add") == OVER
    assert (EMMA, "receipt", {"ticket": 1}) in said(connection)
    (ticket,) = tickets.of_person(connection, OURS, EMMA)
    assert (ticket.channel, ticket.thread_ts) == (EMMA, None)
