"""Files as a person's browser gets them: a picture to be shown, all else to be saved."""

import mimetypes
from urllib.parse import quote

from starlette.responses import Response

from bot.sandbox.errors import SlackError
from bot.sandbox.pictures import is_picture, seen_file
from bot.sandbox.records import File
from bot.sandbox.transfer import GUARDED
from bot.sandbox.workspace import Workspace


def answer(workspace: Workspace, name: str, file_id: str) -> Response:
    """Answer with a file, or with 404 where that person does not see it."""
    try:
        return _sent(seen_file(workspace, workspace.user(name), file_id))
    except SlackError:
        return Response(status_code=404)


def _sent(file: File) -> Response:
    saved = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
    headers = {**GUARDED, **({} if is_picture(file.name) else saved)}
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(file.content or b"", media_type=kind, headers=headers)
