"""A browser on the demo: every test has a workspace and an app of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.app import Content
from bot.console.demonstrating import Demo
from tests.sandbox_page.everything import Everything, everything
from tests.sandbox_page.running import Beside, beside, demo_of, launch

Visit = Callable[[str], Page]

PATIENCE_MILLISECONDS = 30_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run a browser; with it goes Playwright's event loop, beside which no other can run."""
    with sync_playwright() as playwright:
        try:
            running = launch(playwright)
        except RuntimeError as error:
            pytest.fail(str(error), pytrace=False)
        yield running
        running.close()


@pytest.fixture
def running(content: Content, migrated: Path, tmp_path: Path) -> Iterator[Beside[Demo]]:
    with beside(demo_of(content, migrated, tmp_path)) as site:
        yield site


@pytest.fixture
def visit(browser: Browser, running: Beside[Demo]) -> Iterator[Visit]:
    """Open an address of the demo's page; nothing may go wrong in the script."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    wrong: list[str] = []

    def open_page(path: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{running.site.address}{path}")
        return page

    yield open_page
    context.close()
    assert wrong == []


@pytest.fixture
def shown() -> Iterator[Beside[Everything]]:
    """Run a workspace whose app does what a test tells it."""
    with beside(everything()) as site:
        yield site


@pytest.fixture
def emma(browser: Browser, shown: Beside[Everything]) -> Iterator[Page]:
    """Open that workspace as Emma."""
    yield from _as_emma(browser, shown, 1280)


@pytest.fixture
def small(browser: Browser, shown: Beside[Everything]) -> Iterator[Page]:
    """Open that workspace as Emma, on the smallest phone."""
    yield from _as_emma(browser, shown, 360)


def _as_emma(browser: Browser, shown: Beside[Everything], width: int) -> Iterator[Page]:
    wrong: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 640}) as context:
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{shown.site.address}/?as=emma")
        yield page
    assert wrong == []
