"""The page's templates, and the few things that they can't say themselves."""

from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.sandbox.form_state import TYPED
from bot.sandbox.gestures import ENTER
from bot.sandbox.page import cast, mrkdwn
from bot.sandbox.page.fields import MENUS, choices, name_of
from bot.sandbox.page.posting import FILES_BYTES
from bot.sandbox.payload import Json
from bot.sandbox.suggesting import MIN_QUERY_LENGTH
from bot.sandbox.workspace import Workspace

TEMPLATES: Final = Path(__file__).parents[3] / "templates" / "sandbox"
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Compiled(BytecodeCache):
    """Compiled templates, shared by all pages of this process."""

    def __init__(self) -> None:
        """Begin with none."""
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """See jinja2."""
        if bucket.key in self._codes:
            bucket.bytecode_from_string(self._codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See jinja2."""
        self._codes[bucket.key] = bucket.bytecode_to_string()


_COMPILED: Final = Compiled()


def environment(workspace: Workspace) -> Environment:
    """Make the templates of one workspace; every value in them is escaped.

    What is not there counts as false: most keys of Block Kit are optional.
    """
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    names = _names(workspace)
    made.filters |= {
        "formatted": partial(formatted, names=names),
        "mrkdwn": partial(mrkdwn.mrkdwn, names=names),
        "markdown": markdown,
        "initials": cast.initials,
        "hue": cast.hue,
        "name": names,
        "is_local": is_local,
        "emoji": mrkdwn.with_emoji,
        "source": partial(mrkdwn.source, names=names),
    }
    made.globals |= {
        "link": mrkdwn.link,
        "at": mrkdwn.at,
        "menus": MENUS,
        "typed_kinds": TYPED,
        "enter": ENTER,
        "min_query_length": MIN_QUERY_LENGTH,
        "field_name": name_of,
        "files_bytes": FILES_BYTES,
        "choices": partial(choices, workspace=workspace),
        "workspace": workspace,
    }
    return made


def _names(workspace: Workspace) -> mrkdwn.Names:
    def name(id_: str) -> str:
        if id_ in workspace.users:
            return workspace.users[id_].real_name
        return workspace.channels[id_].name if id_ in workspace.channels else id_

    return name


def formatted(text: Json | None, names: mrkdwn.Names) -> Markup:
    """Give the HTML of a text object."""
    if not text:
        return Markup()
    if text["type"] == "mrkdwn":
        return mrkdwn.mrkdwn(text["text"], names)
    emoji = text.get("emoji", True)
    return escape(mrkdwn.with_emoji(text["text"]) if emoji else text["text"])


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "linkify": False})
    return made.enable(["table", "strikethrough"]).disable("image")


def markdown(text: str) -> Markup:
    """Give the HTML of a markdown block; HTML inside it stays text."""
    return Markup(_markdown().render(text))  # noqa: S704 - markdown-it escapes all HTML


def is_local(url: str) -> bool:
    """Say whether an image comes from this machine: no other is fetched."""
    return urlsplit(url).hostname in LOCAL


def clock_time(at: float, zone: str) -> datetime:
    """Give a moment as a person's own clock shows it."""
    return datetime.fromtimestamp(at, ZoneInfo(zone))
