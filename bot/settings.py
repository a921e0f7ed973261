"""The settings, read once from the environment or `.env`; wrong ones stop the start."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.monitoring.logs import FORMATS, LOGFMT
from bot.storage.database import is_supported

ROOT = Path(__file__).parent.parent
KNOWLEDGE = ROOT / "knowledge"
TEMPLATES = ROOT / "templates"


class Settings(BaseSettings):
    """Every setting, under its name in the environment."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///partner-desk.db"
    desk_channel: str = ""
    desk_locale: str = "en"
    default_locale: str = "en"
    port: int = Field(default=3000, ge=1, le=65535)
    log_format: str = Field(default=LOGFMT, pattern=f"^({'|'.join(FORMATS)})$")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")


class SettingsError(Exception):
    """Settings that can't be used: `problems` holds (rule, setting, value shown) for each."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        """Keep the problems: a rule of `templates/console/problems.txt.j2` and the setting."""
        self.problems = list(problems)
        super().__init__(str(self.problems))


_TOKENS = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}


def read_settings(needed: Iterable[str], locales: Iterable[str]) -> Settings:
    """Read the settings; raise SettingsError unless all are right and those `needed` there."""
    try:
        settings = Settings()
    except ValidationError as error:
        names = [str(problem["loc"][0]) for problem in error.errors()]
        raise SettingsError([("setting-wrong", name.upper()) for name in names]) from None
    problems = [*_missing(settings, needed), *_mistaken(settings, list(locales))]
    if problems:
        raise SettingsError(problems)
    return settings


def _missing(settings: Settings, needed: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in needed:
        value: SecretStr | str = getattr(settings, name)
        if not (value.get_secret_value() if isinstance(value, SecretStr) else value):
            yield "setting-missing", name.upper()


def _mistaken(settings: Settings, locales: list[str]) -> Iterable[tuple[str, str]]:
    for name, beginning in _TOKENS.items():
        token: str = getattr(settings, name).get_secret_value()
        if token and not token.startswith(beginning):
            yield "token-wrong", name.upper()
    for name in ("desk_locale", "default_locale"):
        if getattr(settings, name) not in locales:
            yield "locale-unknown", name.upper()
    if not settings.slack_api_url.startswith(("http://", "https://")):
        yield "setting-wrong", "SLACK_API_URL"
    if not is_supported(settings.database_url):
        yield "setting-wrong", "DATABASE_URL"
