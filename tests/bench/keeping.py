"""What a form's author would write with Bolt and sqlite3: keep what is sent, then acknowledge."""

import json
import os
import re
import sqlite3
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.bench.echo import bare, serve

_ANY = re.compile(".*")


def _keep(app: AsyncApp) -> None:
    path = os.environ["DATABASE_URL"].removeprefix("sqlite:///") + ".bare"
    database = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode=WAL", "synchronous=FULL"):
        database.execute(f"PRAGMA {setting}")
    database.execute("CREATE TABLE IF NOT EXISTS kept (person TEXT, view TEXT, state TEXT)")

    def keep(body: dict[str, Any]) -> None:
        state = json.dumps(body["view"]["state"])
        kept = (body["user"]["id"], body["view"]["id"], state)
        database.execute("INSERT INTO kept VALUES (?, ?, ?)", kept)

    async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:
        keep(body)
        await ack()

    app.view(_ANY)(submitted)
    app.action(_ANY)(submitted)


if __name__ == "__main__":
    serve(bare(_keep))
