"""In which language a person is spoken to."""

from sqlalchemy import Connection

from bot.answering.spoken import Languages
from bot.services import acting, replying
from bot.storage import drafts, people, questions, tickets


def locale_of(connection: Connection, workspace: str, person: str, languages: Languages) -> str:
    """Return a person's language: chosen, used of late, Slack's, or the workspace's default.

    One that their workspace does not offer is none.
    """
    known = people.find(connection, workspace, person)
    recent = questions.recent_locale(connection, workspace, person=person)
    return languages.first(known.chosen_locale, recent, known.slack_locale)


def choose(
    connection: Connection, workspace: str, person: str, locale: str | None, now: float
) -> None:
    """Speak to a person in `locale` from now on; None lets their messages decide again.

    The forms that they fill in go on in it: what was given stays, and a question that is open is
    asked again. So do their tickets: the support team is told that they read it.
    """
    people.choose_locale(connection, workspace, person, locale)
    if locale:
        _speak_in_forms(connection, workspace, person, locale, now)
        _speak_in_tickets(connection, workspace, person, locale, now)
    replying.home(connection, workspace, person, now)


def _speak_in_tickets(
    connection: Connection, workspace: str, person: str, locale: str, now: float
) -> None:
    tickets.hold(connection, workspace)
    for ticket in tickets.open_of_person(connection, workspace, person):
        if ticket.locale != locale:
            tickets.change(connection, workspace, ticket.id, locale=locale)
            acting.show(connection, ticket._replace(locale=locale), now)


def _speak_in_forms(
    connection: Connection, workspace: str, person: str, locale: str, now: float
) -> None:
    for draft in drafts.of_person(connection, workspace, person):
        if draft.locale != locale:
            drafts.change(connection, workspace, draft.id, locale=locale)
            if draft.talking:
                replying.form_question(connection, draft, now)
