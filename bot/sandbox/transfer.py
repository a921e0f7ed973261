"""Contents of files: where they are uploaded, and where the app reads them.

Source: https://docs.slack.dev/messaging/working-with-files
"""

import mimetypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.authorizing import PAGES
from bot.sandbox.errors import SlackError
from bot.sandbox.pictures import readable_file
from bot.sandbox.reading import bearer
from bot.sandbox.records import File
from bot.sandbox.scopes import FILES_READ, granted
from bot.sandbox.workspace import Workspace

# Files hold what strangers wrote: no browser shall run it at the sandbox's address.
GUARDED = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}

MULTIPART: Final = "multipart/form-data"
NAME: Final = re.compile(rb'[;\s]name="([^"]*)"')
FILENAME: Final = re.compile(rb'[;\s]filename="([^"]*)"')
# The only characters that a browser escapes in the name of a file.
# Source: https://html.spec.whatwg.org/#multipart-form-data
ESCAPED: Final = {"%22": '"', "%0D": "\r", "%0A": "\n"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart form; ``filename`` is None where it is no file."""

    name: str
    filename: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Transfer:
    """The addresses in ``upload_url`` and ``url_private``."""

    workspaces: Sequence[Workspace]

    def routes(self) -> list[BaseRoute]:
        """Give the routes."""
        return [
            Route("/upload/v1/{token}", self.upload, methods=["POST"]),
            Route("/files-pri/{place}/download/{name:path}", self.download),
            Route("/files-pri/{place}/{name:path}", self.read),
            Route("/", self.sign_in),
        ]

    async def upload(self, request: Request) -> Response:
        """Take the content of a file, as bytes or as a form; its size must be as announced."""
        token = request.path_params["token"]
        content = _content(request, await request.body())
        for workspace in self.workspaces:
            file = workspace.files.awaits(token)
            if file is not None:
                return _taken(workspace, file, content)
        return PlainTextResponse("no such upload", 404)

    async def read(self, request: Request) -> Response:
        """Answer with a file's content."""
        return self._file(request, {})

    async def download(self, request: Request) -> Response:
        """Answer with a file's content, to be saved."""
        name = quote(request.path_params["name"])
        return self._file(request, {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})

    async def sign_in(self, request: Request) -> Response:
        """Answer with the page to which Slack sends whoever has no right to a file.

        It is HTML with status 200: who follows redirects blindly takes it for the file.
        """
        template = PAGES.get_template("sign_in.html.j2")
        return HTMLResponse(template.render(asked=request.query_params.get("redir", "")))

    def _file(self, request: Request, headers: dict[str, str]) -> Response:
        """Slack sends whoever has no right to a file to its sign-in page."""
        team, _, file_id = request.path_params["place"].partition("-")
        for workspace in self.workspaces:
            if workspace.team_id == team and _may_read(workspace, bearer(request)):
                return _sent(workspace, file_id, headers)
        return RedirectResponse(f"/?redir={quote(request.url.path)}", 302)


def _may_read(workspace: Workspace, token: str) -> bool:
    tokens = workspace.tokens_of(token)
    is_good = tokens is not None and not tokens.refusal(token)
    return is_good and FILES_READ in granted(workspace.app.scopes)


def _content(request: Request, body: bytes) -> bytes:
    kind = request.headers.get("content-type", "")
    if not kind.startswith(MULTIPART):
        return body
    files = (part for part in parts_of(kind, body) if part.filename is not None)
    return next((part.content for part in files), b"")


def parts_of(kind: str, body: bytes) -> Iterator[Part]:
    """Give the parts of a multipart body; ``kind`` is its content type with the boundary."""
    boundary = kind.partition("boundary=")[2].partition(";")[0].strip('" ').encode()
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary):
        head, blank, content = part.partition(b"\r\n\r\n")
        if blank:
            yield Part(_quoted(NAME, head) or "", _filename(head), content)


def _filename(head: bytes) -> str | None:
    name = _quoted(FILENAME, head)
    if name is None:
        return "" if b"filename" in head else None
    return re.sub("|".join(ESCAPED), lambda found: ESCAPED[found.group()], name)


def _quoted(pattern: re.Pattern[bytes], head: bytes) -> str | None:
    found = pattern.search(head)
    return found[1].decode(errors="replace") if found else None


def _taken(workspace: Workspace, file: File, content: bytes) -> Response:
    about = {"file": file.id, "size": len(content)}
    if len(content) != file.size or file.content is not None:
        workspace.keep("upload", about, {}, "size_mismatch", done=False)
        return PlainTextResponse("not what was announced", 400)
    file.content = content
    workspace.keep("upload", about, {}, None, done=True)
    return PlainTextResponse(f"OK - {len(content)}")


def _sent(workspace: Workspace, file_id: str, headers: dict[str, str]) -> Response:
    try:
        file = readable_file(workspace, file_id)
    except SlackError as refusal:
        workspace.keep("download", {"file": file_id}, {}, refusal.name, done=False)
        return PlainTextResponse(refusal.name, 404)
    workspace.keep("download", {"file": file_id}, {}, None, done=True)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(file.content or b"", media_type=kind, headers={**GUARDED, **headers})
