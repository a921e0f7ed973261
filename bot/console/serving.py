"""`serve`, `worker` and `socket`: the real app."""

import asyncio
import gc
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from typing import Any, NoReturn

import aiohttp
import typer
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import DRAIN_SECONDS, Content, read_content, running
from bot.console.words import errors, say, screen, sentence, tell_findings, tell_settings
from bot.content.findings import ContentError
from bot.monitoring.build import build_of
from bot.monitoring.logs import logger, write_to
from bot.settings import Settings, SettingsError, read_settings
from bot.slack.running import Running
from bot.slack.web_api import error_name
from bot.storage.migrating import NewerDatabaseError

SHUTDOWN_SECONDS = 25
"""A process that is told to end has ended by then: platforms kill it after 30."""

_LAST_REQUESTS_SECONDS = int(SHUTDOWN_SECONDS - DRAIN_SECONDS - 2)
"""Slack's requests are answered within 3; the last 2 seconds are for closing."""


_log = logger(__name__)


def content_or_exit() -> Content:
    """Read the content, or end with what is wrong with it."""
    try:
        with _for_good():
            return read_content()
    except ContentError as error:
        tell_findings(error.findings)
        raise typer.Exit(1) from None


@contextmanager
def _for_good() -> Iterator[None]:
    """Spare the garbage collector what is made here: it is kept until the end."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def settings_or_exit(content: Content, *needed: str) -> Settings:
    """Read the settings, or end with a sentence for each that is wrong."""
    try:
        return read_settings(needed, content.decider.knowledge.locales)
    except SettingsError as error:
        tell_settings(error)
        raise typer.Exit(1) from None


@contextmanager
def told_plainly(refused: str = "slack-refused") -> Iterator[None]:
    """End with one sentence where Slack (by the rule `refused`) or the database can't be used."""
    try:
        yield
    except SlackApiError as error:
        problem = error_name(error)
        if problem:
            _end(refused, problem=problem)
        _end("slack-unreachable")
    except (aiohttp.ClientError, TimeoutError):
        _end("slack-unreachable")
    except NewerDatabaseError:
        _end("database-newer")
    except SQLAlchemyError:
        _end("database-unusable")


def _end(rule: str, **values: str) -> NoReturn:
    errors.print(sentence(rule, values))
    raise typer.Exit(1)


def log_to_stderr(settings: Settings) -> None:
    """Log events and ids; never what people wrote, never a token."""
    write_to(sys.stderr, settings.log_level, settings.log_format)


def serve(*, worker: bool, started: float) -> None:
    """Run the web process, with the worker in it unless that runs apart."""
    content = content_or_exit()
    settings = settings_or_exit(content, "slack_bot_token", "slack_signing_secret", "desk_channel")
    log_to_stderr(settings)
    with told_plainly():
        _run(_serve(content, settings, worker=worker, started=started))


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end on uvloop, which is faster than Python's own loop."""
    import uvloop  # noqa: PLC0415 - only what stays running pays for it

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)


async def _serve(content: Content, settings: Settings, *, worker: bool, started: float) -> None:
    from bot.console.web_server import WebServer  # noqa: PLC0415 - only the web process pays for it
    from bot.slack.intake.web import web_app  # noqa: PLC0415 - the same

    def tell() -> None:
        seconds = f"{time.time() - started:.1f}"
        screen.print(say("served", port=settings.port, seconds=seconds))
        _log.info("started", process="serve", worker=worker, **build_of(app.house.database))

    with _listen(settings.port) as listening:
        async with _until_signal() as stopping, running(settings, content, worker=worker) as app:
            secret = settings.slack_signing_secret.get_secret_value()
            web = web_app(app, secret)
            await WebServer(web, _LAST_REQUESTS_SECONDS, tell).serve_until(stopping, listening)
    _log.info("stopped")


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("0.0.0.0", port))  # noqa: S104 - Slack has to reach it
    except OSError:
        listening.close()
        _end("port-taken", name=str(port))
    return listening


def work(port: int | None = None) -> None:
    """Run a worker without a web process; its figures are on `port`, if there is one."""
    content = content_or_exit()
    settings = settings_or_exit(content, "slack_bot_token", "desk_channel")
    _run_until_stopped(content, settings, _only_work, port)


def connect(port: int | None = None) -> None:
    """Run over Socket Mode: no public address is needed. Its figures are on `port`."""
    content = content_or_exit()
    settings = settings_or_exit(content, "slack_bot_token", "slack_app_token", "desk_channel")
    _run_until_stopped(content, settings, _over_socket, port)


Stay = Callable[[Running, Settings, asyncio.Event], Awaitable[None]]


def _run_until_stopped(content: Content, settings: Settings, stay: Stay, port: int | None) -> None:
    log_to_stderr(settings)
    with told_plainly():
        _run(_stay(content, settings, stay, port))


async def _stay(content: Content, settings: Settings, stay: Stay, port: int | None) -> None:
    with _listen(port) if port else nullcontext() as listening:
        async with (
            _until_signal() as stopping,
            running(settings, content) as app,
            _monitored(app, listening, stopping),
        ):
            await stay(app, settings, stopping)
    _log.info("stopped")


@asynccontextmanager
async def _monitored(
    app: Running, listening: socket.socket | None, stopping: asyncio.Event
) -> AsyncIterator[None]:
    """Tell whoever asks how the process is, while the context lasts."""
    if listening is None:
        yield
        return
    from bot.console.web_server import WebServer  # noqa: PLC0415 - only who listens pays for it
    from bot.slack.intake.web import monitor_app  # noqa: PLC0415 - the same

    server = WebServer(monitor_app(app), _LAST_REQUESTS_SECONDS, _nothing)
    serving = asyncio.create_task(server.serve_until(stopping, listening))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def _nothing() -> None:
    """Say nothing: that it started is in the log."""


async def _only_work(app: Running, _: Settings, stopping: asyncio.Event) -> None:
    _log.info("started", process="worker", **build_of(app.house.database))
    await stopping.wait()


async def _over_socket(app: Running, settings: Settings, stopping: asyncio.Event) -> None:
    from bot.slack.intake.socket_mode import SocketMode  # noqa: PLC0415 - only Socket Mode pays for it

    def tell() -> None:
        _log.info("started", process="socket", **build_of(app.house.database))

    token = settings.slack_app_token.get_secret_value()
    with told_plainly("app-token-refused"):
        await SocketMode(app, token).run(stopping, tell)


@asynccontextmanager
async def _until_signal() -> AsyncIterator[asyncio.Event]:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _stop, stopping)
    yield stopping


def _stop(stopping: asyncio.Event) -> None:
    _log.info("stopping")
    stopping.set()
