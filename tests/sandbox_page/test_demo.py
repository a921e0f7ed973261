"""The demo starts on loopback alone, and its page works without the script too."""

import socket
from collections.abc import Sequence
from typing import Any

import pytest
import typer
from playwright.sync_api import Browser, expect
from sqlalchemy import Connection, Row, select

from bot.app import Content
from bot.console.demonstrating import Demo, demonstrate
from bot.console.living import live_in
from bot.content.desk import QUESTION
from bot.desk.life import State
from bot.sandbox.demo import PARTNERS
from bot.storage.schema import tickets
from tests.sandbox_page.running import Beside


def test_a_taken_port_is_told_in_a_sentence(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(typer.Exit):
            demonstrate(content, port)
    assert str(port) in capsys.readouterr().err


def test_examples_fill_the_workspace_by_acting_in_it(
    running: Beside[Demo], content: Content
) -> None:
    running.run(live_in(running.site, content.decider.knowledge), seconds=60)
    for name in PARTNERS.values():
        assert len(running.site.person(name).sees()) >= 6
    held = running.run(running.site.house.database.read(_tickets))
    assert {each.state for each in held} >= set(State) - {State.REOPENED}
    assert {each.kind for each in held} == {QUESTION, "discrepancy", "directory"}
    assert {each.locale for each in held} == set(PARTNERS)
    assert {each.rating for each in held} == {None, 0, 1}
    assert {each.owner for each in held} > {None}
    assert all(call.error is None for call in running.site.slack.calls)


def _tickets(connection: Connection) -> Sequence[Row[Any]]:
    return connection.execute(select(tickets)).all()


def test_without_the_script_links_and_forms_still_work(
    browser: Browser, running: Beside[Demo]
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{running.site.address}/?as=emma&in=learning-partners")
        page.locator(".composer textarea").fill("Good morning")
        page.get_by_role("button", name="Send").click()
        expect(page.locator("article")).to_contain_text("Good morning")
