from typing import Any

from sqlalchemy import Connection

from bot.storage import proposals
from bot.storage.proposals import Proposal
from bot.storage.schema import ACCEPTED, OPEN, REJECTED
from tests.storage.everything import NOW, OURS, PHRASING, PROPOSAL, SUPPORTER, THEIRS


def propose(connection: Connection, workspace: str = OURS, **values: Any) -> Proposal | None:  # noqa: ANN401 - any column's value
    return proposals.keep(connection, workspace, {**PROPOSAL, "ticket": 1, **values})


def kept(connection: Connection, number: int = 1) -> Proposal:
    found = proposals.find(connection, OURS, number)
    assert found
    return found


def test_a_proposal_is_kept_as_it_was_made_and_waits_for_an_editor(
    connection: Connection,
) -> None:
    propose(connection, topic=None, title="Where to enrol", answer="Here:\nthere.")
    assert kept(connection) == Proposal(
        id=1,
        workspace=OURS,
        ticket=1,
        locale="nl",
        topic=None,
        phrasing=PHRASING,
        title="Where to enrol",
        answer="Here:\nthere.",
        proposed_by=SUPPORTER,
        proposed_at=NOW,
        state=OPEN,
        note_channel=None,
        note_ts=None,
    )


def test_the_same_phrasing_of_the_same_ticket_is_one_proposal_of_who_spoke_last(
    connection: Connection,
) -> None:
    assert propose(connection) == kept(connection)
    again = propose(connection, proposed_by="U-SAM", topic=None)
    assert again == kept(connection)
    assert (again.id, again.proposed_by, again.topic) == (1, "U-SAM", None)


def test_a_proposal_that_was_decided_about_stays_as_it_is(connection: Connection) -> None:
    propose(connection)
    proposals.settle(connection, OURS, 1, REJECTED)
    before = kept(connection)
    assert propose(connection, proposed_by="U-SAM") is None
    assert kept(connection) == before


def test_another_phrasing_another_ticket_and_another_workspace_are_others(
    connection: Connection,
) -> None:
    propose(connection)
    others = ({"phrasing": "hoe schrijf ik me in"}, {"ticket": 2}, {"workspace": THEIRS})
    assert None not in [propose(connection, **other) for other in others]


def test_a_proposal_is_found_by_its_ticket_and_phrasing(connection: Connection) -> None:
    propose(connection)
    assert proposals.of_phrasing(connection, OURS, 1, PHRASING) == kept(connection)
    assert proposals.of_phrasing(connection, OURS, 2, PHRASING) is None
    assert proposals.of_phrasing(connection, OURS, 1, PHRASING.upper()) is None


def test_a_proposal_is_settled_once(connection: Connection) -> None:
    propose(connection)
    assert proposals.settle(connection, OURS, 1, ACCEPTED)
    assert not proposals.settle(connection, OURS, 1, REJECTED)
    assert kept(connection).state == ACCEPTED


def test_what_waits_for_an_editor_is_listed_oldest_first_for_all_workspaces(
    connection: Connection,
) -> None:
    for workspace, phrasing in ((OURS, "b"), (THEIRS, "a"), (OURS, "c")):
        propose(connection, workspace, phrasing=phrasing)
    proposals.settle(connection, OURS, 3, REJECTED)
    waiting = [(each.workspace, each.phrasing) for each in proposals.every_open(connection)]
    assert waiting == [(OURS, "b"), (THEIRS, "a")]
