"""The parts of the page that are exchanged on their own."""

import zlib
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

REGIONS: Final = ("topbar", "sidebar", "place", "thread", "inspector", "modal", "notices")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page that is exchanged as a whole when it differs."""

    name: str
    html: Markup

    @property
    def version(self) -> str:
        """What tells this content from any other."""
        return f"{zlib.crc32(self.html.encode()):x}"
