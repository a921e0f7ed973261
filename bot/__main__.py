"""The commands. No logic: each calls one function of `bot.console`."""

import gc
import time

STARTED = time.time()
gc.disable()

import asyncio  # noqa: E402 - the start is measured from before the imports, which make no garbage
import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Annotated  # noqa: E402

import typer  # noqa: E402

from bot.console import serving  # noqa: E402
from bot.console.words import (  # noqa: E402
    errors,
    place,
    say,
    screen,
    sentence,
    tell_findings,
    terminal_locale,
)

gc.enable()

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

FiguresPort = Annotated[
    int | None,
    typer.Option("--port", help="Where /healthz, /readyz and /metrics are.", min=1, max=65535),
]
Locale = Annotated[str | None, typer.Option(help="Language of the reply: en, fr, zh, nl, sv.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@cli.command()
def ask(question: str, locale: Locale = None, *, as_json: AsJson = False) -> None:
    """Answer one question."""
    from bot.console import asking  # noqa: PLC0415 - each command pays for its own imports

    content = serving.content_or_exit()
    _known_or_exit(locale, list(content.decider.knowledge.locales))
    asking.tell(asking.decided(content, question, locale, time.time()), as_json=as_json)


def _known_or_exit(locale: str | None, locales: list[str]) -> None:
    if locale is not None and locale not in locales:
        errors.print(sentence("locale-unknown", {"name": "--locale"}))
        raise typer.Exit(2)


@cli.command()
def chat(locale: Locale = None) -> None:
    """Converse with the whole app in the terminal, on a local Slack workspace."""
    from bot.console import chatting  # noqa: PLC0415 - each command pays for its own imports

    content = serving.content_or_exit()
    _known_or_exit(locale, list(content.decider.knowledge.locales))
    asyncio.run(chatting.chat(content, locale or terminal_locale()))


@cli.command()
def demo(
    *,
    port: Annotated[int, typer.Option(help="Where the page is.", min=1, max=65535)] = 8080,
    with_examples: Annotated[bool, typer.Option(help="Begin with a lived-in workspace.")] = False,
) -> None:
    """Open a local Slack workspace in the browser: no account, no token."""
    from bot.console import demonstrating  # noqa: PLC0415 - each command pays for its own imports

    content = serving.content_or_exit()
    demonstrating.demonstrate(content, port, with_examples=with_examples)


@cli.command()
def evaluate(
    file: Path,
    *,
    locale_known: Annotated[bool, typer.Option(help="The asker's language is known.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the decisions on lines of locale, topic (- for none) and question."""
    from bot.console import evaluating  # noqa: PLC0415 - each command pays for its own imports

    try:
        cases = evaluating.read_cases(file)
    except evaluating.UnreadableError as error:
        errors.print(str(error))
        raise typer.Exit(1) from None
    content = serving.content_or_exit()
    result = evaluating.evaluated(content, cases, time.time(), locale_known=locale_known)
    evaluating.tell(result, as_json=as_json)


@cli.command()
def check(*, as_json: AsJson = False) -> None:
    """Check content, words and templates; end with 1 if anything is wrong."""
    from bot.console import checking  # noqa: PLC0415 - each command pays for its own imports

    found, knowledge = checking.findings()
    if as_json:
        rows = [
            {"place": place(f), "rule": f.rule, "cure": sentence(f.rule, f.values)} for f in found
        ]
        screen.print(json.dumps(rows, ensure_ascii=False))
    else:
        tell_findings(found)
        screen.print(say("checked", findings=len(found), **checking.counted(knowledge)))
    raise typer.Exit(1 if found else 0)


@cli.command()
def doctor(*, as_json: AsJson = False) -> None:
    """Look whether all that the app needs is there; end with 1 if anything is wrong."""
    from bot.console import doctoring  # noqa: PLC0415 - each command pays for its own imports

    doctoring.tell(doctoring.examine(serving.content_or_exit()), as_json=as_json)


@cli.command()
def calibrate() -> None:
    """Fit the matching to the phrasings, and measure how sure it may be."""
    from bot.console import calibrating  # noqa: PLC0415 - it needs scikit-learn

    calibrating.calibrate()


@cli.command()
def words() -> None:
    """Bring the interface's catalogs up to the words of the templates."""
    from bot.console import calibrating  # noqa: PLC0415 - each command pays for its own imports

    calibrating.bring_up_words()


proposals_cli = typer.Typer(add_completion=False)
cli.add_typer(
    proposals_cli,
    name="proposals",
    invoke_without_command=True,
    help="What the support team proposes for the knowledge base: list, show, accept, reject.",
)


@proposals_cli.callback()
def list_proposals(context: typer.Context) -> None:
    """List what waits for a decision."""
    from bot.console import proposals  # noqa: PLC0415 - each command pays for its own imports

    if context.invoked_subcommand is None:
        proposals.tell_open()


@proposals_cli.command("show")
def show_proposal(number: int) -> None:
    """Print a proposal as a file of the knowledge base."""
    from bot.console import proposals  # noqa: PLC0415 - each command pays for its own imports

    proposals.show(number)


@proposals_cli.command("accept")
def accept_proposal(
    number: int,
    *,
    topic: Annotated[str | None, typer.Option(help="The topic that gets the phrasing.")] = None,
    new_id: Annotated[str | None, typer.Option("--id", help="The id of a new topic.")] = None,
    category: Annotated[str | None, typer.Option(help="The shelf of a new topic.")] = None,
    english: Annotated[Path | None, typer.Option(help="The en.md of a new topic.")] = None,
    edited: Annotated[Path | None, typer.Option(help="The proposal, corrected.")] = None,
) -> None:
    """Write a proposal into the knowledge base."""
    from bot.console import proposals  # noqa: PLC0415 - each command pays for its own imports
    from bot.console.accepting import How  # noqa: PLC0415 - the same

    proposals.accept(number, How(topic, new_id, category, english, edited))


@proposals_cli.command("reject")
def reject_proposal(number: int) -> None:
    """Set a proposal aside."""
    from bot.console import proposals  # noqa: PLC0415 - each command pays for its own imports

    proposals.reject(number)


person_cli = typer.Typer(add_completion=False, no_args_is_help=True)
cli.add_typer(person_cli, name="person", help="What is kept of a person: export it, erase it.")

WorkspaceId = Annotated[str, typer.Argument(help="The Slack id of the workspace (T…).")]
PersonId = Annotated[str, typer.Argument(help="The Slack id of the person (U…).")]


@person_cli.command("export")
def export_person(
    workspace: WorkspaceId,
    person: PersonId,
    *,
    output: Annotated[Path | None, typer.Option(help="Where to write it.")] = None,
) -> None:
    """Print all that is kept of a person as JSON, or write it into a file."""
    from bot.console import people  # noqa: PLC0415 - each command pays for its own imports

    people.export(workspace, person, output)


@person_cli.command("erase")
def erase_person(
    workspace: WorkspaceId,
    person: PersonId,
    *,
    yes: Annotated[bool, typer.Option(help="Do not ask for confirmation.")] = False,
) -> None:
    """Erase all that is kept of a person."""
    from bot.console import people  # noqa: PLC0415 - each command pays for its own imports

    people.erase(workspace, person, is_sure=yes)


@cli.command()
def key() -> None:
    """Make a key for ENCRYPTION_KEYS."""
    from bot.console import keys  # noqa: PLC0415 - each command pays for its own imports

    keys.make()


@cli.command("rotate-keys")
def rotate_keys() -> None:
    """Encrypt all tokens with the first of ENCRYPTION_KEYS."""
    from bot.console import keys  # noqa: PLC0415 - each command pays for its own imports

    keys.rotate()


@cli.command()
def serve(*, worker: Annotated[bool, typer.Option(help="Run the worker inside.")] = True) -> None:
    """Run the web process over HTTP."""
    serving.serve(worker=worker, started=STARTED)


@cli.command()
def worker(*, port: FiguresPort = None) -> None:
    """Run a worker beside web processes."""
    serving.work(port)


@cli.command()
def socket(*, port: FiguresPort = None) -> None:
    """Run over Socket Mode."""
    serving.connect(port)


@cli.command()
def migrate(
    *,
    source: Annotated[str | None, typer.Option("--from", help="Address to move from.")] = None,
    target: Annotated[str | None, typer.Option("--to", help="Address to move to; empty.")] = None,
) -> None:
    """Bring the database of DATABASE_URL to this version, or move one over to another engine."""
    if source is not None or target is not None:
        from bot.console import moving_over  # noqa: PLC0415 - each command pays for its own imports

        moving_over.move(source, target)
        return
    from bot.storage.migrating import migrate as run  # noqa: PLC0415 - it needs Alembic

    content = serving.content_or_exit()
    settings = serving.settings_or_exit(content)
    with serving.told_plainly():
        run(settings.database_url)


@cli.command()
def backup(file: Path) -> None:
    """Copy the database of DATABASE_URL to a new file, while the app runs."""
    from bot.console import backing_up  # noqa: PLC0415 - each command pays for its own imports

    settings = serving.settings_or_exit(serving.content_or_exit())
    backing_up.back_up(settings.database_url, file)


def main() -> None:
    """Run the command line; UTF-8 whatever the terminal says."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    cli()


if __name__ == "__main__":
    main()
