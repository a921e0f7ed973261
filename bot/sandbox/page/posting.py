"""What a browser posts: the fields of a form, and the files that were chosen in it.

A form without files comes URL-encoded, one that can hold files as multipart/form-data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

from bot.sandbox.form_state import FILE_BYTES, FILES
from bot.sandbox.transfer import MULTIPART, parts_of

# What a post may hold: as many files as one form takes, and what else stands in it.
FILES_BYTES: Final = FILES * FILE_BYTES
REST_BYTES: Final = 1_000_000

NamedBytes: TypeAlias = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Post:
    """Fields and files by the name of their input.

    ``whole`` is False where more was sent than is taken; then only the first fields are
    there, which say who sent it and where.
    """

    fields: Mapping[str, list[str]]
    files: Mapping[str, list[NamedBytes]] = field(default_factory=dict)
    whole: bool = True


async def read_post(request: Request) -> Post:
    """Read a posted form; what is beyond the limit is let go as it comes."""
    limit, size, kept = FILES_BYTES + REST_BYTES, 0, bytearray()
    async for chunk in request.stream():
        size += len(chunk)
        kept += chunk[: limit - len(kept)]
    kind = request.headers.get("content-type", "")
    return parsed(kind, bytes(kept), whole=size <= limit)


def parsed(kind: str, body: bytes, *, whole: bool = True) -> Post:
    """Tell fields and files apart; an input without a file posts a file without a name."""
    if not kind.startswith(MULTIPART):
        return Post(parse_qs(body.decode(errors="replace"), keep_blank_values=True), whole=whole)
    fields: dict[str, list[str]] = {}
    files: dict[str, list[NamedBytes]] = {}
    for part in parts_of(kind, body):
        if part.filename is None:
            fields.setdefault(part.name, []).append(part.content.decode(errors="replace"))
        elif part.filename:
            files.setdefault(part.name, []).append((part.filename, part.content))
    return Post(fields, files, whole)


def from_here(request: Request) -> bool:
    """Say whether a form was posted by this very page, not by another site."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
