"""The page's addresses: pure drawing on GET, one gesture on POST, then back to the page."""

import asyncio
import logging
from collections.abc import Coroutine, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.clock import Clock
from bot.sandbox.errors import NotPossibleError, SlackError
from bot.sandbox.page import deeds, shared
from bot.sandbox.page.board import Board, in_rows
from bot.sandbox.page.cast import OWN_NAMES, cast
from bot.sandbox.page.deeds import Deed
from bot.sandbox.page.drawing import TEMPLATES, environment
from bot.sandbox.page.features import Features
from bot.sandbox.page.inspecting import inside, refused, rows
from bot.sandbox.page.live import Live
from bot.sandbox.page.pointing import followed, starting_at
from bot.sandbox.page.posting import from_here, read_post
from bot.sandbox.page.regions import REGIONS, Region
from bot.sandbox.page.scene import Scene
from bot.sandbox.page.screens import Screens
from bot.sandbox.page.where import DIRECT, HOME, Where, read_query, read_where
from bot.sandbox.people import Person
from bot.sandbox.sender import Sender

_log = logging.getLogger(__name__)

# What the script says when a person goes somewhere; it is also meant where there is no script.
ARRIVING: Final = "go"
STEPS: Final = {"hour": 3600, "day": 86_400, "week": 604_800}
ASSETS: Final = {"sandbox.css": "text/css", "sandbox.js": "text/javascript"}
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
}


def page(
    sender: Sender,
    *,
    features: Features | None = None,
    board: Board | None = None,
    clock: Clock | None = None,
) -> list[Route]:
    """Make the routes of the page, to stand beside those of the Web API.

    ``features`` are the commands and shortcuts of the app's manifest; without a ``board``
    there is no language board, and without a ``clock`` the time can't be moved.
    """
    return Page(sender, features or Features(), board, clock).routes()


