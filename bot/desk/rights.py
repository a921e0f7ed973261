"""Who may do what at the desk: one table, and nothing else decides."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from bot.desk.life import Deed


class Role(StrEnum):
    """What somebody is to a ticket.

    SUPPORT are the members of the desk's channel that are no guests, no bots and of no other
    company; PARTNER is the person whose ticket it is, COLLEAGUE somebody of their company who sent
    the same and had it added; TIME is nobody at all, when a day has come.
    """

    SUPPORT = "support"
    PARTNER = "partner"
    COLLEAGUE = "colleague"
    TIME = "time"


class Task(StrEnum):
    """What somebody does at the desk that changes no single ticket."""

    LIST = "list"
    READ = "read"
    EXPORT = "export"
    BATCH = "batch"
    PROPOSE = "propose"


_SUPPORT = frozenset({Role.SUPPORT})
_PARTNER = frozenset({Role.PARTNER})
_TIME = frozenset({Role.TIME})

RIGHTS: Mapping[Deed | Task, frozenset[Role]] = {
    Deed.TAKE: _SUPPORT,
    Deed.HAND_BACK: _SUPPORT,
    Deed.ASSIGN: _SUPPORT,
    Deed.PRIORITIZE: _SUPPORT,
    Deed.FOLLOW: _SUPPORT,
    Deed.UNFOLLOW: _SUPPORT,
    Deed.REPLY: _SUPPORT,
    Deed.ASK: _SUPPORT,
    Deed.MERGE: _SUPPORT,
    Deed.SUBMIT: _SUPPORT,
    Deed.RESOLVE: _SUPPORT,
    Deed.REJECT: _SUPPORT,
    Deed.REOPEN: _SUPPORT | _PARTNER,
    Deed.ANSWER: _PARTNER,
    Deed.CHANGE: _PARTNER | {Role.COLLEAGUE},
    Deed.WITHDRAW: _PARTNER,
    Deed.RESTORE: _PARTNER,
    Deed.RATE: _PARTNER,
    Deed.REMIND: _TIME,
    Deed.CLOSE: _TIME,
    Task.LIST: _SUPPORT,
    Task.READ: _SUPPORT,
    Task.EXPORT: _SUPPORT,
    Task.BATCH: _SUPPORT,
    Task.PROPOSE: _SUPPORT,
}
"""Who may do each of them; what time alone does is nobody's."""


def may(roles: Collection[Role], deed: Deed | Task) -> bool:
    """Tell whether somebody in those roles may do something."""
    return not RIGHTS[deed].isdisjoint(roles)
