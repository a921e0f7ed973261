"""The language of a person's Slack."""

from collections.abc import Iterable

from slack_sdk.errors import SlackApiError

from bot.services import language
from bot.slack.office import Office, Work
from bot.storage import people

_ASK_AGAIN_SECONDS = 7 * 24 * 3600


def spoken(slack_locale: object, locales: Iterable[str]) -> str | None:
    """Return the language of a Slack locale ("fr-CA" is fr), if it is spoken here."""
    language = str(slack_locale or "").replace("_", "-").split("-")[0].lower()
    return language if language in set(locales) else None


async def locale_of(work: Work, person: str) -> str:
    """Return the language that a person is spoken to in."""
    office = work.office
    return await office.database.read(
        language.locale_of, work.workspace, person, office.default_locale
    )


async def look_up(office: Office, workspace: str, person: str) -> None:
    """Ask Slack for a person's language, at most once a week; members of others have none."""
    now = office.clock()
    known = await office.database.read(people.find, workspace, person)
    if known.looked_up_at and now - known.looked_up_at < _ASK_AGAIN_SECONDS:
        return
    try:
        answer = await office.client.users_info(user=person, include_locale=True)
    except (SlackApiError, OSError, TimeoutError):
        return
    locale = spoken((answer.get("user") or {}).get("locale"), office.knowledge.locales)
    await office.database.run(people.keep_slack_locale, workspace, person, locale, now)
