"""The bare Bolt app that answers: each message with one of its own, and nothing is kept."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.say.async_say import AsyncSay

from tests.bench.echo import bare, serve


def _answering(app: AsyncApp) -> None:
    app.event("message")(_answer)


async def _answer(event: dict[str, Any], say: AsyncSay) -> None:
    await say(str(event.get("text")))


if __name__ == "__main__":
    serve(bare(_answering))