class Page:
    """The page over one workspace."""

    def __init__(
        self,
        sender: Sender,
        features: Features,
        board: Board | None,
        clock: Clock | None,
    ) -> None:
        """Prepare the templates."""
        self.sender = sender
        self.workspace = sender.workspace
        self.features = features
        self.board = board
        self.clock = clock
        self.screens = Screens()
        self.templates = environment(self.workspace)
        self._background: set[asyncio.Task[None]] = set()

    def routes(self) -> list[Route]:
        """Make the routes."""
        return [
            Route("/", self.show),
            Route("/do/{deed}", self.do, methods=["POST"]),
            Route("/suggestions", self.suggest, methods=["POST"]),
            Route("/clock", self.forward, methods=["POST"]),
            Route("/beside", self.beside),
            Route("/archives/{channel}/{message}", self.follow),
            Route("/shared/{file}", self.shared),
            Route("/board", self.show_board),
            Route("/traffic/{key}", self.traffic),
            Route("/live", self.live),
            Route("/assets/{name}", self.asset),
        ]

    async def show(self, request: Request) -> Response:
        """Draw the page; a browser that says what it has gets only what differs."""
        scene = self._scene(read_where(request.query_params, self._usual))
        if scene is None:
            return RedirectResponse(Where(self._usual).url(), 303)
        if request.headers.get("x-live", ARRIVING) == ARRIVING:
            self._arrive(scene)
        return self._answer(scene, request.headers.get("x-have"))

    async def do(self, request: Request) -> Response:
        """Do what was posted, then show the page."""
        name = request.path_params["deed"]
        if name not in deeds.DEEDS or not from_here(request):
            return Response(status_code=404 if name not in deeds.DEEDS else 403)
        where = await deeds.do(name, await self._deed(request))
        return RedirectResponse(where.url(), 303)

    async def suggest(self, request: Request) -> Response:
        """Give the options that the app offers for what was typed into an external menu."""
        if not from_here(request):
            return Response(status_code=403)
        try:
            return JSONResponse(await deeds.suggestions(await self._deed(request)))
        except (SlackError, NotPossibleError):
            return JSONResponse([])

    async def forward(self, request: Request) -> Response:
        """Move the clock forward."""
        if self.clock is None or not from_here(request):
            return Response(status_code=403)
        deed = await self._deed(request)
        self.clock.forward(float(STEPS[deed.field("step")]))
        self.workspace.changes.announce()
        return RedirectResponse(deed.where.url(), 303)

    async def beside(self, request: Request) -> Response:
        """Draw the pages of two people beside each other."""
        names = [request.query_params.get(side) or self._usual for side in ("left", "right")]
        sides = [starting_at(self.workspace, name) for name in names]
        html = self.templates.get_template("beside.html.j2").render(sides=sides)
        return HTMLResponse(html, headers=HEADERS)

    async def follow(self, request: Request) -> Response:
        """Go where a permalink leads whoever followed it: the page it stood on says who."""
        origin = urlsplit(request.headers.get("referer", "")).query
        asked = request.url.query if "as" in request.query_params else origin
        scene = self._scene(read_query(asked, self._usual))
        if scene is None:
            return RedirectResponse(Where(self._usual).url(), 303)
        there = followed(scene.where, scene.person, request.url.path)
        if there is None:
            scene.screen.say("no_access")
        return RedirectResponse(f"/?{(there or scene.where).query}", 303)

    async def shared(self, request: Request) -> Response:
        """Give a file to a person who sees it."""
        who = request.query_params.get("as", "")
        return shared.answer(self.workspace, who, request.path_params["file"])

    async def show_board(self, request: Request) -> Response:
        """Draw the language board, or one row of it."""
        if self.board is None:
            return Response(status_code=404)
        board = in_rows(self.board())
        name = request.query_params.get("name") or next(iter(board), "")
        values = {"rows": board, "chosen": name, "own_names": OWN_NAMES}
        back = Where(request.query_params.get("as") or self._usual)
        html = self.templates.get_template("board.html.j2").render(**values, where=back)
        return HTMLResponse(html, headers=HEADERS)

    async def traffic(self, request: Request) -> Response:
        """Draw what one row of the inspector holds."""
        journals = self.workspace.requests, self.workspace.calls
        try:
            texts = inside(request.path_params["key"], *journals)
        except LookupError:
            return Response(status_code=404)
        html = self.templates.get_template("traffic.html.j2").render(texts=texts)
        return HTMLResponse(html, headers=HEADERS)

    async def live(self, _: Request) -> Response:
        """Tell the browser of changes as they come."""
        return Live(self.workspace)

    async def asset(self, request: Request) -> Response:
        """Give the script or the stylesheet."""
        kind = ASSETS.get(request.path_params["name"])
        if kind is None:
            return Response(status_code=404)
        return FileResponse(TEMPLATES / request.path_params["name"], media_type=kind)

    @property
    def _usual(self) -> str:
        return next(cast(self.workspace)).user.name

    def _scene(self, where: Where) -> Scene | None:
        """Give what is to be drawn; None for a person or a channel that is not there."""
        try:
            user = self.workspace.user(where.who)
            person = Person(user, self.sender)
            scene = Scene(where, person, self.screens[user.id], self.screens)
            inside = user.id in scene.channel.members
        except SlackError:
            return None
        return scene if inside and not user.is_bot else None

    def _arrive(self, scene: Scene) -> None:
        """Tell the app that one of its tabs was opened, while the page is drawn already."""
        opening = {HOME: scene.person.open_home, DIRECT: scene.person.open_messages_tab}
        if scene.where.place in opening and not scene.where.thread:
            self._start(opening[scene.where.place]())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.info("a tab was opened in vain: %s", type(error).__name__)

    def _answer(self, scene: Scene, have: str | None) -> Response:
        if scene.where.place != HOME:
            scene.screen.saw(scene.channel.id, scene.person.sees(scene.channel.id))
        known = have.split(",") if have else []
        regions = {each.name: each for each in self._regions(scene)}
        name = "page.html.j2" if have is None else "regions.html.j2"
        wanted = [each for each in regions.values() if f"{each.name}={each.version}" not in known]
        values = {"scene": scene, "regions": wanted, "clock": self.clock}
        html = self.templates.get_template(name).render(**values)
        return HTMLResponse(html, headers=HEADERS)

    def _regions(self, scene: Scene) -> Iterator[Region]:
        for name in REGIONS:
            html = self.templates.get_template(f"{name}.html.j2").render(
                scene=scene, where=scene.where, **self._around(scene)
            )
            yield Region(name, Markup(html))  # noqa: S704 - a template escaped it

    def _around(self, scene: Scene) -> Mapping[str, object]:
        """Give what the templates need beside the scene."""
        journals = self.workspace.requests, self.workspace.calls
        return {
            "rows": rows(*journals) if scene.where.inspect else [],
            "refused": refused(*journals),
            "features": self.features,
            "clock": self.clock,
            "steps": STEPS,
            "has_board": self.board is not None,
        }

    async def _deed(self, request: Request) -> Deed:
        post = await read_post(request)
        where = read_query((post.fields.get("where") or [""])[0], self._usual)
        person = Person(self.workspace.user(where.who), self.sender)
        return Deed(person, where, self.screens[person.user.id], post, self.features)
