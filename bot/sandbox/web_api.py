"""Slack's side over HTTP: the Web API at ``/api/{method}``, and what goes with it.

Every call is checked as strictly as Slack checks at its worst, done on the workspace
that its token belongs to, and written into that workspace's journal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.authorizing import AuthorizePage
from bot.sandbox.breaking import broken, late_or_lost
from bot.sandbox.errors import MissingScopeError, SlackError
from bot.sandbox.link import Link
from bot.sandbox.methods import METHODS
from bot.sandbox.methods.places import kinds_of
from bot.sandbox.payload import Json
from bot.sandbox.reading import arguments as read_arguments
from bot.sandbox.reading import basic, bearer, json_object
from bot.sandbox.response_urls import answer_response_url
from bot.sandbox.scopes import require
from bot.sandbox.transfer import Transfer
from bot.sandbox.workspace import Workspace

EXCHANGE: Final = "oauth.v2.access"
CONNECT: Final = "apps.connections.open"


@dataclass(frozen=True, slots=True)
class WebApi:
    """The endpoints over one or several workspaces."""

    workspaces: Sequence[Workspace]

    def app(self) -> Starlette:
        """Make the ASGI application."""
        api = Route("/api/{method}", self.call, methods=["GET", "POST"])
        answers = Route("/response/{token}", self.response_url, methods=["POST"])
        others = (Link, Transfer, AuthorizePage)
        more = [route for part in others for route in part(self.workspaces).routes()]
        return Starlette(routes=[api, answers, *more])

    async def call(self, request: Request) -> Response:
        """Answer one call of a method."""
        method = request.path_params["method"]
        arguments, problem = await read_arguments(request)
        token = str(arguments.pop("token", "")) or bearer(request)
        if method == EXCHANGE:
            # The one call without a token: its code, or its refresh token, tells the workspace.
            arguments |= basic(request)
            workspace, refusal = self._with_code(arguments), problem
        else:
            workspace = self._with_token(token, arguments)
            refusal = problem or _token_refusal(workspace, method, token)
        return await _answer(workspace, request, method, arguments, refusal)

    async def response_url(self, request: Request) -> Response:
        """Take an answer to an interaction."""
        token = request.path_params["token"]
        for workspace in self.workspaces:
            if workspace.response_urls.knows(token):
                return _answered(workspace, token, await request.body())
        return JSONResponse({"ok": False, "error": "invalid_url"}, status_code=404)

    def _with_code(self, arguments: Json) -> Workspace:
        code, refresh = arguments.get("code"), str(arguments.get("refresh_token", ""))
        for each in self.workspaces:
            shared = each.organization.tokens.gave(refresh) if each.organization else False
            if each.grants.knows(code) or each.tokens.gave(refresh) or shared:
                return each
        return self.workspaces[0]

    def _with_token(self, token: str, arguments: Json) -> Workspace:
        for workspace in self.workspaces:
            if token == workspace.app.app_token or workspace.tokens.knows(token):
                return workspace
        shared = [each for each in self.workspaces if each.tokens_of(token)]
        # A call that belongs nowhere must still be seen in a journal.
        return _meant(shared, arguments) if shared else self.workspaces[0]


def _meant(shared: Sequence[Workspace], arguments: Json) -> Workspace:
    """Give the workspace of an organization that a call is about: by its ids, which are unique."""
    team, ids = arguments.get("team_id"), {str(each) for each in arguments.values()}
    knowing = (
        each
        for each in shared
        if team in {None, each.team_id} and ids & {*each.channels, *each.users, each.team_id}
    )
    return next(knowing, shared[0])


async def _answer(
    workspace: Workspace, request: Request, method: str, arguments: Json, refusal: Json | None
) -> Response:
    """Do a call, or what a fault makes of it, and write it into the journal."""
    fault = workspace.faults.take(method)
    if fault is not None and fault.kind not in {"slow", "lost"}:
        workspace.keep(method, arguments, {}, fault.error or fault.kind, done=False)
        return await broken(fault, request)
    answer = refusal or perform(workspace, method, arguments)
    error = fault.kind if fault and fault.kind == "lost" else answer.get("error")
    workspace.keep(method, arguments, answer, error, done=answer["ok"])
    if fault is not None:
        return await late_or_lost(fault, request, answer)
    return JSONResponse(answer, headers={"x-oauth-scopes": workspace.app.scopes})


def web_api(*workspaces: Workspace) -> Starlette:
    """Make the Web API of workspaces; a call's token says which of them it means."""
    return WebApi(workspaces).app()


def perform(workspace: Workspace, method: str, arguments: Json) -> Json:
    """Do one call and give Slack's answer, ``ok`` or not."""
    known = METHODS.get(method)
    if known is None:
        return {"ok": False, "error": "unknown_method", "req_method": method}
    try:
        require(method, workspace.app.scopes, kinds_of(workspace, method, arguments))
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
    if isinstance(error, MissingScopeError):
        answer |= {"needed": error.needed, "provided": error.provided}
    return answer


def _token_refusal(workspace: Workspace, method: str, token: str) -> Json | None:
    app = workspace.app
    if not token:
        return {"ok": False, "error": "not_authed"}
    is_of_app = token == app.app_token
    tokens = workspace.tokens_of(token)
    if not is_of_app and not tokens:
        return {"ok": False, "error": "invalid_auth"}
    if is_of_app != (method == CONNECT):
        return {"ok": False, "error": "not_allowed_token_type"}
    problem = tokens.refusal(token) if tokens else ""
    return {"ok": False, "error": problem} if problem else None


def _answered(workspace: Workspace, token: str, body: bytes) -> Response:
    try:
        arguments = json_object(body)
        answer_response_url(workspace, token, arguments)
    except (ValueError, TypeError):
        return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
    except SlackError as error:
        workspace.keep("response_url", arguments, {}, error.name, done=False)
        gone = error.name in {"used_url", "expired_url"}
        return JSONResponse(refusal_of(error), 404 if gone else 400)
    workspace.keep("response_url", arguments, {"ok": True}, None, done=True)
    return PlainTextResponse("ok")
