from pathlib import Path

import pytest

from bot.settings import SettingsError, read_settings

LOCALES = ("en", "fr", "zh", "nl", "sv")
NEEDED = ("slack_bot_token", "slack_signing_secret", "slack_app_token", "desk_channel")
RIGHT = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "secret",
    "SLACK_APP_TOKEN": "xapp-1",
    "DESK_CHANNEL": "C0DESK",
}


@pytest.fixture(autouse=True)
def right(monkeypatch: pytest.MonkeyPatch, shell: Path) -> Path:
    """Set what has to be set, and rightly."""
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)
    return shell


def problems() -> list[tuple[str, str]]:
    with pytest.raises(SettingsError) as error:
        read_settings(NEEDED, LOCALES)
    return error.value.problems


def test_settings_have_the_defaults_of_the_contract() -> None:
    settings = read_settings(NEEDED, LOCALES)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url.startswith("sqlite://")
    assert (settings.desk_locale, settings.default_locale) == ("en", "en")


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("value", ["", None])
def test_each_setting_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str | None
) -> None:
    if value is None:
        monkeypatch.delenv(name)
    else:
        monkeypatch.setenv(name, value)
    assert problems() == [("setting-missing", name)]


def test_only_what_a_command_needs_has_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in RIGHT:
        monkeypatch.delenv(name)
    assert read_settings((), LOCALES)


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1", "token-wrong"),
        ("SLACK_APP_TOKEN", "xoxb-1", "token-wrong"),
        ("DESK_LOCALE", "de", "locale-unknown"),
        ("DEFAULT_LOCALE", "English", "locale-unknown"),
        ("SLACK_API_URL", "slack.com/api", "setting-wrong"),
        ("DATABASE_URL", "partner-desk.db", "setting-wrong"),
        ("PORT", "0", "setting-wrong"),
        ("DESK_CHANNEL", "#partner-desk", "setting-wrong"),
        ("DESK_CHANNEL", "U0NOOR0001", "setting-wrong"),
        ("PORT", "65536", "setting-wrong"),
        ("PORT", "http", "setting-wrong"),
        ("LOG_LEVEL", "LOUD", "setting-wrong"),
    ],
)
def test_each_setting_that_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, rule: str
) -> None:
    monkeypatch.setenv(name, value)
    assert problems() == [(rule, name)]


def test_all_that_is_wrong_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "token")
    monkeypatch.setenv("DESK_LOCALE", "de")
    monkeypatch.delenv("DESK_CHANNEL")
    assert {name for _, name in problems()} == {"SLACK_BOT_TOKEN", "DESK_LOCALE", "DESK_CHANNEL"}


def test_settings_are_read_from_a_file_too(monkeypatch: pytest.MonkeyPatch, right: Path) -> None:
    monkeypatch.delenv("DESK_CHANNEL")
    (right / ".env").write_text("DESK_CHANNEL=C0FILE\nSOMETHING_ELSE=1\n", encoding="utf-8")
    assert read_settings(NEEDED, LOCALES).desk_channel == "C0FILE"


def test_a_secret_is_not_shown_when_settings_are_printed() -> None:
    shown = repr(read_settings(NEEDED, LOCALES))
    assert [value for value in ("xoxb-1", "'secret'", "xapp-1") if value in shown] == []
