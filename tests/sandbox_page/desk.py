"""What the app puts into the support team's channel, and how to come to it."""

import struct
import zlib
from typing import Any

from playwright.sync_api import Locator, Page

from tests.sandbox.kit import actions, button, option, plain
from tests.sandbox_page.everything import Everything
from tests.sandbox_page.running import Beside

Json = dict[str, Any]
EMMA, NOOR = "U0EMMA0001", "U0NOOR0001"
MENUS: list[Json] = [
    actions(
        {"type": "users_select", "action_id": "assign", "placeholder": plain("Assign to")},
        {"type": "overflow", "action_id": "more", "options": [option("Merge", "m")]},
        button("Take", action_id="take"),
    )
]


def chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


HEAD = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
DOTS = zlib.compress(b"\x00\x00\x80" * 2)
PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", HEAD) + chunk(b"IDAT", DOTS) + chunk(b"IEND", b"")


def post(shown: Beside[Everything], channel: str, text: str, **more: object) -> str:
    given = {"channel": channel, "text": text, **more}
    return str(shown.run(shown.site.call("chat.postMessage", **given))["ts"])


def uploaded(shown: Beside[Everything], **more: object) -> str:
    """Put a picture of the app into Slack; give its id."""
    about = {"filename": "week.png", "length": len(PNG), "alt_txt": "12 tickets this week"}
    file = shown.run(shown.site.call("files.getUploadURLExternal", **about))["file_id"]
    shown.site.slack.files.find(file).content = PNG
    given = {"files": [{"id": file, "title": "The week"}], **more}
    shown.run(shown.site.call("files.completeUploadExternal", **given))
    return str(file)


def link_to(shown: Beside[Everything], channel: str, ts: str) -> str:
    about = {"channel": channel, "message_ts": ts}
    return str(shown.run(shown.site.call("chat.getPermalink", **about))["permalink"])


def at_desk(page: Page, shown: Beside[Everything], who: str = "noor") -> Page:
    page.goto(f"{shown.site.address}/?as={who}&in=partner-desk")
    return page


def thread_of(page: Page, text: str) -> Locator:
    """Open the thread of the message with a text."""
    message = page.locator(".place article").filter(has_text=text).first
    message.hover()
    message.get_by_role("link", name="Reply in thread").click()
    return page.get_by_role("complementary", name="Thread")
