"""Everything that is shown in one language: what forms show, what the desk and its partners see."""

from collections.abc import Callable, Iterator

from bot.console.batch_exhibits import batch_exhibits
from bot.console.desk_exhibits import desk_exhibits
from bot.console.desk_modal_exhibits import modal_exhibits
from bot.console.form_exhibits import Exhibit, form_exhibits
from bot.console.listing_exhibits import listing_exhibits
from bot.console.own_data_exhibits import own_data_exhibits
from bot.console.partner_exhibits import partner_exhibits
from bot.console.proposal_exhibits import proposal_exhibits
from bot.console.settings_exhibits import settings_exhibits
from bot.console.summary_exhibits import summary_exhibits
from bot.content.shapes import Locale
from bot.forms.case import Forms
from bot.slack.screens.drawing import Artist

_SHELVES: tuple[Callable[[Forms, Artist, Locale], Iterator[Exhibit]], ...] = (
    form_exhibits,
    desk_exhibits,
    listing_exhibits,
    modal_exhibits,
    partner_exhibits,
    own_data_exhibits,
    batch_exhibits,
    proposal_exhibits,
    settings_exhibits,
    summary_exhibits,
)


def exhibits(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give every screen and message, with the longest values."""
    for shelf in _SHELVES:
        yield from shelf(forms, artist, locale)
