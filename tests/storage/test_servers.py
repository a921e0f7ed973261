"""The PostgreSQL of the tests leaves nothing behind."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.settings import ROOT

_STARTS_ONE = """
import time
from tests.postgresql import server
with server() as url:
    print(url, flush=True)
    time.sleep(60)
"""
_PATIENCE_SECONDS = 20.0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_ends_and_its_folder_goes_however_those_who_started_it_end(
    how: signal.Signals,
) -> None:
    with subprocess.Popen([sys.executable, "-c", _STARTS_ONE], cwd=ROOT, stdout=-1) as started:  # noqa: S603 - our own
        assert started.stdout
        folder = Path(str(make_url(started.stdout.readline().decode().strip()).query["host"]))
        assert (folder / "data" / "postmaster.pid").is_file()
        started.send_signal(how)
    end = time.monotonic() + _PATIENCE_SECONDS
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.01)
    assert not folder.exists()
