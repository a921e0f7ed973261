"""People at work in a workspace: what they do becomes what Slack sends to the app.

>>> emma = Person(workspace.user("emma"), sender)
>>> await emma.say(None, "Hello")  # in the direct message with the app
>>> await emma.press(emma.sees()[-1], "open_form")
>>> await emma.submit_view({"name": "Emma"})
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.sandbox import forms, pressing, suggesting, uploads, writing
from bot.sandbox.answers import Answer
from bot.sandbox.choosing import refuse_unknown_in
from bot.sandbox.errors import NotPossibleError
from bot.sandbox.form_state import filled_in
from bot.sandbox.forms import Submission
from bot.sandbox.payload import Json
from bot.sandbox.records import BROADCAST, Channel, Message, User, View
from bot.sandbox.sender import Sender
from bot.sandbox.uploads import Upload
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace, with a sender that carries what they do to the app.

    Where a channel is asked for, None means the direct message with the app; otherwise
    it is an id or a name. All raise NotPossibleError for what Slack's own screen would
    not let a person do.
    """

    user: User
    sender: Sender

    @property
    def workspace(self) -> Workspace:
        """The workspace that the person is in."""
        return self.sender.workspace

    @property
    def direct(self) -> Channel:
        """The person's direct message with the app."""
        return self.workspace.direct(self.user.id)

    @property
    def view(self) -> View | None:
        """The modal that the person sees now."""
        return self.workspace.views.top(self.user.id)

    @property
    def home(self) -> View | None:
        """The person's Home tab, once the app published it."""
        return self.workspace.views.homes.get(self.user.id)

    def sees(self, channel: str | None = None) -> list[Message]:
        """Give all messages that the person can read there, oldest first."""
        place = self._channel(channel)
        found = self.workspace.messages.all(place.id) if self.user.id in place.members else []
        for_me = (None, self.user.id)
        return [each for each in found if not each.deleted and each.ephemeral_to in for_me]

    async def say(
        self,
        channel: str | None,
        text: str,
        thread_ts: str | None = None,
        *,
        also_in_channel: bool = False,
    ) -> str:
        """Write a message, in a thread or not; give its ts.

        The app gets ``message`` where it may read, and ``app_mention`` too when a message in a
        channel names it. ``also_in_channel`` shows a reply in the channel as well: it then has
        the subtype ``thread_broadcast``.
        """
        place = self._channel(channel)
        more = {"thread_ts": thread_ts, "subtype": BROADCAST if also_in_channel else None}
        return await writing.post(self.sender, self.user, place, text, **more)

    async def upload_message(
        self,
        text: str = "",
        files: Sequence[Upload] = (),
        channel: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """Write a message with files, each a name or a name and its bytes; give its ts.

        The app gets ``message`` with the subtype ``file_share``.
        """
        place = self._channel(channel)
        described = uploads.share(self.workspace, self.user, place, files)
        more = {"subtype": "file_share", "files": described, "thread_ts": thread_ts}
        return await writing.post(self.sender, self.user, place, text, **more)

    async def edit(self, channel: str | None, ts: str, text: str) -> None:
        """Change one's own message, in a thread or not; the app gets ``message_changed``."""
        await writing.edit(self.sender, *self._own(channel, ts), text)

    async def delete(self, channel: str | None, ts: str) -> None:
        """Delete one's own message.

        The app gets ``message_deleted``; for one with replies it gets ``message_changed``,
        with a ``message`` of the subtype ``tombstone``.
        """
        _, message = self._own(channel, ts)
        await writing.delete(self.sender, message)

    async def react(self, message: Message, name: str) -> None:
        """Add a reaction to a message, or take one's own away."""
        await writing.react(self.sender, self.user, message, name)

    async def open_messages_tab(self) -> None:
        """Open the app's messages: ``app_home_opened`` with tab ``messages``."""
        await writing.open_app(self.sender, self.user, "messages")

    async def open_home(self) -> None:
        """Open the app's Home tab: ``app_home_opened`` with tab ``home``."""
        await writing.open_app(self.sender, self.user, "home")

    async def join(self, channel: str) -> None:
        """Come into a channel, or be invited: ``member_joined_channel``."""
        await writing.move(self.sender, self.user, self._channel(channel), inside=True)

    async def leave(self, channel: str) -> None:
        """Leave a channel, or be taken out of it: ``member_left_channel``."""
        await writing.move(self.sender, self.user, self._channel(channel), inside=False)

    async def command(
        self, text: str, channel: str | None = None, *, name: str = "/partner"
    ) -> Answer:
        """Give a slash command; what the app answers in the body is posted."""
        place = self._channel(channel)
        return await pressing.command(self.sender, self.user, place, name, text)

    async def press(
        self,
        target: Message | View,
        action_id: str,
        value: object = None,
        *,
        block_id: str | None = None,
    ) -> Answer:
        """Press or choose something in a message or view (a modal, or the Home tab).

        ``value`` is what was chosen where there is a choice: an option's value, the value
        of one of two feedback buttons, a list of values, a date, an id; for an input that
        people type into, what stands in it when they press Enter. In place of the action id
        goes the id of a block that has one element; ``block_id`` tells elements apart that
        have the same action id.
        """
        return await pressing.press(self.sender, self.user, target, action_id, value, block_id)

    async def type_in(
        self, view: View, action_id: str, text: object, *, block_id: str | None = None
    ) -> Answer | None:
        """Type into an input of a view, in place of what stands there; names as in `press`.

        ``text`` is a string, for a rich text input a rich text block.
        The app gets ``block_actions`` where the input dispatches ``on_character_entered``;
        otherwise it is not told, and the answer is None. Nothing is checked yet: a text
        that is too short only stops the form at its submission.
        """
        return await pressing.type_in(self.sender, self.user, view, action_id, text, block_id)

    async def suggestions(
        self,
        target: Message | View,
        action_id: str,
        query: str = "",
        *,
        block_id: str | None = None,
    ) -> list[Json]:
        """Type into an external menu; give the options, or groups of them, that it shows.

        It shows none when the app fails, is late or offers what Slack does not take; the
        journal says which. Names as in `press`.
        """
        given = (target, action_id, query, block_id)
        _, options = await suggesting.suggest(self.sender, self.user, *given)
        return options

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Answer:
        """Use a message shortcut (with a message) or a global one (without)."""
        return await pressing.shortcut(self.sender, self.user, callback_id, message)

    def fill_in(self, typed: Mapping[str, object]) -> None:
        """Fill in the modal that is open, without a word to the app.

        ``typed`` maps block ids (or action ids) to raw values; see `bot.sandbox.form_state`.
        A file input takes a list of names, or of names with their bytes.
        """
        view = self._open_view()
        blocks = view.body["blocks"]
        refuse_unknown_in(self.workspace, blocks, typed)
        given = uploads.attach(self.workspace, self.user, blocks, typed)
        view.values = filled_in(blocks, view.values, given)

    async def submit_view(
        self, typed: Mapping[str, object] | None = None, *, forged: Json | None = None
    ) -> Submission:
        """Fill in and submit the modal that is open.

        ``typed`` is what `fill_in` takes. ``forged`` is sent as ``state.values`` as it is, as
        nobody could at Slack's own screen.
        """
        view = self._open_view()
        if forged is None:
            self.fill_in(typed or {})
        return await forms.submit_view(self.sender, self.user, view, forged)

    async def close_view(self, *, everything: bool = False) -> Answer | None:
        """Close the view in front, or the whole modal; None when the app is not told."""
        view = self._open_view()
        return await forms.close_view(self.sender, self.user, view, everything=everything)

    def _channel(self, channel: str | None) -> Channel:
        return self.direct if channel is None else self.workspace.channel(channel)

    def _open_view(self) -> View:
        if self.view is None:
            message = f"{self.user.name} has no modal open"
            raise NotPossibleError(message)
        return self.view

    def _own(self, channel: str | None, ts: str) -> tuple[Channel, Message]:
        place = self._channel(channel)
        message = self.workspace.messages.find(place.id, ts)
        if message is None or message.user != self.user.id:
            problem = f"{self.user.name} has no message {ts} in {place.id}"
            raise NotPossibleError(problem)
        return place, message
