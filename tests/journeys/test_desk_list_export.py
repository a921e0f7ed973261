"""A list is sent to whoever of support asks for it as a file, with all its rows."""

import pytest

from bot.sandbox import Fault
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.services import listing, replying
from bot.storage import outbox
from tests.journeys.desk import Desk, home_of
from tests.journeys.drafting import forgiven
from tests.journeys.listing import NOT_ALLOWED, choose, exported, filled
from tests.journeys.reading import screen
from tests.journeys.triaging import handed_over
from tests.journeys.watching import pass_time


async def test_a_list_is_exported_with_all_its_rows_in_the_desks_language(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    await desk.press(noor, desk.cards()[0], "desk:take")
    await pass_time(desk)
    await home_of(desk, noor)
    await desk.press(noor, noor.home or await home_of(desk, noor), "speak", "fr")
    await choose(desk, noor, "view", "open")
    header, *found = await exported(desk, noor)
    by_name = [dict(zip(header, row, strict=True)) for row in found]
    assert [row["Number"] for row in by_name] == ["1", "2", "3"]
    first, second, third = by_name
    assert first["State"] == "In progress"
    assert (first["Partner"], first["Owner"]) == (desk.person("camille").user.id, noor.user.id)
    assert (first["Company"], first["Language"]) == ("moreau.example", "Français")
    assert first["Question or form"] == desk.unanswerable("fr")
    assert first["Sent on"].startswith("2026-03-10 13:00")
    assert first["First answer due"] > first["Sent on"]
    assert second["Kind"] == "KPI discrepancy"
    assert "INV-0042" in second["Question or form"]
    assert "Country: Sweden" in third["Question or form"]


async def test_an_export_is_of_what_was_chosen(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    await home_of(desk, noor)
    await choose(desk, noor, "view", "all")
    await choose(desk, noor, "kind", "directory")
    assert [row[0] for row in await exported(desk, noor)] == ["Number", "3"]
    await choose(desk, noor, "search", "nowhere")
    assert len(await exported(desk, noor)) == 1


@pytest.mark.parametrize(("most", "found"), [(50_000, 5), (3, 3)])
async def test_an_export_is_read_some_at_a_time_up_to_its_bound(
    desk: Desk, most: int, found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_READ_AT_ONCE", 2)
    monkeypatch.setattr(listing, "EXPORTED", most)
    for _ in range(5):
        await handed_over(desk, "en")
    noor = desk.person("noor")
    await home_of(desk, noor)
    await choose(desk, noor, "view", "all")
    numbers = [row[0] for row in await exported(desk, noor)]
    assert numbers == ["Number", *(str(number) for number in range(5, 5 - found, -1))]


async def test_an_export_that_slack_refuses_is_told(desk: Desk) -> None:
    noor = desk.person("noor")
    await home_of(desk, noor)
    desk.workspace.faults.add("files.completeUploadExternal", Fault.refused("not_allowed"))
    await noor.press(noor.home or await home_of(desk, noor), "desk_list:export")
    await desk.trouble()
    await desk.office.database.run(outbox.forget_parked, desk.clock() + 1)
    await desk.calm()
    forgiven(desk)
    assert "The list could not be sent" in screen(noor.sees()[-1])


async def test_promise_35_an_export_is_refused_once_its_asker_is_of_support_no_more(
    desk: Desk,
) -> None:
    await filled(desk)
    noor = desk.person("noor")
    office = desk.office
    await noor.leave(SUPPORT_CHANNEL)
    desk.clock.pass_by(seconds=60)
    place = (office.workspace, noor.user.id, {"view": "all"})
    await office.database.run(replying.export, *place, desk.clock())
    office.something_to_say.set()
    await desk.calm()
    assert NOT_ALLOWED in screen(noor.sees()[-1])
    assert not any(each.files for each in noor.sees())
