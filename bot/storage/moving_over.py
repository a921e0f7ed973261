"""Moves a database over to another engine: both are checked, then all is copied or nothing."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, NoReturn

import psycopg
from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    create_engine,
    event,
    exists,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.storage import copying
from bot.storage.copying import Copied, Tell, UnstorableError
from bot.storage.database import APPLICATION, Database, is_supported
from bot.storage.migrating import NewerDatabaseError, migrate_within
from bot.storage.schema import REVISION, metadata

_TABLES = ", ".join(f'"{name}"' for name in metadata.tables)
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = :ours AND pid != pg_backend_pid()"
).bindparams(ours=APPLICATION)
_WHICH = text("SELECT current_database(), pg_postmaster_start_time()")
"""Two addresses of one PostgreSQL are told by the microsecond in which it was started."""

_BUSY_SECONDS = 2.0
_REFUSALS = {"SQLITE_BUSY": "in-use", "SQLITE_NOTADB": "foreign"}
"""What problems of opening mean; all others mean that a database is unusable."""


class RefusedError(Exception):
    """Nothing was moved. `rule` is the sentence of `templates/console/moving.txt.j2` that says why.

    `values` fill its gaps; none of them is an address, which may hold a password.
    """

    def __init__(self, rule: str, **values: str) -> None:
        """Keep what the sentence needs."""
        self.rule, self.values = rule, values
        super().__init__(rule)


class DifferentError(Exception):
    """Nothing was moved, for the target did not count as many rows as the source: see `copied`."""

    def __init__(self, copied: list[Copied]) -> None:
        """Keep all counts."""
        self.copied = copied
        super().__init__()


def move(source: str, target: str, tell: Tell) -> list[Copied]:
    """Copy all rows of the database at the address `source` into the one at `target`.

    The target gets its tables and all rows in one transaction. Nobody else can use the source
    meanwhile. Raises RefusedError and DifferentError; the target is then as it was.
    """
    _check_addresses(source, target)
    with _source(source) as old, _target(target) as new:
        try:
            return _moved(old, new, tell)
        except UnstorableError as error:
            rule = "nul" if error.column else "value"
            _refuse(rule, **vars(error))
        except (DBAPIError, psycopg.Error) as error:
            _refuse("broke-off", problem=_code(error))


def _moved(old: Connection, new: Connection, tell: Tell) -> list[Copied]:
    _check_different(old, new)
    _check_source(old)
    _prepare_target(new)
    copied = copying.copy(old, new, tell)
    if any(each.expected != each.found for each in copied):
        raise DifferentError(copied)
    return copied


def _check_addresses(source: str, target: str) -> None:
    for name, url in (("--from", source), ("--to", target)):
        if not is_supported(url):
            _refuse("address-wrong", name=name)
    old, new = _file(source), _file(target)
    if old and not old.is_file():
        _refuse("source-missing", name=str(old))
    if old and new and new.exists() and old.samefile(new):
        _refuse("same")


def _file(url: str) -> Path | None:
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite"
    return Path(str(address.database)) if is_file else None


def _check_different(old: Connection, new: Connection) -> None:
    is_server = not (_is_sqlite(old) or _is_sqlite(new))
    if is_server and old.execute(_WHICH).one() == new.execute(_WHICH).one():
        _refuse("same")


def _check_source(old: Connection) -> None:
    found = _version(old)
    if not found:
        _refuse("source-foreign")
    if found != REVISION:
        _refuse("source-newer" if found > REVISION else "source-older")
    if not _is_sqlite(old):
        _hold(old, "source", "SHARE")


def _prepare_target(new: Connection) -> None:
    """Give the target the tables of this version; refuse what is another's, or has rows."""
    is_ours = bool(_version(new))
    if not is_ours and {"alembic_version", *metadata.tables} & {*inspect(new).get_table_names()}:
        _refuse("target-foreign")
    try:
        migrate_within(new)
    except NewerDatabaseError:
        _refuse("target-newer")
    if not _is_sqlite(new):
        _hold(new, "target", "ACCESS EXCLUSIVE")
    for table in metadata.sorted_tables:
        if new.scalar(select(exists(select(1).select_from(table)))):
            _refuse("target-filled", table=table.name)


def _version(connection: Connection) -> str | None:
    """Return the version of a database of ours, and None of any other one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    return found if found.isdigit() and len(found) == len(REVISION) else None


def _hold(connection: Connection, which: str, mode: str) -> None:
    """Lock all tables of a PostgreSQL that the app does not work on, for as long as it takes."""
    if connection.scalar(_OTHERS):
        _refuse(f"{which}-in-use")
    for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
    connection.exec_driver_sql(f"LOCK TABLE {_TABLES} IN {mode} MODE")


def _refuse(rule: str, **values: str) -> NoReturn:
    raise RefusedError(rule, **values) from None


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


@contextmanager
def _source(url: str) -> Iterator[Connection]:
    """Open a database of which nothing is changed."""
    if _file(url):
        with _begun(_engine_alone(url), "source") as connection:
            yield connection
        return
    with closing(Database(url)) as database, _begun(database.engine, "source") as connection:
        yield connection


def _engine_alone(url: str) -> Engine:
    """Make an engine that changes nothing in a SQLite file, and has it for itself.

    Whoever has it open, though they be idle, keeps us out; whoever comes later is kept out.
    """
    settings = {"timeout": _BUSY_SECONDS}
    engine = create_engine(url, connect_args=settings, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _lock_for_good)
    event.listen(engine, "begin", lambda found: found.exec_driver_sql("BEGIN EXCLUSIVE"))
    return engine


def _lock_for_good(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own
    connection.isolation_level = None
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")


@contextmanager
def _target(url: str) -> Iterator[Connection]:
    with closing(Database(url)) as database, _begun(database.engine, "target") as connection:
        yield connection


@contextmanager
def _begun(engine: Engine, which: str) -> Iterator[Connection]:
    """Give a connection in one transaction; refuse what can't be opened."""
    with ExitStack() as until_done:
        try:
            connection = until_done.enter_context(engine.begin())
        except DBAPIError as error:
            found = _REFUSALS.get(_code(error), "unusable")
            _refuse(f"{which}-{found}")
        yield connection


def _code(error: DBAPIError | psycopg.Error) -> str:
    """Return the engine's own name of a problem, which holds nothing that anybody wrote."""
    problem = error.orig if isinstance(error, DBAPIError) else error
    return getattr(problem, "sqlite_errorname", None) or getattr(problem, "sqlstate", None) or "?"
