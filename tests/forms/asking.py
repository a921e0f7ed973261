"""Fields as somebody is asked for them, on one day."""

from collections.abc import Mapping
from datetime import date

from bot.content.forms import Field, FieldWords
from bot.content.shapes import Id, Locale
from bot.forms.readings import Asked

LOCALES = ("en", "fr", "zh", "nl", "sv")
TODAY = date(2026, 11, 20)

LABELS = Mapping[Id, str]


def asked(
    kind: Id,
    locale: Locale = "en",
    today: date = TODAY,
    *,
    choices: LABELS | None = None,
    cues: tuple[str, ...] = (),
    refused: tuple[str, ...] = (),
    **declared: object,
) -> Asked:
    """Ask for a field: `choices` are labels by id, `declared` is the rest that a Field declares."""
    labels = choices or {}
    ids = [choice for choice in labels if choice != "other"]
    field = Field.model_validate({"kind": kind, "choices": ids, **declared})
    words = FieldWords(
        label=kind, hint=kind, question=kind, choices=labels, cues=cues, refused=refused
    )
    return Asked(field, words, locale, today)
