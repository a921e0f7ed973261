"""A batch of any size fits into what Slack takes."""

import pytest

from bot.app import Content
from bot.console.batch_exhibits import batch_exhibits
from bot.sandbox import check_blocks, check_view
from bot.sandbox.blocks import too_much_text
from tests.journeys.desk import LOCALES


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_shown_of_a_batch_fits_with_the_longest_values(
    content: Content, locale: str
) -> None:
    for exhibit in batch_exhibits(content.forms, content.artist, locale):
        if exhibit.drawing:
            assert check_blocks(exhibit.drawing.blocks, "message") == [], exhibit.name
            assert not too_much_text(exhibit.drawing.blocks), exhibit.name
        elif exhibit.view:
            assert check_view(exhibit.view) == [], exhibit.name
