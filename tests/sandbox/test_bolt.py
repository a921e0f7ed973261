"""An ordinary app of slack-bolt works against the sandbox."""

from collections.abc import Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot.sandbox import Person, Workspace

People = Callable[[str], Person]
MODAL = {
    "type": "modal",
    "callback_id": "name_form",
    "title": {"type": "plain_text", "text": "Your name"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "text", "min_length": 2},
        }
    ],
}
BUTTON = {
    "type": "actions",
    "elements": [
        {
            "type": "button",
            "action_id": "open",
            "value": "41",
            "text": {"type": "plain_text", "text": "Open"},
        }
    ],
}


def echo(app: AsyncApp) -> None:
    @app.event("message")
    async def repeat(event: dict[str, Any], say: Any) -> None:  # noqa: ANN401
        await say(text=event["text"], blocks=[BUTTON])

    @app.action("open")
    async def open_form(ack: Any, body: dict[str, Any], client: Any) -> None:  # noqa: ANN401
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("name_form")
    async def take(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:  # noqa: ANN401
        name = view["state"]["values"]["name"]["text"]["value"]
        if name == "Nobody":
            await ack(response_action="errors", errors={"name": "Somebody, please"})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"Hello {name}")

    @app.command("/partner")
    async def command(ack: Any, respond: Any, command: dict[str, Any]) -> None:  # noqa: ANN401
        await ack()
        await respond(f"You typed {command['text']}")


async def test_a_message_is_answered_in_the_direct_message(
    bolt: AsyncApp, person: People, workspace: Workspace
) -> None:
    echo(bolt)
    emma = person("emma")
    await emma.say(None, "Hello & <welcome>")
    assert [each.text for each in emma.sees()] == ["Hello &amp; &lt;welcome&gt;"] * 2
    assert [call.method for call in workspace.calls] == ["auth.test", "chat.postMessage"]


async def test_a_button_opens_a_modal_that_can_be_sent(bolt: AsyncApp, person: People) -> None:
    echo(bolt)
    wei = person("wei")
    await wei.say(None, "hi")
    assert (await wei.press(wei.sees()[-1], "open")).ok
    submission = await wei.submit_view({"name": "王伟"})
    assert submission.closed
    assert wei.sees()[-1].text == "Hello 王伟"


async def test_an_error_beside_a_field_leaves_the_modal_open(
    bolt: AsyncApp, person: People
) -> None:
    echo(bolt)
    emma = person("emma")
    await emma.say(None, "hi")
    await emma.press(emma.sees()[-1], "open")
    submission = await emma.submit_view({"name": "Nobody"})
    assert submission.errors == {"name": "Somebody, please"}
    assert not submission.closed
    assert emma.view
    assert emma.view.values["name"]["text"]["value"] == "Nobody"


async def test_a_command_is_answered_to_one_person_through_its_response_url(
    bolt: AsyncApp, person: People
) -> None:
    echo(bolt)
    camille, wei = person("camille"), person("wei")
    await camille.command("aide", "#learning-partners")
    assert camille.sees("learning-partners")[-1].text == "You typed aide"
    assert wei.sees("learning-partners") == []
