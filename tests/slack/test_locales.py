import pytest

from bot.slack.locales import spoken

SPOKEN = ("en", "fr", "zh", "nl", "sv")


@pytest.mark.parametrize(
    ("told", "locale"),
    [
        ("en-US", "en"),
        ("fr-CA", "fr"),
        ("zh_TW", "zh"),
        ("ZH-cn", "zh"),
        ("nl", "nl"),
        ("de-DE", None),
        ("french", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_slack_s_locale_is_a_language_or_none_of_ours(told: object, locale: str | None) -> None:
    assert spoken(told, SPOKEN) == locale
