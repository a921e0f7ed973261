"""Forms: opened by a button or a command, submitted from their modal."""

import json
from collections.abc import Mapping
from typing import Any

from bot.answering.decision import Decision, Kind
from bot.services import asking
from bot.services.asking import Asked, Place
from bot.slack.locales import locale_of
from bot.slack.office import Work
from bot.slack.payloads import Payload


async def open_form(
    work: Work, payload: Payload, form: str, person: str, locale: str | None = None
) -> None:
    """Open a form's modal: at once, for a trigger lives three seconds."""
    office = work.office
    if form not in office.knowledge.forms:
        return
    shown = locale or await locale_of(work, person)
    view = office.artist.form(office.knowledge.forms[form], shown, json.dumps({"locale": shown}))
    await office.client.views_open(trigger_id=str(payload.get("trigger_id")), view=view)


async def on_submission(work: Work, payload: Payload) -> None:
    """Hand a submitted form over, once for each view, before Slack is told that it closed."""
    view = payload.get("view") or {}
    kind, _, name = str(view.get("callback_id")).partition(":")
    form = work.office.knowledge.forms.get(name) if kind == "form" else None
    if form is None:
        return
    person = str((payload.get("user") or {}).get("id"))
    locale = _locale(view, work)
    details = _details(view, form.fields)
    question = Asked(
        workspace=work.workspace,
        person=person,
        place=Place.DIRECT,
        channel=person,
        text=form.say(locale).title,
        message_ts=str(view.get("id")),
    )
    decision = Decision(Kind.HANDOVER, locale, topic=form.topic, confidence=1.0)
    now = work.office.clock()
    await work.do(asking.say, question, decision, now, form=form.id, details=details)


def _locale(view: Payload, work: Work) -> str:
    """Return the language that the form was opened in, as far as it is one of ours."""
    try:
        locale = json.loads(view.get("private_metadata") or "{}").get("locale")
    except (ValueError, AttributeError):
        locale = None
    known = locale in work.office.knowledge.locales
    return str(locale) if known else work.office.default_locale


def _details(view: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, str]:
    """Return the values of the declared fields; nothing else is kept."""
    values = (view.get("state") or {}).get("values") or {}
    given = {field: ((values.get(field) or {}).get("value") or {}).get("value") for field in fields}
    return {field: str(value).strip() for field, value in given.items() if value}
