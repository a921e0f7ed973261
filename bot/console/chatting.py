"""`chat` and `demo`: the whole app in the terminal, on a local Slack workspace."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pydantic import SecretStr

from bot.app import Content, running
from bot.console.form_filling import CLOSE, COMMAND, FormFilling, read_file
from bot.console.words import say, screen
from bot.sandbox import Message, Person, SandboxServer, Sender, View, Workspace
from bot.sandbox.demo import PARTNERS, SUPPORT_CHANNEL
from bot.sandbox.forms import Submission
from bot.sandbox.terminal import Choice, fields, show
from bot.settings import Settings
from bot.slack.intake.web import web_app

_PATIENCE_SECONDS = 5.0
_QUIET_SECONDS = 0.25


async def chat(content: Content, locale: str) -> None:
    """Converse until the input ends."""
    with tempfile.TemporaryDirectory() as folder:
        async with workspace(content, Path(folder)) as (slack, sender):
            person = Person(slack.user(PARTNERS[locale]), sender)
            conversation = Conversation(slack, sender, person, locale)
            conversation.welcome()
            while await conversation.turn(await _read_line()):
                pass


@asynccontextmanager
async def workspace(content: Content, folder: Path) -> AsyncIterator[tuple[Workspace, Sender]]:
    """Run a local workspace with the app in it."""
    slack = Workspace.demo()
    async with SandboxServer(slack) as server:
        settings = Settings(
            slack_bot_token=SecretStr(slack.app.bot_token),
            slack_signing_secret=SecretStr(slack.app.signing_secret),
            slack_api_url=server.url,
            database_url=f"sqlite:///{folder / 'chat.db'}",
            desk_channel=slack.channel(SUPPORT_CHANNEL).id,
        )
        async with running(settings, content) as app:
            transport = httpx.ASGITransport(web_app(app, slack.app.signing_secret))
            async with httpx.AsyncClient(transport=transport, base_url="http://app") as http:
                yield slack, Sender(slack, http)


async def _read_line() -> str | None:
    """Read a line without holding up the app; None at the end of the input."""
    if sys.stdin.isatty():
        screen.print("› ", end="")
    line = await asyncio.to_thread(sys.stdin.readline)
    return line.rstrip("\n") if line else None


@dataclass
class Conversation:
    """What one person sees, and what they typed last; `filled` is what is done of each modal."""

    slack: Workspace
    sender: Sender
    person: Person
    locale: str
    choices: Sequence[Choice] = ()
    asked: str | None = None
    drawn: dict[str, object] = field(default_factory=dict)
    filled: dict[str, set[str]] = field(default_factory=dict)
    at_home: bool = False

    def _tell(self, sentence: str, **values: str) -> None:
        screen.print(say("chat", self.locale, sentence=sentence, values=values))

    def welcome(self) -> None:
        """Say what can be typed."""
        self._tell("welcome", name=self.person.user.real_name, people=", ".join(PARTNERS))

    async def turn(self, line: str | None) -> bool:
        """Do what a line says; return False when the conversation ends."""
        if line is None or line.strip() == "/quit":
            return False
        if line.strip().isdecimal():
            await self._press(int(line))
        else:
            self.at_home = False
            word, _, rest = line.strip().partition(" ")
            await self._commands().get(word, self._say_line(line))(rest)
        return True

    def _commands(self) -> dict[str, Callable[[str], Awaitable[None]]]:
        return {
            "/as": self._become,
            "/home": self._open_home,
            "/edit": self._edit,
            "/delete": self._delete,
            "/file": self._upload,
            CLOSE: self._close,
            "/partner": self._command,
        }

    def _say_line(self, line: str) -> Callable[[str], Awaitable[None]]:
        async def said(_: str) -> None:
            async def act() -> None:
                self.asked = await self.person.say(None, line)

            await self._show_after(act)

        return said

    async def _become(self, locale: str) -> None:
        if locale not in PARTNERS:
            self._tell("nobody", people=", ".join(PARTNERS))
            return
        self.person = Person(self.slack.user(PARTNERS[locale]), self.sender)
        self.locale = locale
        self.asked = None
        await self._show_after(self.person.open_messages_tab)

    async def _open_home(self, _: str) -> None:
        self.at_home = True
        await self._show_after(self.person.open_home)

    async def _command(self, text: str) -> None:
        async def act() -> None:
            await self.person.command(text)

        await self._show_after(act)

    async def _edit(self, text: str) -> None:
        await self._change(lambda ts: self.person.edit(None, ts, text))

    async def _delete(self, _: str) -> None:
        await self._change(lambda ts: self.person.delete(None, ts))

    async def _change(self, change: Callable[[str], Awaitable[None]]) -> None:
        if self.asked is None:
            self._tell("unread")
            return
        ts = self.asked
        await self._show_after(lambda: change(ts))

    async def _upload(self, path: str) -> None:
        """Send a file as a message."""
        try:
            file = read_file(path)
        except OSError:
            self._tell("unreadable", name=path)
            return
        await self._show_after(lambda: self.person.upload_message("", (file,)))

    async def _press(self, number: int) -> bool:
        """Press a button; return False where there is none with that number."""
        if not 1 <= number <= len(self.choices):
            self._tell("nothing")
            return False
        choice = self.choices[number - 1]

        async def act() -> None:
            await self.person.press(
                choice.target, choice.action_id, choice.value, block_id=choice.block_id
            )

        await self._show_after(act)
        return True

    async def _show_after(self, act: Callable[[], Awaitable[object]]) -> None:
        """Do something, and show what the app makes of it."""
        before = len(self.slack.calls)
        await act()
        await self._calm(before)
        await self._show_changed()

    async def _show_changed(self) -> None:
        changed = [each for each in self._visible() if self._is_new(each)]
        self.choices = []
        for target in changed:
            shown = show(target, len(self.choices) + 1, inputs=False)
            self.choices = [*self.choices, *shown.choices]
            screen.print("\n".join(shown.lines) + "\n")
        if not changed:
            self._tell("waiting")
        await self._go_on()

    async def _go_on(self) -> None:
        """Ask for what the modal in front asks for, if it is one to be filled in."""
        if self.person.view and "submit" in self.person.view.body:
            await self._fill_in(self.person.view)

    async def _close(self, _: str) -> None:
        """Close the modal in front."""
        if self.person.view:
            await self.person.close_view()
        await self._go_on()

    async def _calm(self, before: int) -> None:
        """Wait for the app's first call, then until it makes no more."""
        try:
            await self.slack.wait_for(lambda: self._shows_since(before), timeout=_PATIENCE_SECONDS)
        except TimeoutError:
            return
        seen = -1
        while seen != len(self.slack.calls):
            seen = len(self.slack.calls)
            await asyncio.sleep(_QUIET_SECONDS)

    def _shows_since(self, before: int) -> bool:
        silent = {"auth.test", "users.info"}
        return any(call.method not in silent for call in self.slack.calls[before:])

    def _visible(self) -> list[Message | View]:
        bot = self.slack.app.bot_user_id
        places = (None, SUPPORT_CHANNEL)
        seen: list[Message | View] = [
            message for place in places for message in self._in(place) if message.user == bot
        ]
        views = [self.person.home if self.at_home else None, self.person.view]
        return seen + [view for view in views if view]

    def _in(self, place: str | None) -> list[Message]:
        if place is None:
            return self.person.sees()
        channel = self.slack.channel(place)
        return [m for m in self.slack.messages.all(channel.id) if not m.deleted]

    def _is_new(self, target: Message | View) -> bool:
        """Tell whether this was not shown as it is now."""
        key = f"{type(target).__name__}:{getattr(target, 'ts', None) or getattr(target, 'id', '')}"
        state = repr(show(target))
        if self.drawn.get(key) == state:
            return False
        self.drawn[key] = state
        return True

    async def _fill_in(self, view: View) -> None:
        """Ask for what a modal asks for; submit it, press a button of it, or close it."""
        if view.id not in self.filled:
            self._tell("form")
        done = self.filled.setdefault(view.id, set())
        typed = await FormFilling(self.person, view, done, _read_line, self._tell).fill_in()
        if typed == CLOSE:
            await self._close(typed)
            self._tell("closed")
        elif not typed:
            await self._submit(done)
        elif not await self._press(int(typed.removeprefix(COMMAND))):
            await self._go_on()

    async def _submit(self, done: set[str]) -> None:
        """Submit the modal; what is wrong with a field is said, and the field is asked again."""
        before = len(self.slack.calls)
        submission = await self.person.submit_view()
        self._tell_errors(submission)
        done.difference_update(submission.errors)
        if submission.errors and submission.view:
            await self._fill_in(submission.view)
            return
        if submission.closed:
            await self._calm(before)
        await self._show_changed()

    def _tell_errors(self, submission: Submission) -> None:
        labels = {block: label for block, label, _ in _fields(submission.view)}
        for block, problem in submission.errors.items():
            self._tell("wrong", label=labels.get(block, block), problem=problem)


def _fields(view: View | None) -> list[tuple[str, str, str]]:
    return fields(view) if view else []
