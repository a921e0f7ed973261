"""The week's summary in the support team's channel."""

import pytest

from bot.app import Content
from bot.sandbox import Fault
from tests.journeys.desk import Desk, opened
from tests.journeys.reading import block_types, screen
from tests.journeys.watching import pass_time


async def a_week(desk: Desk) -> None:
    """Let questions be asked, and the week be over: Monday, 16 March 2026, 10:00 in Amsterdam."""
    await pass_time(desk)
    await desk.ask(desk.person("emma"), "How do I enroll?")
    for locale in ("fr", "sv"):
        await desk.ask(desk.speaker(locale), desk.unanswerable(locale))
    await pass_time(desk, days=5, hours=21)


async def test_last_week_is_summed_up_on_monday_with_a_picture_and_all_figures_as_text(
    desk: Desk,
) -> None:
    await a_week(desk)
    summary = desk.cards()[-1]
    shown = screen(summary)
    assert "Mar 9 – 15, 2026" in shown.replace("\u2009", " ")
    assert "Asked: 3" in shown
    assert "Answered by the bot: 33% (1 of 3)" in shown
    assert "Open now: 2" in shown
    picture = next(block for block in summary.blocks or [] if block["type"] == "image")
    assert picture["alt_text"]
    file = desk.workspace.files.find(picture["slack_file"]["id"])
    assert (file.content or b"").startswith(b"\x89PNG\r\n\x1a\n")


async def test_a_week_is_summed_up_once(desk: Desk) -> None:
    await a_week(desk)
    for _ in range(3):
        await pass_time(desk, hours=8)
    assert len([each for each in desk.cards() if "The week in figures" in each.text]) == 1


async def test_the_first_week_of_an_app_is_not_summed_up_before_it_is_over(desk: Desk) -> None:
    await pass_time(desk)
    await pass_time(desk, days=1)
    assert not any("The week in figures" in each.text for each in desk.cards())


async def test_a_week_whose_picture_slack_does_not_take_is_told_in_figures(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        await pass_time(desk)
        desk.workspace.faults.add("files.completeUploadExternal", Fault.refused("file_not_found"))
        with pytest.raises(AssertionError, match="outbox"):
            await pass_time(desk, days=5, hours=21)
        await desk.workspace.wait_for(lambda: bool(desk.cards()))
        (summary,) = desk.cards()
        assert "Asked: 0" in screen(summary)
        assert "image" not in block_types(summary)
