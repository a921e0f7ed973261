import pytest

from bot.slack.locales import domain, spoken, zone

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


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("Europe/Nowhere", None),
        ("Europe", None),
        ("../../etc/passwd", None),
        ("Europe/\0", None),
        ("\ud83d", None),
        ("x" * 999, None),
        ("", None),
        (None, None),
        (7200, None),
    ],
)
def test_slack_s_time_zone_is_a_known_one_or_none(told: object, name: str | None) -> None:
    assert zone(told) == name


@pytest.mark.parametrize(
    ("told", "company"),
    [
        ("emma@learn.example", "learn.example"),
        ("emma.de-vries+x@Sub.Learn.EXAMPLE", "sub.learn.example"),
        ("anna@lärande.example", "lärande.example"),
        ("emma@learn", None),
        ("@learn.example", None),
        ("emma@learn.example@other.example", None),
        ("emma@learn.example\n", None),
        ("emma@le\0arn.example", None),
        ("emma@\ud83d.example", None),
        ("learn.example", None),
        ("", None),
        (None, None),
    ],
)
def test_of_a_mail_address_only_the_domain_is_kept(told: object, company: str | None) -> None:
    assert domain(told) == company
