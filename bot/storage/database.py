"""Runs synchronous functions in one transaction each, off the event loop."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from bot.storage import idleness, notices
from bot.storage.grouping import Line, Outcome, Work, outcome_of
from bot.storage.schema import REVISION

P = ParamSpec("P")
R = TypeVar("R")

_POSTGRESQL_THREADS = 8
APPLICATION = "partner-desk"
"""How PostgreSQL knows our connections from others."""

_POSTGRESQL_SETTINGS = {
    "application_name": APPLICATION,
    "connect_timeout": 2,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "options": "-c statement_timeout=10s -c lock_timeout=2s"
    " -c jit=off -c max_parallel_workers_per_gather=0",
}
"""libpq's: seconds, milliseconds, and what the server is told. A stalled one must not hang us.

One that went without a word is noticed by whoever waits for its answer, within about 10 seconds.
Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-KEEPALIVES

What we ask for is found in milliseconds: to start helpers for it, or to compile it, takes longer.
"""

_READING: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"reads_only": True},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
"""How each engine only reads; each statement of PostgreSQL's has its own moment in any case."""

_DEADLOCK = "40P01"
"""Source: https://www.postgresql.org/docs/current/errcodes-appendix.html"""

_SQLITE_READERS = 2
_WRITTEN_AT_ONCE = 16
_SQLITE_PATIENCE_SECONDS = 0.01
"""Most turns at SQLite take a tenth of that; Slack waits 3 seconds for an acknowledgement."""

_BUSY_SECONDS = 2.0
_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})
_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)
"""What is deleted is overwritten: else what people wrote would stay in the file for long."""


Observer: TypeAlias = Callable[[str, Callable[..., object], float], None]
"""Hears of each transaction: READ or WRITE, its function, and its seconds with the wait before."""

READ, WRITE = "read", "write"


Teller: TypeAlias = Callable[[Collection[str]], None]
"""Hears what a transaction that is through tells (`bot.storage.notices`), in its thread."""


def _no_one(_noted: Collection[str]) -> None:
    """Hear nothing."""


def _nobody(_access: str, _what: Callable[..., object], _seconds: float) -> None:
    """Hear nothing."""


