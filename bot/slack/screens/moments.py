"""Times as Slack shows them: in each reader's own zone."""

from datetime import datetime

from babel.dates import format_datetime

from bot.content.shapes import Locale
from bot.services.readers import zone


def moment(seconds: float, time_zone: str, locale: Locale) -> dict[str, object]:
    """Return a time (`at`, in seconds) with the `text` for where Slack does not show it.

    The text is of an IANA time zone, in a language.
    """
    local = datetime.fromtimestamp(seconds, zone(time_zone))
    return {"at": int(seconds), "text": format_datetime(local, "short", locale=locale)}
