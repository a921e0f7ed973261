"""A workspace with an app that does nothing but say what it is told, and all of Block Kit."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx
from starlette.applications import Starlette

from bot.sandbox import LocalServer, Person, Sender, Workspace
from bot.sandbox.page import page, read_features
from bot.sandbox.transfer import Transfer
from bot.sandbox.web_api import perform
from tests.sandbox.kit import CONFIRM, actions, button, mrkdwn, option, plain, rich, section

Json = dict[str, Any]

MENU: Json = {"options": [option("One", "1"), option("Two", "2"), option("Three", "3")]}
GROUPS: Json = {"option_groups": [{"label": plain("Few"), "options": MENU["options"]}]}
FEEDBACK: Json = {
    "type": "feedback_buttons",
    "action_id": "helpful",
    "positive_button": {"text": plain("Good"), "value": "good"},
    "negative_button": {"text": plain("Bad"), "value": "bad"},
}
PARTS: list[Json] = [
    {"type": "text", "text": "bold", "style": {"bold": True, "italic": True, "code": True}},
    {"type": "link", "url": "https://example.com", "text": "a link"},
    {"type": "user", "user_id": "U0DAAN0001"},
    {"type": "channel", "channel_id": "C0PARTNERS"},
    {"type": "broadcast", "range": "here"},
    {"type": "emoji", "name": "tada"},
    {"type": "date", "timestamp": 1700000000, "format": "{date}", "fallback": "14 November"},
]
TEXT: Json = {"type": "text", "text": "some words"}
CARD: Json = {"type": "card", "title": mrkdwn("*A card*"), "body": mrkdwn("Its body")}
TASK: Json = {"type": "task_card", "task_id": "1", "title": "Task", "status": "complete"}
MESSAGE: list[Json] = [
    {"type": "header", "text": plain("Header")},
    section("*bold* _it_ ~no~ `code` <https://example.com|label> :tada:\n&gt; quoted"),
    section("With a menu", accessory={"type": "static_select", "action_id": "menu", **MENU}),
    {"type": "section", "fields": [mrkdwn("First"), plain("Second")]},
    {"type": "divider"},
    {"type": "context", "elements": [plain("Note"), mrkdwn("*strong*")]},
    {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "A chart"},
    rich(*PARTS),
    rich({"type": "rich_text_section", "elements": [TEXT]}, kind="rich_text_list", style="ordered"),
    rich(TEXT, kind="rich_text_quote"),
    rich(TEXT, kind="rich_text_preformatted"),
    {"type": "markdown", "text": "# Title\n\n- **item**\n\n<script>alert(1)</script>"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": each} for each in "ab"]] * 2},
    actions(
        button("Plain", action_id="plain", value="v"),
        button("Sure", action_id="sure", style="danger", confirm=CONFIRM),
        {"type": "overflow", "action_id": "over", **MENU},
        {"type": "datepicker", "action_id": "day", "initial_date": "2026-05-01"},
    ),
    {"type": "context_actions", "elements": [FEEDBACK]},
    CARD,
    {"type": "carousel", "elements": [CARD, {**CARD, "title": mrkdwn("Second card")}]},
    {"type": "container", "title": plain("Container"), "child_blocks": [section("Inside")]},
    TASK,
    {"type": "plan", "title": "Plan", "tasks": [{**TASK, "task_id": "2", "title": "Step"}]},
    {
        "type": "video",
        "video_url": "https://example.com/v",
        "thumbnail_url": "https://example.com/t.png",
        "alt_text": "A film",
        "title": plain("Film"),
    },
    {"type": "file", "source": "remote", "external_id": "remote-file"},
]
ALERT: Json = {"type": "alert", "text": plain("Watch out"), "level": "warning"}
DATA: Json = {
    "type": "data_table",
    "caption": "Figures",
    "rows": [[{"type": "raw_text", "text": each} for each in "cd"]],
}
ELEMENTS: dict[str, Json] = {
    "text": {"type": "plain_text_input", "min_length": 3},
    "lines": {"type": "plain_text_input", "multiline": True},
    "email": {"type": "email_text_input"},
    "url": {"type": "url_text_input"},
    "number": {"type": "number_input", "is_decimal_allowed": True},
    "rich": {"type": "rich_text_input"},
    "menu": {"type": "static_select", **MENU},
    "grouped": {"type": "static_select", **GROUPS},
    "outside": {"type": "external_select", "min_query_length": 1},
    "several": {"type": "multi_static_select", "max_selected_items": 2, **MENU},
    "person": {"type": "users_select"},
    "people": {"type": "multi_users_select"},
    "place": {"type": "channels_select"},
    "talk": {"type": "conversations_select"},
    "boxes": {"type": "checkboxes", **MENU},
    "radios": {"type": "radio_buttons", **MENU},
    "day": {"type": "datepicker"},
    "hour": {"type": "timepicker"},
    "moment": {"type": "datetimepicker"},
    "file": {"type": "file_input"},
}


SHORTCUTS: list[Json] = [
    {"type": "global", "callback_id": "report", "name": "Report", "description": "A new one"},
    {"type": "global", "callback_id": "request", "name": "Request"},
    {"type": "message", "callback_id": "ask", "name": "Ask about this"},
]
MANIFEST: Json = {"features": {"shortcuts": SHORTCUTS}}


def field_of(name: str) -> Json:
    """Give an input block of every kind by name."""
    element = {**ELEMENTS[name], "action_id": "value"}
    return {"type": "input", "block_id": name, "label": plain(f"The {name}"), "element": element}


def form(*blocks: Json, title: str = "Everything") -> Json:
    """Give a modal."""
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "blocks": list(blocks),
    }


@dataclass
class Everything:
    """The site of a test: its app remembers what it got, and answers what it is told.

    ``suggests`` gives the answer for what was typed into an external menu; ``reacts`` is
    called with every other payload before it is answered.
    """

    address: str
    slack: Workspace
    sender: Sender
    got: list[Json]
    answers: list[Json | int] = field(default_factory=list)
    suggests: Callable[[str], Json] | None = None
    reacts: Callable[[Json], None] | None = None

    async def call(self, method: str, **arguments: Any) -> Json:  # noqa: ANN401 - as Slack takes
        """Call the Web API as the app does; nothing may be refused."""
        return self.change(method, **arguments)

    def change(self, method: str, **arguments: Any) -> Json:  # noqa: ANN401 - as Slack takes
        """Call the Web API while a request is being answered; nothing may be refused."""
        answer = perform(self.slack, method, arguments)
        assert answer["ok"], answer
        return answer

    async def show_form(self, view: Json) -> None:
        """Open a modal for Emma."""
        trigger = self.slack.triggers.give(self.slack.user("emma").id)
        await self.call("views.open", trigger_id=trigger.id, view=view)

    @property
    def emma(self) -> Person:
        """Emma."""
        return Person(self.slack.user("emma"), self.sender)

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Take a request."""
        fields = {key: each[0] for key, each in parse_qs(request.content.decode()).items()}
        payload = json.loads(fields["payload"]) if "payload" in fields else {}
        if payload:
            self.got.append(payload)
        if payload.get("type") == "block_suggestion":
            return httpx.Response(200, json=self._suggested(payload["value"]))
        if payload and self.reacts:
            self.reacts(payload)
        answer = self.answers.pop(0) if payload and self.answers else 200
        return (
            httpx.Response(answer) if isinstance(answer, int) else httpx.Response(200, json=answer)
        )

    def _suggested(self, query: str) -> Json:
        if self.suggests:
            return self.suggests(query)
        return {"options": [option(f"Found {query}", "f")]}


@asynccontextmanager
async def everything() -> AsyncIterator[Everything]:
    """Run the workspace with its page."""
    slack = Workspace.demo()
    sites: list[Everything] = []

    def handle(request: httpx.Request) -> httpx.Response:
        return sites[0].handle(request)

    transport = httpx.MockTransport(handle)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        sender = Sender(slack, client)
        routes = [*page(sender, features=read_features(MANIFEST)), *Transfer([slack]).routes()]
        async with LocalServer(Starlette(routes=routes)) as server:
            slack.api_url = server.address
            sites.append(Everything(server.address, slack, sender, []))
            yield sites[0]
