"""What whoever installed the app is told."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.services import installing
from bot.slack.call import POST, Call, Drawn, post
from bot.slack.office import Office


def _installed(
    _connection: Connection, office: Office, _workspace: str, about: Mapping[str, Any]
) -> Call:
    locales, locale = office.knowledge.locales, about["locale"]
    drawing = office.artist.installed(locale if locale in locales else office.default_locale)
    return Call(POST, post(about["person"], drawing))


DRAWN: Mapping[str, Drawn] = {installing.INSTALLED: _installed}
