"""What one browser looks at: the page's address, read and written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

HOME, DIRECT = "home", "dm"


@dataclass(frozen=True, slots=True)
class Where:
    """Who looks (``as``), at which place (``in``), at which thread, with which pane open.

    ``place`` is ``home`` or ``dm`` (the app's two tabs), or the name of a channel; ``pointed``
    is the message that a link led to.
    """

    who: str
    place: str = DIRECT
    thread: str = ""
    edit: str = ""
    pointed: str = ""
    inspect: bool = False

    @property
    def query(self) -> str:
        """The address behind the question mark; what is as usual is left out."""
        inspect = "1" if self.inspect else ""
        there = {"thread": self.thread, "edit": self.edit, "at": self.pointed}
        rest = {**there, "inspect": inspect}
        fields = {"as": self.who, "in": self.place, **rest}
        return urlencode({key: value for key, value in fields.items() if value})

    def url(self, **changes: str | bool) -> str:
        """Give the address of the page after some changes; what a link led to is let go."""
        return f"/?{replace(self, **{'pointed': '', **changes}).query}"  # type: ignore[arg-type]

    def there(self, place: str) -> str:
        """Give the address of another place, without what belongs to this one."""
        return self.url(place=place, thread="", edit="")

    @property
    def channel(self) -> str | None:
        """The channel as `Person` takes it: None for the direct message with the app."""
        return None if self.place in {HOME, DIRECT} else self.place


def read_where(fields: Mapping[str, str], usual: str) -> Where:
    """Read an address; without ``as`` it is that of the ``usual`` person."""
    return Where(
        fields.get("as") or usual,
        fields.get("in") or DIRECT,
        fields.get("thread", ""),
        fields.get("edit", ""),
        fields.get("at", ""),
        inspect=bool(fields.get("inspect")),
    )


def read_query(query: str, usual: str) -> Where:
    """Read an address from its query string."""
    return read_where(dict(parse_qsl(query)), usual)
