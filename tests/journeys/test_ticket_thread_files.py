"""Files that a partner sends with a question or a message are shared beside its card."""

from bot.app import Content
from bot.sandbox import Fault
from tests.journeys.desk import Desk, opened
from tests.journeys.reading import screen
from tests.journeys.triaging import card_of
from tests.journeys.writing_back import opened_thread, upload


async def test_files_of_a_message_are_shared_beside_the_card(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await upload(desk, thread, "invoice.pdf", text="Here it is.")
    shared = desk.shared(card_of(desk))
    assert any("(1 file: invoice.pdf)" in screen(each) for each in shared)
    assert [file["name"] for each in shared for file in each.files or []] == ["invoice.pdf"]


async def test_a_file_that_cannot_be_shared_is_told_on_the_card(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        thread = await opened_thread(desk)
        desk.workspace.faults.add("files.info", Fault.refused("file_not_found"))
        await thread.person.upload_message("Here it is.", ["invoice.pdf"], None, thread.ts)
        missing = "Could not be shared here, please ask for it: invoice.pdf"
        await desk.workspace.wait_for(lambda: missing in screen(card_of(desk)))


async def test_files_of_a_question_that_is_handed_over_reach_the_support_team(desk: Desk) -> None:
    camille = desk.person("camille")
    await camille.upload_message(desk.unanswerable("fr"), [("facture.pdf", b"%PDF-1.4 facture")])
    await desk.calm()
    (card,) = desk.cards()
    shared = [file for message in desk.shared(card) for file in message.files or []]
    assert [file["name"] for file in shared] == ["facture.pdf"]
