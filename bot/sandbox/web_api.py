"""The Web API over HTTP: ``/api/{method}`` and ``/response/{token}``.

Every call is checked as strictly as Slack checks at its worst, done on the workspace
that its token belongs to, and written into that workspace's journal.
"""

import asyncio
import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Fault
from bot.sandbox.methods import METHODS
from bot.sandbox.payload import Json
from bot.sandbox.records import Call
from bot.sandbox.response_urls import answer_response_url
from bot.sandbox.workspace import Workspace

EXCHANGE: Final = "oauth.v2.access"
TRANSPORT: Final = "sandbox.transport"


@dataclass(frozen=True, slots=True)
class WebApi:
    """The endpoints over one or several workspaces."""

    workspaces: Sequence[Workspace]

    def app(self) -> Starlette:
        """Make the ASGI application."""
        api = Route("/api/{method}", self.call, methods=["GET", "POST"])
        answers = Route("/response/{token}", self.response_url, methods=["POST"])
        return Starlette(routes=[api, answers])

    async def call(self, request: Request) -> Response:
        """Answer one call of a method."""
        method = request.path_params["method"]
        arguments, problem = await _arguments(request)
        token = str(arguments.pop("token", "")) or _bearer(request)
        if method == EXCHANGE:
            return self._installed(arguments, request)
        workspace = self._workspace(token)
        refusal = problem or _token_refusal(workspace, token)
        fault = workspace.faults.take(method)
        if fault is not None and fault.kind not in {"slow", "lost"}:
            _record(workspace, method, arguments, {}, fault.error or fault.kind, done=False)
            return await _broken(fault, request)
        answer = refusal or perform(workspace, method, arguments)
        error = fault.kind if fault and fault.kind == "lost" else answer.get("error")
        _record(workspace, method, arguments, answer, error, done=answer["ok"])
        if fault is not None:
            return await _late_or_lost(fault, request, answer)
        return JSONResponse(answer, headers={"x-oauth-scopes": workspace.app.scopes})

    async def response_url(self, request: Request) -> Response:
        """Take an answer to an interaction."""
        token = request.path_params["token"]
        for workspace in self.workspaces:
            if workspace.response_urls.knows(token):
                return _answered(workspace, token, await request.body())
        return JSONResponse({"ok": False, "error": "invalid_url"}, status_code=404)

    def _installed(self, arguments: Json, request: Request) -> Response:
        """Exchange a code: the one call without a token, so the code tells the workspace."""
        given = {**arguments, **_basic(request)}
        knowing = (each for each in self.workspaces if given.get("code") in each.oauth_codes)
        workspace = next(knowing, self.workspaces[0])
        answer = perform(workspace, EXCHANGE, given)
        _record(workspace, EXCHANGE, arguments, {}, answer.get("error"), done=answer["ok"])
        return JSONResponse(answer)

    def _workspace(self, token: str) -> Workspace:
        for workspace in self.workspaces:
            if workspace.app.bot_token == token:
                return workspace
        # A call that belongs nowhere must still be seen in a journal.
        return self.workspaces[0]


def web_api(*workspaces: Workspace) -> Starlette:
    """Make the Web API of workspaces; a call's token says which of them it means."""
    return WebApi(workspaces).app()


def perform(workspace: Workspace, method: str, arguments: Json) -> Json:
    """Do one call and give Slack's answer, ``ok`` or not."""
    known = METHODS.get(method)
    if known is None:
        return {"ok": False, "error": "unknown_method", "req_method": method}
    try:
        return {"ok": True, **known.handle(workspace, known.read(arguments))}
    except SlackError as error:
        return refusal_of(error)


def refusal_of(error: SlackError) -> Json:
    """Give the answer for a refusal, its findings where Slack puts them."""
    answer: Json = {"ok": False, "error": error.name}
    if error.findings:
        messages = [f"[ERROR] {each}" for each in error.findings]
        answer["response_metadata"] = {"messages": messages}
    if error.name == "invalid_blocks":
        answer["errors"] = error.findings
    return answer


def _token_refusal(workspace: Workspace, token: str) -> Json | None:
    if not token:
        return {"ok": False, "error": "not_authed"}
    if token != workspace.app.bot_token:
        return {"ok": False, "error": "invalid_auth"}
    return {"ok": False, "error": "token_revoked"} if workspace.revoked else None


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _basic(request: Request) -> Json:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    client_id, _, client_secret = base64.b64decode(encoded).decode().partition(":")
    return {"client_id": client_id, "client_secret": client_secret}


async def _arguments(request: Request) -> tuple[Json, Json | None]:
    """Give the arguments from the query and the body, and a refusal of the body."""
    given: Json = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "").split(";")[0].strip()
    try:
        if body and kind == "application/json":
            given |= _json_object(body)
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


def _json_object(body: bytes) -> Json:
    decoded = json.loads(body)
    if not isinstance(decoded, dict):
        raise TypeError("json_not_object")  # noqa: EM101 - Slack's name for it
    return decoded


def _record(
    workspace: Workspace,
    method: str,
    arguments: Json,
    answer: Json,
    error: str | None,
    *,
    done: bool,
) -> None:
    at = workspace.stamps.clock()
    workspace.record(Call(method, arguments, answer, error, done, at))


async def _broken(fault: Fault, request: Request) -> Response:
    if fault.kind == "reset":
        return await _drop(request)
    if fault.kind == "refused":
        return JSONResponse({"ok": False, "error": fault.error})
    if fault.kind == "garbage":
        return PlainTextResponse("<html>not what you asked for</html>")
    if fault.kind == "rate_limited":
        header = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers=header)
    return PlainTextResponse("upstream error", fault.status)


async def _late_or_lost(fault: Fault, request: Request, answer: Json) -> Response:
    if fault.kind == "lost":
        return await _drop(request)
    await asyncio.sleep(fault.seconds)
    return JSONResponse(answer)


async def _drop(request: Request) -> Response:
    """Break the connection; without one (in-process client) raise what a client sees."""
    transport = request.scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError
    transport.abort()
    # The server notices the lost connection one turn later, and then sends nothing.
    await asyncio.sleep(0.01)
    return Response()


def _answered(workspace: Workspace, token: str, body: bytes) -> Response:
    try:
        arguments = _json_object(body)
        answer_response_url(workspace, token, arguments)
    except (ValueError, TypeError):
        return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
    except SlackError as error:
        _record(workspace, "response_url", arguments, {}, error.name, done=False)
        gone = error.name in {"used_url", "expired_url"}
        return JSONResponse(refusal_of(error), 404 if gone else 400)
    _record(workspace, "response_url", arguments, {"ok": True}, None, done=True)
    return PlainTextResponse("ok")
