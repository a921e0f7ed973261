"""What the support team proposes for the knowledge base."""

import pytest
from sqlalchemy import Connection

from bot.app import Content
from bot.content.models import Knowledge
from bot.desk.proposals import Wish
from bot.forms.readings import Problem
from bot.services import proposing, replying
from bot.services.acting import NOT_ALLOWED, NOT_POSSIBLE, Actor, Refusal
from bot.services.proposing import Material
from bot.storage import proposals, questions, ticket_messages, tickets
from bot.storage.proposals import Proposal
from bot.storage.schema import ACCEPTED, OPEN, REJECTED
from bot.storage.tickets import Ticket
from tests.services.scene import HANDOVER, NOW, OURS, say, ticket_of
from tests.services.tickets import EMMAS, NOOR, NOOR_ID, OSCAR, SAM, SAM_ID, deeds, meant, send

WISH = Wish("  Waar vind ik\nde gids?", "nl", topic="directory-missing")
KEPT = "Waar vind ik de gids?"
NEW = WISH._replace(is_new=True, topic=None, title=" De gids ", answer=" Hier.\n")


@pytest.fixture(scope="module")
def knowledge(content: Content) -> Knowledge:
    return content.decider.knowledge


def settled(connection: Connection, **values: object) -> Ticket:
    """Have a question handed over that was settled."""
    say(connection, HANDOVER, text="Waar is mijn gids?")
    more = {"evidence": {"candidates": ["gone", "enroll-where"], "confidence": 0.1}}
    tickets.change(connection, OURS, 1, **{"state": "resolved", **more, **values})
    meant(connection)
    return ticket_of(connection)


def write(connection: Connection, text: str, **values: object) -> None:
    row = {"ticket": 1, "author": NOOR_ID, "side": "support", "files": [], "written_at": NOW}
    ticket_messages.add(connection, OURS, {**row, "text": text, **values})


def proposed(
    connection: Connection, knowledge: Knowledge, wish: Wish = WISH, actor: Actor = NOOR
) -> Proposal:
    made = proposing.propose(connection, knowledge, actor, 1, wish, NOW)
    assert isinstance(made, Proposal), made
    return made


def test_a_ticket_offers_its_question_its_likeliest_topic_and_what_was_written_last(
    connection: Connection, knowledge: Knowledge
) -> None:
    ticket = settled(connection)
    write(connection, "Eerst dit.")
    write(connection, "Dan dat.")
    write(connection, "Bedankt!", side="partner", author="U-EMMA")
    found = proposing.material(connection, knowledge, OURS, 1)
    assert found == Material(ticket, "Waar is mijn gids?", "nl", "enroll-where", "Dan dat.")


def test_what_was_deleted_is_not_offered(connection: Connection, knowledge: Knowledge) -> None:
    settled(connection, evidence=None)
    write(connection, "Weg.", deleted=True)
    questions.change(connection, OURS, 1, deleted=True)
    found = proposing.material(connection, knowledge, OURS, 1)
    assert found
    assert (found.asked, found.topic, found.answer) == ("", None, "")


def test_a_language_that_is_spoken_no_more_is_not_offered(
    connection: Connection, knowledge: Knowledge
) -> None:
    settled(connection, written_in="xx")
    found = proposing.material(connection, knowledge, OURS, 1)
    assert found
    assert found.locale in knowledge.locales


def test_the_request_of_a_form_and_a_strange_one_offer_nothing(
    connection: Connection, knowledge: Knowledge
) -> None:
    send(connection, state="resolved")
    assert proposing.material(connection, knowledge, OURS, 1) is None
    assert proposing.material(connection, knowledge, OURS, 99) is None
    assert proposing.material(connection, knowledge, "T-OTHER", 1) is None


