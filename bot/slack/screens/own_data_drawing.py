"""What people are shown of the data that is kept of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.answering.wording import show
from bot.content.shapes import Locale
from bot.slack.screens.templates import Drawing, Templates

DATA_NOT_SENT = "data-not-sent"
"""Why somebody gets no file with their data: Slack did not take it."""


@dataclass(frozen=True)
class OwnDataArtist:
    """Draws what is said of somebody's own data, in their language."""

    templates: Templates

    def file(self, locale: Locale, day: date) -> Mapping[str, str]:
        """Return what is said beside the file: its `title`, and a `comment`."""
        said: Mapping[str, str] = self.templates.blocks(
            "own-data", locale, {"date": show(day, locale)}
        )
        return said

    def erased(self, locale: Locale) -> Drawing:
        """Draw that nothing is kept of somebody any more."""
        return self.templates.message("own-data-erased", locale, {})
