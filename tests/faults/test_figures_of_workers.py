"""Every process tells how it is: one that Slack does not send to, on a port that it is told."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from bot.sandbox import SandboxServer, Workspace
from tests.faults.processes import PATIENCE_SECONDS, ended, environment, free_port


@pytest.mark.parametrize("name", ["worker", "socket"])
async def test_a_process_without_the_web_tells_its_figures_and_its_life_in_the_log(
    name: str, tmp_path: Path
) -> None:
    slack, port = Workspace.demo(), free_port()
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    async with SandboxServer(slack):
        settings = environment(slack, url, free_port()) | {"LOG_FORMAT": "json"}
        process = subprocess.Popen(  # noqa: ASYNC220, S603 - our own command, which starts at once
            [sys.executable, "-m", "bot", name, "--port", str(port)],
            cwd=tmp_path,
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        texts = await answers(port, process)
        process.send_signal(signal.SIGTERM)
        code, _, written = await ended(process)
    assert texts["/healthz"] == "ok"
    assert json.loads(texts["/readyz"])["problems"] == []
    assert 'partner_desk_build_info{engine="sqlite"' in texts["/metrics"]
    assert "partner_desk_slack_calls_total" in texts["/metrics"]
    assert code == 0
    lines = [json.loads(line) for line in written.splitlines()]
    events = [each["event"] for each in lines]
    assert [each for each in events if each.startswith("st")] == ["started", "stopping", "stopped"]
    (started,) = (each for each in lines if each["event"] == "started")
    assert (started["process"], started["engine"]) == (name, "sqlite")


async def answers(port: int, process: subprocess.Popen[str]) -> dict[str, str]:
    """Wait until a process answers and is ready; give what each path says."""
    paths = ("/readyz", "/healthz", "/metrics")
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http,
    ):
        while not await is_ready(http):
            assert process.poll() is None, process.communicate()
            await asyncio.sleep(0.05)
        return {path: (await http.get(path)).text for path in paths}


async def is_ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).is_success
    except httpx.TransportError:
        return False
