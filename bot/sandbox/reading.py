"""Reading what a request of the app holds: its token, and its arguments."""

import base64
import json
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.payload import Json


def bearer(request: Request) -> str:
    """Give the token of the Authorization header, empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def basic(request: Request) -> Json:
    """Give the client id and secret of the Authorization header, if they are there."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    client_id, _, client_secret = base64.b64decode(encoded).decode().partition(":")
    return {"client_id": client_id, "client_secret": client_secret}


async def arguments(request: Request) -> tuple[Json, Json | None]:
    """Give the arguments from the query and the body, and a refusal of the body."""
    given: Json = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "").split(";")[0].strip()
    try:
        if body and kind == "application/json":
            given |= json_object(body)
        elif body and kind == "application/x-www-form-urlencoded":
            given |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        elif body:
            return given, {"ok": False, "error": "invalid_post_type"}
    except TypeError as error:
        return given, {"ok": False, "error": str(error)}
    except ValueError:
        wrong = "invalid_json" if kind == "application/json" else "invalid_form_data"
        return given, {"ok": False, "error": wrong}
    return given, None


def json_object(body: bytes) -> Json:
    """Decode an object; raises TypeError for other JSON, ValueError for none."""
    decoded = json.loads(body)
    if not isinstance(decoded, dict):
        raise TypeError("json_not_object")  # noqa: EM101 - Slack's name for it
    return decoded
