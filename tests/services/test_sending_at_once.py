"""Two colleagues send at the same moment, each with what concerns the other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Connection

from bot.app import Content
from bot.services import sending
from bot.services.beginning import Filler
from bot.services.sending import OVER, Outcome
from bot.storage import tickets
from bot.storage.database import Database
from tests.services.scene import EMMA, OURS
from tests.services.test_sending import COMPANY, FILLER, begin, submit

OSCAR = Filler(OURS, "U-OSCAR", COMPANY)
AS_FAR_AS_THEY_COME_SECONDS = 0.3


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def prepare(connection: Connection, content: Content) -> None:
    """Have Emma send a request and begin another; have Oscar begin the same as her first."""
    begin(connection, "V1")
    submit(connection, content, "V1")
    begin(connection, "V2", {"name": "Contoso Learning"}, filler=OSCAR)
    begin(connection, "V3", {"landing-page": "https://fabrikam.se"})


def test_what_a_colleague_adds_while_its_person_sends_another_stops_neither(
    database: Database, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.run_now(prepare, content)
    there, at_once = Barrier(2), sending.submit

    def together(connection: Connection, *rest: object) -> Outcome:
        with suppress(BrokenBarrierError):
            there.wait(AS_FAR_AS_THEY_COME_SECONDS)
        return at_once(connection, *rest)  # type: ignore[arg-type]

    def send(view: str, filler: Filler, **settled: str) -> Outcome:
        return database.run_now(lambda c: submit(c, content, view, filler=filler, **settled))

    monkeypatch.setattr(sending, "submit", together)
    with ThreadPoolExecutor(2) as threads:
        joining = threads.submit(send, "V2", OSCAR, same="add")
        sending_another = threads.submit(send, "V3", FILLER)
    assert (joining.result(), sending_another.result()) == (OVER, OVER)
    _, first = database.run_now(tickets.of_person, OURS, EMMA)
    assert first.answers["common"]["name"] == {"typed": "Contoso Learning"}
