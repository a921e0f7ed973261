"""A form is begun, gone on with, and dropped: by whom, from what, and in which order."""

from sqlalchemy import Connection

from bot.app import Content
from bot.content.forms import Position
from bot.forms.filled import Filled
from bot.forms.readings import Given
from bot.services import beginning, filling, sending
from bot.services.beginning import Filler, Modal, Start
from bot.services.filling import Going, Turned
from bot.storage import drafts
from bot.storage.drafts import Draft
from bot.storage.schema import DROPPED
from tests.services.scene import EMMA, NOW, OURS, asked, said, say

EMMAS, OSCARS = Filler(OURS, EMMA, OURS), Filler(OURS, "U-OSCAR", OURS)
FIRST = Position("company")
TOLD = "Our company “Contoso Learning” in Sweden is missing in the partner directory."


def begin(connection: Connection, filler: Filler, start: Start, name: str = "") -> Draft:
    """Keep a form as it is opened in the modal V1, prefilled with a name."""
    filled = Filled(common={"name": Given(name)} if name else {})
    where = {"step": FIRST.step, "line": 0, "view": "V1", "locale": "en", "turn": 0}
    return beginning.begin(connection, filler, start, where | {"answers": filled.as_json()}, NOW)


def going(connection: Connection, content: Content, draft: Draft) -> Going:
    found = filling.going(connection, content.forms, draft, NOW)
    assert found
    return found


def test_promise_34_a_form_begun_under_somebody_else_s_question_takes_none_of_its_words(
    connection: Connection, content: Content
) -> None:
    question = say(connection, text=TOLD)
    for filler, takes in ((OSCARS, False), (EMMAS, True)):
        draft = begin(connection, filler, Start("directory", question=question.id))
        anew = filling.start_over(connection, going(connection, content, draft), NOW)
        assert anew.filled.begun() == takes


def test_promise_14_what_was_typed_before_the_draft_was_kept_stays_in_it(
    connection: Connection, content: Content
) -> None:
    modal = Modal("V1", content.forms.declared["directory"], FIRST, 0, "en")
    turned = Turned(FIRST, 0, {"name": Given("Forlaget")})
    for _ in range(2):
        current = beginning.in_modal(connection, content.forms, EMMAS, modal, NOW)
        sending.keep_typed(connection, current, turned, NOW, NOW)
        draft = begin(connection, EMMAS, Start("directory"), name="Contoso")
        assert draft.answers["common"] == {"name": {"typed": "Forlaget"}}
        assert draft.turn == modal.turn
    assert len(drafts.of_person(connection, OURS, EMMA)) == 1


def test_a_draft_that_is_discarded_twice_is_said_to_be_once(connection: Connection) -> None:
    draft = begin(connection, EMMAS, Start("directory"), name="Contoso")
    said(connection)
    for _ in range(2):
        filling.throw_away(connection, draft, NOW)
    told = [message for _, message, _ in said(connection)]
    assert told == ["home", "dropped"]
    found = drafts.find(connection, OURS, draft.id)
    assert found
    assert found.state == DROPPED
    assert asked().person == draft.person
