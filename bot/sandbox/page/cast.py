"""Who can be acted as: language and role of every member, as a visitor is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.sandbox.demo import PARTNERS, SUPPORT
from bot.sandbox.records import User
from bot.sandbox.workspace import Workspace

LANGUAGES: Final = {name: locale for locale, name in PARTNERS.items()}
OWN_NAMES: Final = {
    "en": "English",
    "fr": "Français",
    "nl": "Nederlands",
    "sv": "Svenska",
    "zh": "中文",
}
HUES: Final = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the page shows them, and how much they have not read.

    ``role`` is ``partner``, ``external``, ``guest`` or ``support``.
    """

    user: User
    language: str
    role: str
    unread: int = 0

    @property
    def language_name(self) -> str:
        """The language in its own words."""
        return OWN_NAMES.get(self.language, self.language)


def language_of(user: User) -> str:
    """Give the language that a person writes in: the demo's, else that of their locale."""
    return LANGUAGES.get(user.name) or (user.locale or "en").partition("-")[0]


def role_of(user: User) -> str:
    """Give the key of a person's role."""
    if user.name in SUPPORT:
        return "support"
    if user.is_external:
        return "external"
    return "guest" if user.is_guest else "partner"


def cast(workspace: Workspace) -> Iterator[Member]:
    """Give everyone who can be acted as, support last."""
    members = [
        Member(user, language_of(user), role_of(user))
        for user in workspace.users.values()
        if not user.is_bot and not user.deleted
    ]
    yield from sorted(members, key=lambda each: each.role == "support")


def initials(name: str) -> str:
    """Give what stands in an avatar: first letters, or a Chinese name's last sign."""
    if not name.isascii() and " " not in name:
        return name[-1:]
    return "".join(word[0] for word in name.split()[:1] + name.split()[1:][-1:]).upper()


def hue(user_id: str) -> int:
    """Give the number of a person's colour, the same at every start."""
    return sum(user_id.encode()) % HUES
