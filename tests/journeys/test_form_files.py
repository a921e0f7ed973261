"""The files that partners give reach the support team, each once, beside the request's card."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import Content
from bot.sandbox import Message, Person, read_scopes
from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.journeys.desk import LOCALES, Desk, assert_nothing_went_wrong, opened
from tests.journeys.filling import DISCREPANCY, fill_in, open_form, request, send, submit
from tests.journeys.reading import screen

FIRST = ("Rechnung März 2026 (1).pdf", b"%PDF first\r\n\xff\x00")
SECOND = ("发票 <!channel> & copy.png", b"\x89PNG second, and larger")
NOT_SHARED = "Could not be shared here, please ask for it: {files}"

ANSWERS = ("1", "2026", "Lab", "Unit A", "INV-0042", "10", "12", "5 EUR", "skip")
"""What somebody types in a conversation until the invoice itself is asked for."""


def files_in(desk: Desk, card: Message) -> list[tuple[str, bytes]]:
    """Give the names and contents of what was shared in the thread of a card, oldest first."""
    shared = [file for message in desk.shared(card) for file in message.files or []]
    found = [(each["name"], desk.workspace.files.find(each["id"]).content) for each in shared]
    return [(name, content or b"") for name, content in found]


async def report(desk: Desk, person: Person, *files: tuple[str, bytes]) -> None:
    """Send a report with files."""
    await request(desk, person, "discrepancy", {**DISCREPANCY, "invoice": list(files)})


async def change_files(desk: Desk, person: Person, *files: tuple[str, bytes]) -> None:
    """Add files to a request that was sent, as its receipt offers."""
    await desk.press(person, desk.replies(person)[-1], "request:file")
    await send(desk, person, {**DISCREPANCY, "invoice": list(files)})


async def withdraw(desk: Desk, person: Person) -> None:
    await desk.press(person, desk.replies(person)[-1], "request:withdraw")


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_files_of_a_report_stand_in_the_thread_of_its_card(
    desk: Desk, locale: str
) -> None:
    partner = desk.speaker(locale)
    await desk.command(partner, f"language {locale}")
    await report(desk, partner, FIRST, SECOND)
    (card,) = desk.cards()
    assert files_in(desk, card) == [FIRST, SECOND]


async def test_a_file_is_the_app_s_own_beside_the_card_and_nowhere_else(desk: Desk) -> None:
    await report(desk, desk.person("emma"), FIRST)
    (card,) = desk.cards()
    (message,) = desk.shared(card)
    (file,) = message.files or []
    assert message.user == file["user"] == desk.workspace.app.bot_user_id
    assert (file["groups"], file["channels"], file["ims"]) == ([SUPPORT_CHANNEL], [], [])
    assert message.text == ""


async def test_the_support_team_reads_what_the_partner_s_own_file_does_not_show_them(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await report(desk, emma, FIRST)
    (original, copy) = desk.workspace.files.all()
    assert (original.user, original.channels) == (emma.user.id, [])
    assert (copy.channels, copy.content) == ([SUPPORT_CHANNEL], original.content)


async def test_a_file_that_came_as_a_message_in_a_conversation_is_shared(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, desk.answer("kpi-discrepancy", "en").question)
    await desk.press(emma, reply, "talk:discrepancy")
    for said in ANSWERS:
        await desk.ask(emma, said)
    await emma.upload_message("here it is", [FIRST])
    await desk.calm()
    await desk.ask(emma, "skip")
    await desk.press(emma, desk.replies(emma)[-1], "say:yes")
    (card,) = desk.cards()
    assert files_in(desk, card) == [FIRST]


async def test_a_request_without_files_shares_none(desk: Desk) -> None:
    await request(desk, desk.person("emma"), "directory")
    (card,) = desk.cards()
    assert desk.shared(card) == []


async def test_a_file_that_is_added_later_is_shared_and_those_before_are_not_again(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await report(desk, emma, FIRST)
    await change_files(desk, emma, SECOND)
    (card,) = desk.cards()
    assert files_in(desk, card) == [FIRST, SECOND]


async def test_the_file_of_a_report_that_is_added_to_an_open_one_stands_beside_its_card(
    desk: Desk,
) -> None:
    await report(desk, desk.person("emma"), FIRST)
    again = {**DISCREPANCY, "invoice": [SECOND], "same": "add"}
    await request(desk, desk.person("emma"), "discrepancy", again)
    (card,) = desk.cards()
    assert files_in(desk, card) == [FIRST, SECOND]


async def test_a_card_that_is_drawn_again_shares_nothing_again(desk: Desk) -> None:
    emma = desk.person("emma")
    await report(desk, emma, FIRST)
    await withdraw(desk, emma)
    await desk.press(emma, desk.replies(emma)[-1], "request:restore")
    (card,) = desk.cards()
    assert files_in(desk, card) == [FIRST]


async def test_each_request_has_its_own_files_in_its_own_thread(desk: Desk) -> None:
    await report(desk, desk.person("emma"), FIRST)
    other = {**DISCREPANCY, "invoice-number": "INV-0043", "invoice": [SECOND]}
    await request(desk, desk.person("camille"), "discrepancy", other)
    first, second = desk.cards()
    assert files_in(desk, first) == [FIRST]
    assert files_in(desk, second) == [SECOND]


async def test_a_large_file_arrives_whole(desk: Desk) -> None:
    large = ("invoice.pdf", b"\x00\xff" * 5_000_000)
    await report(desk, desk.person("emma"), large)
    (card,) = desk.cards()
    assert files_in(desk, card) == [large]


async def test_without_a_channel_of_the_support_team_no_file_is_read(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url, desk_channel="") as desk:
        await report(desk, desk.person("emma"), FIRST)
        assert not desk.workspace.called("files.info")
        await assert_nothing_went_wrong(desk)


async def at_review(desk: Desk, person: Person, *files: tuple[str, bytes]) -> None:
    """Fill in a report with files as far as its last screen."""
    await open_form(desk, person, "discrepancy")
    await fill_in(person, {**DISCREPANCY, "invoice": list(files)})


async def lose_files(desk: Desk, person: Person) -> None:
    """Send what is filled in, and wait until the card is drawn without a file."""
    assert (await submit(person, {})).closed
    await desk.trouble()
    await desk.workspace.wait_for(lambda: desk.workspace.called("chat.update"))


@pytest_asyncio.fixture
async def troubled(content: Content, database_url: str) -> AsyncIterator[Desk]:
    """Give a desk at which things may go wrong."""
    async with opened(content, database_url) as desk:
        yield desk


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_card_names_a_file_that_could_not_be_shared_in_the_team_s_language(
    content: Content, database_url: str, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    monkeypatch.setattr("bot.slack.messages.file_sharing.LARGEST", len(FIRST[1]))
    async with opened(content, database_url, desk_locale=locale) as desk:
        await at_review(desk, desk.person("emma"), SECOND, FIRST)
        await lose_files(desk, desk.person("emma"))
        await desk.workspace.wait_for(lambda: files_in(desk, desk.cards()[0]) == [FIRST])
        (card,) = desk.cards()
        assert desk.words(locale, NOT_SHARED).format(files=SECOND[0]) in screen(card)
        assert FIRST[0] not in screen(card).splitlines()[-1]


MANIFEST = json.loads(Path("manifest.json").read_text(encoding="utf-8"))


def grant(desk: Desk, scopes: str) -> None:
    """Have the app granted these scopes, and no others."""
    desk.workspace.app = replace(desk.workspace.app, scopes=scopes)


async def test_promise_40_the_scopes_of_the_manifest_are_all_that_sharing_a_file_needs(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        grant(desk, read_scopes(MANIFEST))
        await report(desk, desk.person("emma"), FIRST)
        (card,) = desk.cards()
        assert files_in(desk, card) == [FIRST]
        await assert_nothing_went_wrong(desk)


@pytest.mark.parametrize("scope", ["files:read", "files:write"])
async def test_promise_40_without_a_scope_for_files_a_file_is_not_shared(
    troubled: Desk, scope: str
) -> None:
    granted = read_scopes(MANIFEST).split(",")
    assert scope in granted
    await at_review(troubled, troubled.person("emma"), FIRST)
    grant(troubled, ",".join(each for each in granted if each != scope))
    await lose_files(troubled, troubled.person("emma"))
    (card,) = troubled.cards()
    assert troubled.shared(card) == []
    assert NOT_SHARED.format(files=FIRST[0]) in screen(card)