def test_a_way_to_ask_is_kept_on_one_line_written_down_and_told_in_the_thread(
    connection: Connection, knowledge: Knowledge
) -> None:
    settled(connection)
    made = proposed(connection, knowledge)
    assert (made.phrasing, made.locale, made.topic) == (KEPT, "nl", "directory-missing")
    assert (made.title, made.answer, made.state) == (None, None, OPEN)
    assert (made.proposed_by, made.proposed_at) == (NOOR_ID, NOW)
    assert deeds(connection)[-1] == "propose"
    assert meant(connection) == [replying.PROPOSED]
    assert ticket_of(connection).state == "resolved"


def test_a_new_topic_is_kept_with_its_title_and_answer_and_without_another(
    connection: Connection, knowledge: Knowledge
) -> None:
    settled(connection)
    made = proposed(connection, knowledge, NEW._replace(topic="directory-missing"))
    assert (made.topic, made.title, made.answer) == (None, "De gids", "Hier.")


def test_what_is_wrong_is_told_and_nothing_is_kept(
    connection: Connection, knowledge: Knowledge
) -> None:
    settled(connection)
    wish = NEW._replace(phrasing=" \x00 ", title="", answer=" \n ")
    wrong = proposing.propose(connection, knowledge, NOOR, 1, wish, NOW)
    assert wrong == dict.fromkeys(("phrasing", "title", "answer"), Problem("missing"))
    assert proposals.every_open(connection) == []
    assert meant(connection) == []


@pytest.mark.parametrize("actor", [EMMAS, OSCAR], ids=["partner", "somebody"])
def test_promise_32_nobody_but_support_proposes(
    connection: Connection, knowledge: Knowledge, actor: Actor
) -> None:
    settled(connection)
    refused = proposing.propose(connection, knowledge, actor, 1, WISH, NOW)
    assert refused == Refusal(NOT_ALLOWED)
    assert proposals.every_open(connection) == []


def test_from_a_form_nothing_is_proposed(connection: Connection, knowledge: Knowledge) -> None:
    ticket = send(connection, state="resolved")
    refused = proposing.propose(connection, knowledge, NOOR, 1, WISH, NOW)
    assert refused == Refusal(NOT_POSSIBLE, ticket)


def test_the_same_again_changes_nothing_and_is_told_once(
    connection: Connection, knowledge: Knowledge
) -> None:
    settled(connection)
    first = proposed(connection, knowledge)
    assert meant(connection) == [replying.PROPOSED]
    assert proposed(connection, knowledge, WISH._replace(phrasing=KEPT), SAM) == first
    assert meant(connection) == []
    assert deeds(connection).count("propose") == 1


def test_the_same_phrasing_for_something_else_is_what_was_proposed_now(
    connection: Connection, knowledge: Knowledge
) -> None:
    settled(connection)
    first = proposed(connection, knowledge)
    second = proposed(connection, knowledge, NEW, SAM)
    assert (second.id, second.proposed_by, second.title) == (first.id, SAM_ID, "De gids")
    assert proposals.every_open(connection) == [second]


@pytest.mark.parametrize("state", [ACCEPTED, REJECTED])
def test_what_an_editor_has_decided_stands_and_is_told(
    connection: Connection, knowledge: Knowledge, state: str
) -> None:
    settled(connection)
    first = proposed(connection, knowledge)
    meant(connection)
    assert proposing.settle(connection, first, state, NOW)
    assert meant(connection) == [replying.PROPOSED]
    assert not proposing.settle(connection, first, ACCEPTED, NOW)
    again = proposing.propose(connection, knowledge, SAM, 1, NEW, NOW)
    assert again == {"phrasing": Problem("phrasing-decided")}
    assert proposals.find(connection, OURS, first.id) == first._replace(state=state)
    assert meant(connection) == []


def test_an_edited_question_is_offered_as_it_reads_now(
    connection: Connection, knowledge: Knowledge
) -> None:
    settled(connection)
    questions.change(connection, OURS, 1, text="Waar is mijn vermelding?")
    found = proposing.material(connection, knowledge, OURS, 1)
    assert found
    assert found.asked == "Waar is mijn vermelding?"
