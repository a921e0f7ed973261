"""`person`: all that is kept of somebody is given out, or erased."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.console.serving import told_plainly
from bot.console.words import errors, say, screen, tell_findings, tell_settings
from bot.content.findings import ContentError
from bot.content.reader import read_knowledge
from bot.services import erasing, exporting
from bot.services.erasing import Stage, Wish
from bot.settings import KNOWLEDGE, SettingsError, read_settings
from bot.slack.own_payloads import wrote_by
from bot.storage.database import Database
from bot.storage.migrating import migrate


def export(workspace: str, person: str, output: Path | None, folder: Path = KNOWLEDGE) -> None:
    """Write all that is kept of somebody as JSON into a file, or print it."""
    with _opened(folder) as database:
        now = time.time()
        document = exporting.collected(workspace, person, _parts(database, workspace, person), now)
        database.run_now(exporting.record, workspace, person, now, by_operator=True)
    text, rows = exporting.as_text(document), sum(map(len, document["tables"].values()))
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError:
        errors.print(say("backup", sentence="unwritable", values={"name": str(output)}))
        raise typer.Exit(1) from None
    screen.print(_said("written", rows=str(rows), file=str(output)))


def _parts(database: Database, workspace: str, person: str) -> Iterator[exporting.Part]:
    found = database.run_now(exporting.part, workspace, person)
    while found:
        yield found
        place = (found.step, found.after)
        found = database.run_now(exporting.part, workspace, person, *place)


def erase(workspace: str, person: str, *, is_sure: bool, folder: Path = KNOWLEDGE) -> None:
    """Erase somebody, once that was confirmed."""
    if not is_sure:
        typer.confirm(_said("confirm", person=person), abort=True)
    with _opened(folder) as database:
        stage: Stage | None = erasing.BEGINNING
        wish = Wish(workspace, person, wrote_by(person))
        while stage:
            stage = database.run_now(erasing.erase, wish, time.time(), stage)
        database.overwrite_now()
    screen.print(_said("erased"))


def _said(sentence: str, **values: str) -> str:
    return say("person", sentence=sentence, values=values)


@contextmanager
def _opened(folder: Path) -> Iterator[Database]:
    """Give the database; end with a sentence where it can't be used."""
    try:
        settings = read_settings((), read_knowledge(folder).locales)
    except ContentError as error:
        tell_findings(error.findings)
        raise typer.Exit(1) from None
    except SettingsError as error:
        tell_settings(error)
        raise typer.Exit(1) from None
    with told_plainly():
        database = Database(settings.database_url)
        try:
            if not database.is_current():
                migrate(settings.database_url)
            yield database
        finally:
            database.close()
