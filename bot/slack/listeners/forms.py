"""Forms: opened by a button or a command, submitted from their modal."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.answering.decision import Decision, Kind
from bot.content.models import Form
from bot.services import asking
from bot.services.asking import Asked, Place
from bot.slack.drawing import FIELD_LENGTH
from bot.slack.locales import locale_of, look_up
from bot.slack.modals import open_modal, redraw_modal
from bot.slack.office import Work
from bot.slack.payloads import Payload, storable


async def open_form(
    work: Work, payload: Payload, form: str, person: str, locale: str | None = None
) -> None:
    """Open a form's modal: at once, for a trigger lives three seconds."""
    office = work.office
    if form not in office.knowledge.forms:
        return
    shown = locale or await locale_of(work, person)
    view = _view(work, form, shown)
    opened = await open_modal(work, payload, view, person, f"form:{form}")
    if opened and locale is None:
        await _translate(work, form, person, shown, opened)


async def _translate(work: Work, form: str, person: str, shown: str, view: str) -> None:
    """Redraw an open form if Slack tells another language of somebody who was not known yet."""
    await look_up(work.office, work.workspace, person)
    locale = await locale_of(work, person)
    if locale != shown:
        await redraw_modal(work, view, _view(work, form, locale))


def _view(work: Work, form: str, locale: str) -> dict[str, Any]:
    artist = work.office.artist
    return artist.form(work.office.knowledge.forms[form], locale, json.dumps({"locale": locale}))


async def on_submission(work: Work, payload: Payload) -> dict[str, str]:
    """Hand a submitted form over, once for each view, before Slack is told that it closed.

    Return what to say beside each field that can't be taken; then nothing is kept.
    """
    view = payload.get("view") or {}
    kind, _, name = str(view.get("callback_id")).partition(":")
    form = work.office.knowledge.forms.get(name) if kind == "form" else None
    if form is None:
        return {}
    locale = _locale(view, work)
    details = _details(view, form.fields)
    wrong = {field: form.say(locale).fields[field].hint for field in form.fields}
    wrong = {field: hint for field, hint in wrong.items() if not details[field]}
    if not wrong:
        person = str((payload.get("user") or {}).get("id"))
        await _submit(work, str(view.get("id")), form, _Given(person, locale, details))
    return wrong


class _Given(NamedTuple):
    person: str
    locale: str
    details: Mapping[str, str]


async def _submit(work: Work, view: str, form: Form, given: _Given) -> None:
    person, locale, details = given
    question = Asked(
        workspace=work.workspace,
        person=person,
        place=Place.DIRECT,
        channel=person,
        text=form.say(locale).title,
    )
    decision = Decision(Kind.HANDOVER, locale, topic=form.topic, confidence=1.0)
    now = work.office.clock()
    await work.do(asking.submit, view, question, decision, now, form=form.id, details=details)


def _locale(view: Payload, work: Work) -> str:
    """Return the language that the form was opened in, as far as it is one of ours."""
    try:
        locale = json.loads(view.get("private_metadata") or "{}").get("locale")
    except (ValueError, AttributeError):
        locale = None
    known = isinstance(locale, str) and locale in work.office.knowledge.locales
    return str(locale) if known else work.office.default_locale


def _details(view: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, str]:
    """Return the values of the declared fields, "" for one that can't be taken; nothing else."""
    values = _object(_object(view.get("state")).get("values"))
    return {field: _text(_object(values.get(field)).get("value")) for field in fields}


def _text(state: object) -> str:
    """Return what stands in a field, unless it is no text that the modal takes."""
    value = _object(state).get("value")
    fits = isinstance(value, str) and len(value) <= FIELD_LENGTH
    return storable(str(value)).strip() if fits else ""


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
