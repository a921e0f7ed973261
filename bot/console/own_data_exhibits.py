"""What people are shown of the data that is kept of them."""

from collections.abc import Iterator

from bot.console.form_exhibits import Exhibit
from bot.content.shapes import Locale
from bot.forms.case import Forms
from bot.slack.screens.drawing import Artist
from bot.slack.screens.own_data_drawing import DATA_NOT_SENT


def own_data_exhibits(_forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give what is said when all is erased, and when the file is not sent."""
    yield Exhibit("own-data-erased", drawing=artist.own_data.erased(locale))
    refusal = artist.desk.refusal(DATA_NOT_SENT, None, locale)
    yield Exhibit(f"refused: {DATA_NOT_SENT}", drawing=refusal)
