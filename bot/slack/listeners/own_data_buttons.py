"""Buttons of the Home tab for somebody's own data: whose it is tells the verified payload alone."""

from collections.abc import Awaitable, Callable, Mapping

from bot.services import erasing, replying
from bot.slack.listeners.press import Press
from bot.slack.locales import locale_of
from bot.slack.tidying import erase_wished


async def _own_data(press: Press) -> None:
    deed = _DEEDS.get(press.what)
    if deed:
        await deed(press)


async def _get(press: Press) -> None:
    work = press.work
    locale = await locale_of(work, press.person)
    await work.do(replying.own_data, work.workspace, press.person, locale, press.now)


async def _erase(press: Press) -> None:
    """Keep the wish, then fulfil it; where this process dies, another one does."""
    work = press.work
    locale = await locale_of(work, press.person)
    await work.do(erasing.ask, work.workspace, press.person, locale, press.now)
    work.office.errands.start(erase_wished(work.office, work.workspace))


_DEEDS: Mapping[str, Callable[[Press], Awaitable[None]]] = {"get": _get, "erase": _erase}

HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {"own_data": _own_data}
"""What is done when such a button is pressed."""
