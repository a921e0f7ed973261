"""The page's templates, and the few things that they can't say themselves."""

from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import BytecodeCache, Environment, FileSystemLoader, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.sandbox.clock import plainly
from bot.sandbox.form_state import TYPED
from bot.sandbox.gestures import ENTER
from bot.sandbox.page import cast, dates, mrkdwn
from bot.sandbox.page.fields import MENUS, choices, name_of
from bot.sandbox.page.mrkdwn import Reader
from bot.sandbox.page.posting import FILES_BYTES
from bot.sandbox.payload import Json
from bot.sandbox.permalinks import local_path
from bot.sandbox.pictures import held_file, is_picture
from bot.sandbox.records import User
from bot.sandbox.suggesting import MIN_QUERY_LENGTH
from bot.sandbox.workspace import Workspace

TEMPLATES: Final = Path(__file__).parents[3] / "templates" / "sandbox"
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})

# What draws something for a reader.
Drawing: TypeAlias = Callable[..., Markup]


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
    near: dates.Near = made.get_template("_dates.j2").module.near  # type: ignore[attr-defined]
    read = _reading(workspace, near)
    made.filters |= {
        "formatted": read(formatted),
        "mrkdwn": read(mrkdwn.mrkdwn),
        "markdown": markdown,
        "initials": cast.initials,
        "hue": cast.hue,
        "name": names,
        "is_local": is_local,
        "emoji": mrkdwn.with_emoji,
        "source": partial(mrkdwn.source, names=names),
        "is_picture": is_picture,
        "leads": partial(leads, workspace),
    }
    made.globals |= {
        "link": read(mrkdwn.link),
        "date": read(date),
        "held_file": partial(held_file, workspace),
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


def _reading(workspace: Workspace, near: dates.Near) -> Callable[[Drawing], Drawing]:
    """Make what gives a function of a template its reader, as the last of its arguments."""

    def with_reader(draw: Drawing) -> Drawing:
        @pass_context
        def drawn(context: Context, *given: object) -> Markup:
            scene = context.get("scene")
            return draw(*given, reader_of(workspace, scene.person.user if scene else None, near))

        return drawn

    return with_reader


def reader_of(workspace: Workspace, user: User | None, near: dates.Near) -> Reader:
    """Give what a text means to a person; on the language board nobody in particular reads."""
    zone, locale = (user.tz, user.locale) if user else ("UTC", None)

    def written(timestamp: float, form: str, otherwise: str) -> str:
        reader = dates.calendar(workspace.stamps.clock(), zone, locale, near)
        return dates.written(timestamp, form, reader) or otherwise or plainly(timestamp)

    return Reader(_names(workspace), written, partial(local_path, workspace))


def leads(workspace: Workspace, url: str) -> str:
    """Give where an address leads: to this page where it can."""
    return local_path(workspace, url) or url


def date(element: Json, reader: Reader) -> Markup:
    """Give the HTML of a date in rich text."""
    written = reader.date(element["timestamp"], element["format"], element.get("fallback", ""))
    return mrkdwn.link(element.get("url", ""), written, reader)


def formatted(text: Json | None, reader: Reader) -> Markup:
    """Give the HTML of a text object."""
    if not text:
        return Markup()
    if text["type"] == "mrkdwn":
        return mrkdwn.mrkdwn(text["text"], reader)
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
