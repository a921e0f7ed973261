"""The demo beside a test: in a thread of its own, as it stands beside a person's browser."""

import asyncio
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from playwright.sync_api import Browser, Playwright

from bot.app import Content
from bot.console.demonstrating import Demo, demo
from bot.sandbox import Workspace

Result = TypeVar("Result")

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INSTALLS = (
    [sys.executable, "-m", "playwright", "install", "chromium"],
    ["apt-get", "install", "-y", "-q", "chromium"],
)
MISSING = "No Chromium: put one on the path, or run `playwright install chromium`."


def launch(playwright: Playwright) -> Browser:
    """Start the machine's Chromium, installed first if need be; RuntimeError if none can be had."""
    for install in ([], *INSTALLS):
        if install:
            subprocess.run(install, check=False, capture_output=True)  # noqa: S603 - declared above
        found = next(filter(None, map(shutil.which, NAMES)), None)
        path = found or playwright.chromium.executable_path
        if Path(path).exists():
            return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    raise RuntimeError(MISSING)


class Site(Protocol):
    """What stands beside a browser: the demo, or a workspace with a small app of a test's own."""

    @property
    def address(self) -> str:
        """Where its page is."""

    @property
    def slack(self) -> Workspace:
        """Its workspace."""


Shown = TypeVar("Shown", bound=Site)


@dataclass(frozen=True)
class Beside(Generic[Shown]):
    """A site in another thread."""

    site: Shown
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, Result], seconds: float = 30) -> Result:
        """Do something in the site's thread, and wait for it, at most so long."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def until(self, predicate: Callable[[], Result]) -> Result:
        """Wait until the workspace is as the predicate says."""
        return self.run(self.site.slack.wait_for(predicate))


@contextmanager
def beside(opened: AbstractAsyncContextManager[Shown]) -> Iterator[Beside[Shown]]:
    """Run a site in a thread of its own while the context lasts."""
    started: Future[Beside[Shown]] = Future()
    stopping = asyncio.Event()
    thread = threading.Thread(target=asyncio.run, args=(_stay(opened, started, stopping),))
    thread.start()
    try:
        running = started.result(20)
        yield running
    finally:
        if not started.cancelled() and started.exception() is None:
            started.result().loop.call_soon_threadsafe(stopping.set)
        thread.join(20)


async def _stay(
    opened: AbstractAsyncContextManager[Shown],
    started: Future[Beside[Shown]],
    stopping: asyncio.Event,
) -> None:
    try:
        async with opened as site:
            started.set_result(Beside(site, asyncio.get_running_loop()))
            await stopping.wait()
    except Exception as error:
        if started.done():
            raise
        started.set_exception(error)


def demo_of(content: Content, database: Path, folder: Path) -> AbstractAsyncContextManager[Demo]:
    """Give the demo over a copy of a database that has all tables already."""
    copy = shutil.copy(database, folder / "demo.db")
    return demo(content, folder, database_url=f"sqlite:///{copy}")