class Database:
    """One engine with its threads.

    SQLite has ONE thread that writes and a few that read; PostgreSQL has a few threads that do
    both, each with a connection of the pool.
    """

    def __init__(self, url: str) -> None:
        """Prepare for `url`; nothing is opened yet."""
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reading = self.engine.execution_options(**_READING[self.engine.dialect.name])
        self.observe: Observer = _nobody
        self.tell: Teller = _no_one
        readers = _SQLITE_READERS if self.is_sqlite else _POSTGRESQL_THREADS
        patience = _SQLITE_PATIENCE_SECONDS if self.is_sqlite else 0.0
        self._apart = Line(readers, "database", _done, patience=patience)
        self._writer = Line(
            1, "database-writer", self._write, at_once=_WRITTEN_AT_ONCE, patience=patience
        )

    async def run(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run `function(connection, …)` in one transaction, and return what it returns."""
        if self.is_sqlite:
            work = partial(_called, function, args, kwargs)
            return await self._on(WRITE, function, partial(self._writer.add, work))
        work_now = partial(self.run_now, function, *args, **kwargs)
        return await self._on(WRITE, function, partial(self._apart.add, work_now))

    async def read(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run `function(connection, …)`, which only reads."""
        work = partial(self._read_now, function, *args, **kwargs)
        return await self._on(READ, function, partial(self._apart.add, work))

    def run_now(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run `function(connection, …)` in one transaction, in this thread.

        What PostgreSQL ended because two waited for each other is done once more: nothing of it is
        written, and the other is through by then. `function` changes nothing but the database.
        """
        work = partial(self._run_once, function, *args, **kwargs)
        try:
            return work()
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _DEADLOCK:
                raise
        return work()

    def _run_once(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        with self.engine.begin() as connection:
            result = function(connection, *args, **kwargs)
            noted = notices.noted(connection)
        if noted:
            self.tell(noted)
        return result

    def _write(self, works: Sequence[Work]) -> Sequence[Outcome]:
        """Do several works in one transaction; each by itself where one of them fails."""
        begun: list[Connection] = []

        def all_together(connection: Connection) -> Sequence[Outcome]:
            begun.append(connection)
            return [Outcome(work(connection)) for work in works]

        if len(works) > 1:
            together = outcome_of(self.run_now, all_together)
            if together.error is None:
                outcomes: Sequence[Outcome] = together.result
                return outcomes
            if not begun:
                return [together] * len(works)
        return [outcome_of(self.run_now, work) for work in works]

    def _read_now(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        with self._reading.connect() as connection:
            return function(connection, *args, **kwargs)

    def heard(self) -> AsyncGenerator[str, None]:
        """Give what other processes tell through PostgreSQL, on a connection of its own."""
        from bot.storage import listening  # noqa: PLC0415 - only PostgreSQL's driver pays for it

        _, settings = self.engine.dialect.create_connect_args(self.engine.url)
        return listening.heard({**settings, **_POSTGRESQL_SETTINGS})

    async def _on(
        self, access: str, what: Callable[..., object], begin: Callable[[], Awaitable[R]]
    ) -> R:
        """Have something done in the threads, and tell how long it took with the wait before."""
        begun = perf_counter()
        try:
            return await begin()
        finally:
            self.observe(access, what, perf_counter() - begun)

    async def overwrite(self) -> None:
        """Have what was deleted gone from SQLite's log too, unless somebody reads there just now.

        Source: https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
        """
        if self.is_sqlite:
            begin = partial(self._apart.add, self.overwrite_now)
            await self._on(WRITE, self.overwrite_now, begin)

    def overwrite_now(self) -> None:
        """Do so in this thread; other engines reuse what was deleted by themselves."""
        if self.is_sqlite:
            with self.engine.connect() as connection:
                driver = connection.connection.driver_connection
                if driver:
                    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def is_current(self) -> bool:
        """Tell whether the tables are those of this version."""
        try:
            with self.engine.connect() as connection:
                found = connection.scalar(text("SELECT version_num FROM alembic_version"))
                return bool(found == REVISION)
        except (OperationalError, ProgrammingError):
            return False

    def is_writable(self) -> bool:
        """Tell whether a transaction may write; raise what a database raises that is away."""
        try:
            with self.engine.begin() as connection:
                if self.is_sqlite:
                    return True
                return bool(connection.scalar(text("SHOW transaction_read_only")) == "off")
        except OperationalError as error:
            if "readonly" in str(error.orig):
                return False
            raise

    def close(self) -> None:
        """Wait for what is running, then give everything back."""
        self._writer.close()
        self._apart.close()
        self.engine.dispose()


def _done(works: Sequence[Callable[[], Any]]) -> Sequence[Outcome]:
    return [outcome_of(work) for work in works]


def _called(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], to: Connection
) -> Any:  # noqa: ANN401 - whatever the function returns
    return function(to, *args, **kwargs)


def _engine(url: str) -> Engine:
    """Make the engine; its errors do not repeat the parameters, which people wrote."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(
            address, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        connect_args=_POSTGRESQL_SETTINGS,
        pool_size=_POSTGRESQL_THREADS,
        hide_parameters=True,
    )
    idleness.check(engine)
    return engine


def is_supported(url: str) -> bool:
    """Tell whether an address is that of a SQLite file or of a PostgreSQL (by psycopg)."""
    try:
        address = make_url(url)
    except ArgumentError:
        return False
    if address.drivername in _SQLITE:
        return bool(address.database) and ":memory:" not in str(address.database)
    return address.drivername in _POSTGRESQL


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own
    connection.isolation_level = None
    for setting in _SQLITE_SETTINGS:
        connection.execute(setting)


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once, so that a transaction never fails halfway as busy."""
    reads = connection.get_execution_options().get("reads_only")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
