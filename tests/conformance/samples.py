"""Small payloads that are right, together holding every block, element and part there is."""

from typing import Any, Final

from tests.sandbox.kit import (
    CONFIRM,
    actions,
    button,
    feedback,
    field,
    icons,
    mrkdwn,
    option,
    plain,
    rich,
    section,
    select,
)

Json = dict[str, Any]

PICTURE: Final = {"type": "image", "image_url": "https://a.b/c.png", "alt_text": "c"}
STORED: Final = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "c"}
TEXT: Final = {"type": "text", "text": "x"}
SECTION: Final = {"type": "rich_text_section", "elements": [TEXT]}
STYLED: Final = {**TEXT, "style": {"bold": True, "italic": True, "strike": True, "code": True}}
TASK: Final = {
    "type": "task_card",
    "task_id": "1",
    "title": "Look",
    "status": "complete",
    "details": rich(TEXT),
    "output": rich(TEXT),
    "sources": [{"type": "url", "url": "https://a.b", "text": "a"}],
}
CARD: Final = {
    "type": "card",
    "hero_image": PICTURE,
    "icon": PICTURE,
    "title": mrkdwn("T"),
    "subtitle": mrkdwn("S"),
    "body": mrkdwn("B"),
    "actions": [button()],
}
CELLS: Final = [
    {"type": "raw_text", "text": "x"},
    {"type": "raw_number", "value": 1.5, "text": "1.5"},
    rich(TEXT),
]
VIDEO: Final = {
    "type": "video",
    "video_url": "https://a.b/v",
    "thumbnail_url": "https://a.b/t.png",
    "alt_text": "v",
    "title": plain("V"),
    "title_url": "https://a.b",
    "author_name": "A",
    "provider_name": "P",
    "provider_icon_url": "https://a.b/p.png",
    "description": plain("D"),
}
WORKFLOW: Final = {
    "type": "workflow_button",
    "text": plain("Go"),
    "action_id": "w",
    "workflow": {
        "trigger": {
            "url": "https://a.b",
            "customizable_input_parameters": [{"name": "a", "value": "b"}],
        }
    },
}
FOCUSED: Final[Json] = {"focus_on_load": True, "placeholder": plain("…")}
TELLING: Final[Json] = {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
GROUPS: Final = [{"label": plain("G"), "options": [option()]}]
FILTER: Final = {
    "include": ["im", "mpim", "private", "public"],
    "exclude_bot_users": True,
    "exclude_external_shared_channels": False,
}
SEVERAL: Final = {"max_selected_items": 2, "confirm": CONFIRM, **FOCUSED}
BOXES: Final = [option(description=plain("d")), {"text": mrkdwn("*T*"), "value": "2"}]

# Blocks that a message takes.
IN_MESSAGES: Final[dict[str, Json]] = {
    "a divider": {"type": "divider", "block_id": "d"},
    "a header": {"type": "header", "text": {**plain("T"), "emoji": True}},
    "a section": section(expand=True, fields=[plain("f"), mrkdwn("g")], accessory=PICTURE),
    "a verbatim section": {"type": "section", "text": {**mrkdwn("x"), "verbatim": True}},
    "a section with a button": section(
        accessory=button(
            url="https://a.b",
            value="v",
            style="primary",
            accessibility_label="l",
            confirm={**CONFIRM, "style": "danger"},
        )
    ),
    "a section with a workflow button": section(accessory=WORKFLOW),
    "a context": {"type": "context", "elements": [plain("a"), mrkdwn("b"), PICTURE, STORED]},
    "feedback buttons": feedback(),
    "an icon button": {"type": "context_actions", "elements": icons(1)},
    "an overflow menu": actions({"type": "overflow", "options": [option(url="https://a.b")]}),
    "a menu": actions(select(initial_option=option("One", "0"), confirm=CONFIRM, **FOCUSED)),
    "a menu in groups": actions({"type": "static_select", "option_groups": GROUPS}),
    "an external menu": actions(
        {"type": "external_select", "min_query_length": 2, "initial_option": option()}
    ),
    "a menu of people": actions({"type": "users_select", "initial_user": "U1"}),
    "a menu of channels": actions({"type": "channels_select", "initial_channel": "C1"}),
    "a menu of conversations": actions(
        {
            "type": "conversations_select",
            "initial_conversation": "C1",
            "default_to_current_conversation": True,
            "filter": FILTER,
        }
    ),
    "a menu of several": actions({**select(2), "type": "multi_static_select", **SEVERAL}),
    "a menu of several in groups": actions(
        {
            "type": "multi_static_select",
            "option_groups": GROUPS,
            "initial_options": [option()],
        }
    ),
    "an external menu of several": actions(
        {"type": "multi_external_select", "min_query_length": 0, "initial_options": [option()]}
    ),
    "a menu of several people": actions({"type": "multi_users_select", "initial_users": ["U1"]}),
    "a menu of several channels": actions(
        {"type": "multi_channels_select", "initial_channels": ["C1"]}
    ),
    "a menu of several conversations": actions(
        {"type": "multi_conversations_select", "initial_conversations": ["C1"], "filter": FILTER}
    ),
    "a date": actions({"type": "datepicker", "initial_date": "2026-11-20", **FOCUSED}),
    "a time": actions({"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/Paris"}),
    "a date and time": actions({"type": "datetimepicker", "initial_date_time": 1_763_600_000}),
    "checkboxes": actions({"type": "checkboxes", "options": BOXES, "initial_options": [BOXES[1]]}),
    "radio buttons": actions(
        {"type": "radio_buttons", "options": BOXES, "initial_option": BOXES[0]}
    ),
    "an image": {**PICTURE, "title": plain("I")},
    "an image of Slack's": {"type": "image", "slack_file": {"url": "https://a.b"}, "alt_text": "x"},
    "markdown": {"type": "markdown", "text": "# T"},
    "a table": {
        "type": "table",
        "rows": [CELLS],
        "column_settings": [{"align": "right", "is_wrapped": True}],
    },
    "a data table": {
        "type": "data_table",
        "rows": [CELLS],
        "caption": "c",
        "page_size": 10,
        "row_header_column_index": 0,
    },
    "rich text": rich(
        STYLED,
        {"type": "link", "url": "https://a.b", "text": "a", "unsafe": True},
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "team", "team_id": "T1"},
        {"type": "broadcast", "range": "here"},
        {"type": "color", "value": "#123456"},
        {"type": "emoji", "name": "wave", "unicode": "1f44b"},
        {"type": "date", "timestamp": 1, "format": "{date}", "url": "https://a.b"},
    ),
    "a list": rich(SECTION, kind="rich_text_list", style="ordered", indent=1, border=1),
    "a quote": rich(TEXT, kind="rich_text_quote", border=0),
    "preformatted text": rich(
        TEXT, {"type": "link", "url": "https://a.b"}, kind="rich_text_preformatted"
    ),
    "a video": VIDEO,
    "a remote file": {"type": "file", "source": "remote", "external_id": "1"},
    "a card": CARD,
    "cards in a carousel": {
        "type": "carousel",
        "elements": [CARD, {"type": "card", "body": mrkdwn("b")}],
    },
    "a container": {
        "type": "container",
        "title": plain("T"),
        "subtitle": mrkdwn("S"),
        "icon": PICTURE,
        "width": "wide",
        "is_collapsible": True,
        "default_collapsed": False,
        "has_header_divider": True,
        "child_blocks": [section(), {"type": "divider"}, actions(button())],
    },
    "a task": TASK,
    "a plan": {"type": "plan", "title": "P", "tasks": [TASK]},
    "a text input": field(
        {"type": "plain_text_input", "multiline": True, "min_length": 1, "max_length": 9}
        | {"initial_value": "x"}
        | FOCUSED
        | TELLING,
        hint=plain("h"),
        optional=True,
        dispatch_action=True,
    ),
}

# Blocks that only a modal takes.
IN_MODALS: Final[dict[str, Json]] = {
    "an alert": {"type": "alert", "text": mrkdwn("x"), "level": "warning"},
    "an address input": field({"type": "url_text_input", "initial_value": "x", **FOCUSED}),
    "a mail input": field({"type": "email_text_input", "initial_value": "x", **TELLING}),
    "a number input": field(
        {
            "type": "number_input",
            "is_decimal_allowed": True,
            "min_value": "1",
            "max_value": "9",
            "initial_value": "2",
        }
    ),
    "a file input": field({"type": "file_input", "filetypes": ["pdf"], "max_files": 2}),
    "a rich text input": field({"type": "rich_text_input", "min_lines": 2, "max_lines": 4}),
}

MODAL: Final = {
    "type": "modal",
    "title": plain("T"),
    "submit": plain("S"),
    "close": plain("C"),
    "private_metadata": "p",
    "callback_id": "c",
    "external_id": "e",
    "clear_on_close": True,
    "notify_on_close": True,
    "blocks": [section()],
}
HOME: Final = {"type": "home", "callback_id": "c", "private_metadata": "p", "blocks": [section()]}
