"""What should not be proposed is warned of or refused, and whoever may not propose it is too."""

import pytest

from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.journeys.desk import Desk
from tests.journeys.filling import request
from tests.journeys.form_screens import all_text
from tests.journeys.proposing import ANSWER, ASKED, GENERAL, chosen, kept, opened, resolved, stands
from tests.journeys.reading import screen
from tests.journeys.triaging import open_modal, press_open, told, write

NONSENSE = (
    *("", "null", "[]", "{}", "{", "[" * 3_000, '{"ticket": "1"}', '{"ticket": -1}'),
    *('{"ticket": true}', '{"ticket": 999}', '{"ticket": 1e400}', f'{{"ticket": {2**70}}}'),
)


async def test_what_may_tell_of_one_partner_is_named_and_asked_about_once(desk: Desk) -> None:
    await opened(desk)
    view = await chosen(desk, "new")
    assert "FR2026-118" in screen(view).replace(ANSWER, "")
    noor = desk.person("noor")
    typed = {"phrasing": "Où est INV-4711 ?", "title": "Factures", "answer": GENERAL}
    submission = await noor.submit_view(typed)
    assert submission.view
    assert "This may tell of one partner: INV-4711." in screen(submission.view)
    assert stands(submission.view).items() >= typed.items()
    assert await kept(desk) == []
    assert (await noor.submit_view({})).closed
    assert (await kept(desk))[0]["phrasing"] == typed["phrasing"]


async def test_who_was_warned_when_it_opened_is_not_asked_again(desk: Desk) -> None:
    emma = desk.speaker("en")
    await desk.ask(emma, f"{desk.unanswerable('en')} INV-4711")
    noor = desk.person("noor")
    await write(desk, noor, "resolve", "Hello.")
    view = await open_modal(desk, noor, "propose")
    assert "This may tell of one partner: INV-4711." in screen(view)
    assert (await noor.submit_view({})).closed


async def test_a_phrasing_that_is_known_is_refused_beside_it_and_nothing_typed_is_lost(
    desk: Desk,
) -> None:
    view = await opened(desk)
    noor = desk.person("noor")
    known = desk.answer("kpi-discrepancy", "fr")
    typed = known.phrasings[0].upper() + " ?"
    submission = await noor.submit_view({"phrasing": typed})
    assert set(submission.errors) == {"phrasing"}
    assert known.title in submission.errors["phrasing"]
    assert stands(view)["phrasing"] == typed
    assert await kept(desk) == []


async def test_an_answer_that_nobody_would_read_on_a_phone_is_refused_beside_it(
    desk: Desk,
) -> None:
    await opened(desk)
    await chosen(desk, "new")
    noor = desk.person("noor")
    typed = {"phrasing": ASKED, "title": "Délai", "answer": "mot " * 400}
    submission = await noor.submit_view(typed)
    assert set(submission.errors) == {"answer"}
    assert "1200" in submission.errors["answer"]


async def test_nothing_but_spaces_is_no_phrasing_title_or_answer(desk: Desk) -> None:
    await opened(desk)
    await chosen(desk, "new")
    submission = await desk.person("noor").submit_view(
        {"phrasing": " \u00a0", "title": "\u2003 ", "answer": " \n "}
    )
    assert set(submission.errors) == {"phrasing", "title", "answer"}


async def test_a_question_that_its_person_has_deleted_is_not_offered_word_for_word(
    desk: Desk,
) -> None:
    camille, noor = desk.speaker("fr"), desk.person("noor")
    ts = await camille.say(None, desk.unanswerable("fr"))
    await desk.calm()
    await write(desk, noor, "resolve", "Bonjour.")
    await camille.delete(None, ts)
    await desk.calm()
    view = await open_modal(desk, noor, "propose")
    assert desk.unanswerable("fr") not in all_text(view)


async def test_promise_35_who_is_not_of_the_support_team_opens_nothing(desk: Desk) -> None:
    await resolved(desk)
    desk.workspace.add_user("U0GUEST", "guest", "Guest", is_restricted=True)
    desk.workspace.channel(SUPPORT_CHANNEL).members.add("U0GUEST")
    guest = desk.person("guest")
    await press_open(desk, guest, "propose")
    assert guest.view is None
    assert "Only members of the support team" in screen(told(guest, SUPPORT_CHANNEL)[-1])


@pytest.mark.parametrize("metadata", NONSENSE)
async def test_promise_15_a_modal_that_says_nonsense_of_itself_proposes_nothing(
    desk: Desk, metadata: str
) -> None:
    view = await opened(desk)
    view.body["private_metadata"] = metadata
    submission = await desk.person("noor").submit_view({})
    await desk.calm()
    assert submission.answer.ok
    assert await kept(desk) == []


async def test_promise_34_a_modal_that_names_the_request_of_a_form_proposes_nothing(
    desk: Desk,
) -> None:
    await request(desk, desk.speaker("sv"), "directory")
    view = await opened(desk)
    view.body["private_metadata"] = '{"ticket": 1}'
    submission = await desk.person("noor").submit_view({})
    assert submission.answer.ok
    assert await kept(desk) == []


async def test_promise_35_who_left_the_desk_meanwhile_proposes_nothing_and_keeps_their_words(
    desk: Desk,
) -> None:
    await resolved(desk)
    sam = desk.person("sam")
    await open_modal(desk, sam, "propose")
    await sam.leave(SUPPORT_CHANNEL)
    await desk.calm()
    desk.clock.pass_by(minutes=1)
    submission = await sam.submit_view({"phrasing": ASKED})
    assert submission.view
    assert "Only members of the support team" in screen(submission.view)
    assert ASKED in screen(submission.view)
    assert ANSWER not in screen(submission.view)
    assert await kept(desk) == []
