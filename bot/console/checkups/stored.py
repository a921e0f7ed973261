"""The database: whether it can be used, and what stands still in it."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.console.checkups.finding import Check, Finding, fine, note, wrong
from bot.monitoring import health
from bot.slack.installation.vault import LockedError, Vault
from bot.slack.web_api import RATE_LIMITED
from bot.storage import gauges, installations
from bot.storage.database import Database
from bot.storage.gauges import Aside
from bot.storage.schema import REVISION

_NEW_SECONDS = 24 * 3600.0
"""What was set aside so lately may have to be cured; what was before is known."""

_HOUR_SECONDS = 3600.0


def database(url: str) -> Finding:
    """Look whether a database is there, of this version, and can be written to."""
    address = make_url(url)
    engine = address.get_backend_name()
    if engine == "sqlite" and not Path(str(address.database)).exists():
        return wrong(Check.DATABASE, "database-absent")
    found = Database(url)
    try:
        return _usable(found, engine)
    except SQLAlchemyError:
        return wrong(Check.DATABASE, "database-away")
    finally:
        found.close()


def _usable(found: Database, engine: str) -> Finding:
    if not inspect(found.engine).has_table("alembic_version"):
        return wrong(Check.DATABASE, "database-empty")
    with found.engine.connect() as connection:
        version = gauges.version(connection) or ""
    if version != REVISION:
        code = "database-newer" if version > REVISION else "database-older"
        return wrong(Check.DATABASE, code, version=version, wanted=REVISION)
    if not found.is_writable():
        return wrong(Check.DATABASE, "database-read-only")
    return fine(Check.DATABASE, "database-right", engine=engine, version=version)


def queues(connection: Connection, now: float) -> Iterator[Finding]:
    """Look what waits for too long, and which scheduled work did not come."""
    problems = health.problems(health.look(connection, RATE_LIMITED, now), now)
    for problem in problems:
        name, _, what = problem.rpartition("-")
        yield wrong(Check.QUEUES, f"queue-{what}", name=name)
    if not problems:
        yield fine(Check.QUEUES, "queues-right")


def parked(connection: Connection, now: float) -> Iterator[Finding]:
    """Look what was set aside, by its reason."""
    found = gauges.aside(connection)
    for each in found:
        tell = wrong if now - each.latest < _NEW_SECONDS else note
        yield tell(Check.PARKED, "parked", "", **_about(each, now))
    if not found:
        yield fine(Check.PARKED, "parked-none")


def _about(each: Aside, now: float) -> dict[str, object]:
    hours = {
        "oldest": round((now - each.oldest) / _HOUR_SECONDS, 1),
        "latest": round((now - each.latest) / _HOUR_SECONDS, 1),
    }
    return {"box": each.box, "number": each.number, "reason": each.reason or "-", **hours}


def keys(connection: Connection, vault: Vault) -> Iterator[Finding]:
    """Look whether each token that is kept can be read, and by the newest key."""
    for each in installations.every(connection):
        try:
            vault.open(each.token, each.workspace)
        except LockedError:
            yield wrong(Check.KEYS, "key-missing", each.workspace)
        else:
            is_newest = vault.is_newest(each.token)
            yield (fine if is_newest else note)(
                Check.KEYS, "key-right" if is_newest else "key-older", each.workspace
            )
