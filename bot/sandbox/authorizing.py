"""The authorize page of the OAuth flow: ``/oauth/v2/authorize``.

Source: https://docs.slack.dev/authentication/installing-with-oauth
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.records import User
from bot.sandbox.workspace import Workspace

PATH: Final = "/oauth/v2/authorize"
HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
GUARDED: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'"
}
PAGES: Final = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)

Asked = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuthorizePage:
    """Where a person allows the app, as any member of any of the workspaces."""

    workspaces: Sequence[Workspace]

    def routes(self) -> list[BaseRoute]:
        """Give the routes."""
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(PATH, self.decide, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Ask the person."""
        asked = dict(request.query_params)
        problem = self._problem(asked)
        members = [] if problem else list(self._members(asked.get("team", "")))
        return _page(asked, self.workspaces[0].app.name, problem, members)

    async def decide(self, request: Request) -> Response:
        """Send the person back with a code, or with ``access_denied``; always with the state."""
        body = (await request.body()).decode()
        asked = dict(parse_qsl(body, keep_blank_values=True))
        problem = self._problem(asked)
        chosen = {f"{each.team_id}.{user.id}": (each, user) for each, user in self._members("")}
        chosen |= {
            f"{each.organization.id}.{user.id}": (each, user)
            for each, user in self._members("")
            if each.organization
        }
        if problem or (asked.get("decision") == "allow" and asked.get("who") not in chosen):
            return _page(asked, self.workspaces[0].app.name, problem or "no_such_member", [])
        answer = {"state": asked.get("state", "")}
        if asked.get("decision") == "allow":
            workspace, user = chosen[asked["who"]]
            everywhere = not asked["who"].startswith(f"{workspace.team_id}.")
            given = {"scopes": asked["scope"], "redirect_uri": asked.get("redirect_uri") or None}
            answer["code"] = workspace.authorize(user.id, everywhere=everywhere, **given)
        else:
            answer["error"] = "access_denied"
        return RedirectResponse(_with_query(self._back(asked), answer), 302)

    def _problem(self, asked: Asked) -> str:
        """Give Slack's word for what is wrong with a request, empty when nothing is."""
        if asked.get("client_id") not in {each.app.client_id for each in self.workspaces}:
            return "invalid_client_id"
        if not asked.get("scope"):
            return "invalid_scope"
        return "" if self._back(asked) else "bad_redirect_uri"

    def _back(self, asked: Asked) -> str:
        """Give the address to send a person back to, empty when it is not allowed."""
        known = self.workspaces[0].app.redirect_uris
        given = asked.get("redirect_uri", "")
        if not known:
            return given if urlsplit(given).hostname in HERE else ""
        if not given:
            return known[0]
        below = any(given == each or given.startswith(f"{each.rstrip('/')}/") for each in known)
        return given if below else ""

    def _members(self, team: str) -> Iterator[tuple[Workspace, User]]:
        for workspace in self.workspaces:
            for user in workspace.users.values():
                outside = user.is_bot or user.is_external or user.deleted
                if team in {"", workspace.team_id} and not outside:
                    yield workspace, user


def _page(
    asked: Asked, app: str, problem: str, members: Sequence[tuple[Workspace, User]]
) -> Response:
    page = PAGES.get_template("authorize.html.j2").render(
        asked=asked,
        app=app,
        problem=problem,
        members=members,
        scopes=asked.get("scope", "").replace(",", " ").split(),
    )
    return HTMLResponse(page, 400 if problem else 200, headers=GUARDED)


def _with_query(address: str, values: Mapping[str, str]) -> str:
    joint = "&" if urlsplit(address).query else "?"
    return f"{address}{joint}{urlencode(values)}"
