"""The settings, read once from the environment or `.env`; wrong ones stop the start."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.monitoring.logs import FORMATS, LOGFMT
from bot.slack.installation.vault import is_key
from bot.storage.database import is_supported

ROOT = Path(__file__).parent.parent
KNOWLEDGE = ROOT / "knowledge"
TEMPLATES = ROOT / "templates"
MANIFEST = ROOT / "manifest.json"


class Settings(BaseSettings):
    """Every setting, under its name in the environment."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    encryption_keys: SecretStr = SecretStr("")
    public_url: str = ""
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///partner-desk.db"
    desk_channel: str = Field(default="", pattern="^([CG][A-Z0-9]{2,})?$")
    desk_locale: str = "en"
    default_locale: str = "en"
    port: int = Field(default=3000, ge=1, le=65535)
    log_format: str = Field(default=LOGFMT, pattern=f"^({'|'.join(FORMATS)})$")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @property
    def is_distributed(self) -> bool:
        """Whether other workspaces can install the app."""
        return bool(self.slack_client_id)

    @property
    def keys(self) -> list[str]:
        """The keys that encrypt tokens, newest first."""
        given = self.encryption_keys.get_secret_value().split(",")
        return [key.strip() for key in given if key.strip()]


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
    lacking = [*_missing(settings, needed), *_undistributable(settings)]
    problems = [*lacking, *_mistaken(settings, list(locales))]
    if problems:
        raise SettingsError(problems)
    return settings


_OF_ONE_WORKSPACE = frozenset({"slack_bot_token", "desk_channel"})
"""What is needed only where nobody else can install the app."""


def _missing(settings: Settings, needed: Iterable[str]) -> Iterable[tuple[str, str]]:
    spared = _OF_ONE_WORKSPACE if settings.is_distributed else frozenset()
    for name in needed:
        if name not in spared and not _value(settings, name):
            yield "setting-missing", name.upper()


def _value(settings: Settings, name: str) -> str:
    value: SecretStr | str = getattr(settings, name)
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _undistributable(settings: Settings) -> Iterable[tuple[str, str]]:
    """Give what is lacking or wrong where other workspaces are to install the app."""
    for name, other in _TOGETHER:
        if _value(settings, name) and not _value(settings, other):
            yield "setting-missing", other.upper()
    if settings.is_distributed and not settings.keys:
        yield "keys-missing", "ENCRYPTION_KEYS"
    if not all(map(is_key, settings.keys)):
        yield "keys-wrong", "ENCRYPTION_KEYS"
    if settings.public_url and not settings.public_url.startswith(("http://", "https://")):
        yield "setting-wrong", "PUBLIC_URL"


_TOGETHER = (
    ("slack_client_id", "slack_client_secret"),
    ("slack_client_secret", "slack_client_id"),
)
"""Settings of which the first is of no use without the second."""


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
