"""Open modals, three deep at most for each person, and Home tabs.

Source: https://docs.slack.dev/surfaces/modals
"""

from collections import defaultdict
from typing import Final

from bot.sandbox.errors import SlackError
from bot.sandbox.form_state import standing_values
from bot.sandbox.payload import Json, elements_of, with_inner
from bot.sandbox.records import View
from bot.sandbox.stamps import Stamps

STACK_LIMIT: Final = 3


class Views:
    """The view stack of every person, and everyone's Home tab."""

    def __init__(self, stamps: Stamps) -> None:
        """Take the maker of ids."""
        self._stamps = stamps
        self.stacks: defaultdict[str, list[View]] = defaultdict(list)
        self.homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        """Give the view that a person sees, if a modal is open."""
        stack = self.stacks[user]
        return stack[-1] if stack else None

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """Give an open or published view; raises SlackError ``not_found``."""
        for view in self._all():
            if view_id is not None and view.id == view_id:
                return view
            if external_id and view.body.get("external_id") == external_id:
                return view
        raise SlackError(name="not_found")

    def open(self, user: str, body: Json) -> View:
        """Show a new modal in place of whatever the person had open."""
        self.refuse_known_external_id(body)
        self.stacks[user] = [self._new(user, body)]
        return self.stacks[user][0]

    def push(self, user: str, body: Json) -> View:
        """Put a view on a person's stack.

        Raises SlackError: ``not_found`` when no modal is open, ``push_limit_reached``.
        """
        self.refuse_push(user, body)
        stack = self.stacks[user]
        view = self._new(user, body)
        view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def refuse_push(self, user: str, body: Json) -> None:
        """Raise SlackError where `push` would; nothing is changed."""
        if not self.stacks[user]:
            raise SlackError(name="not_found")
        if len(self.stacks[user]) >= STACK_LIMIT:
            raise SlackError(name="push_limit_reached")
        self.refuse_known_external_id(body)

    def update(self, view: View, body: Json, expected_hash: str | None = None) -> None:
        """Replace a view's body; what stands in an input stays where both ids stay.

        Raises SlackError: ``hash_conflict`` when the view changed since that hash,
        ``duplicate_external_id``.
        """
        if expected_hash is not None and expected_hash != view.hash:
            raise SlackError(name="hash_conflict")
        self.refuse_known_external_id(body, besides=view)
        modal = view.body["type"] == "modal"
        before = standing_values(view.body["blocks"], view.values) if modal else view.values
        view.values = kept_values(before, body)
        view.body = body
        view.hash = self._stamps.ts()

    def publish(self, user: str, body: Json, expected_hash: str | None = None) -> View:
        """Set a person's Home tab; raises SlackError ``hash_conflict``.

        What stands in an input stays where both ids stay, as in a modal.
        """
        home = self.homes.get(user) or self._new(user, body)
        self.update(home, body, expected_hash)
        self.homes[user] = home
        return home

    def _new(self, user: str, body: Json) -> View:
        view_id = self._stamps.id("V")
        return View(view_id, user, body, self._stamps.ts(), root_view_id=view_id)

    def _all(self) -> list[View]:
        return [each for stack in self.stacks.values() for each in stack] + [*self.homes.values()]

    def refuse_known_external_id(self, body: Json, *, besides: View | None = None) -> None:
        """Raise SlackError ``duplicate_external_id`` when another view has the one of a body."""
        known = {each.body.get("external_id") for each in self._all() if each is not besides}
        if body.get("external_id") and body["external_id"] in known:
            raise SlackError(name="duplicate_external_id")


def kept_values(values: Json, body: Json) -> Json:
    """Give the part of a view's typed values that survives a new body."""
    kept: Json = {}
    for block in with_inner(body["blocks"]):
        typed = values.get(block.get("block_id", ""), {})
        for element in elements_of(block):
            value = typed.get(element.get("action_id"))
            if value and value["type"] == element["type"]:
                kept.setdefault(block["block_id"], {})[element["action_id"]] = value
    return kept
