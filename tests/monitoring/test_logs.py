"""Logs: one line an event, whatever its values; no token, and of errors only what is ours."""

import io
import json
import logging
import re
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.monitoring import logs
from bot.monitoring.logs import FORMATS, JSON, LOGFMT, Seldom, about, is_debugged, logger, write_to

NAME = "bot.somewhere"
WORDS = "what a person wrote"
log = logger(NAME)
library = logging.getLogger("some.library")

SECRETS = (
    "xoxb-1234-5678-AbCd",
    "xoxp-1-2-3-4",
    "xoxe.xoxb-1-Mi0yLTE",
    "xoxe-1-Mi0y",
    "xapp-1-A0-2-abc",
    "xwfp-12-Zz",
)
ADDRESSES = {
    "postgresql://desk:pass%2Fword@db.example/desk": "pass%2Fword",
    "wss://wss-primary.slack.com/link/?ticket=4f1d&app_id=A1": "4f1d",
    "https://hooks.slack.com/commands/T1/2/Zz9": "Zz9",
}


@pytest.fixture(autouse=True)
def kept() -> Iterator[None]:
    """Leave the logging of other tests as it was."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    before = root.handlers, root.level, ours.level
    yield
    root.handlers, level, own = before[0], before[1], before[2]
    root.setLevel(level)
    ours.setLevel(own)


def to(form: str = LOGFMT, level: str = "DEBUG") -> io.StringIO:
    stream = io.StringIO()
    write_to(stream, level, form)
    return stream


def line_of(**values: object) -> str:
    written = to()
    log.info("something_happened", **values)
    return written.getvalue()


def test_a_line_has_its_time_level_event_logger_and_values() -> None:
    line = line_of(row=12, ok=True, none=None, place="here and there")
    assert re.fullmatch(
        r"timestamp=\S+Z level=info event=something_happened logger=bot.somewhere"
        r' row=12 ok=true none= place="here and there"\n',
        line,
    )


def test_a_line_of_json_has_the_same() -> None:
    written = to(JSON)
    log.info("something_happened", row=12, ok=True)
    told = json.loads(written.getvalue())
    assert told.pop("timestamp")
    assert told == {
        "level": "info",
        "event": "something_happened",
        "logger": NAME,
        "row": 12,
        "ok": True,
    }


@given(value=st.text())
@pytest.mark.parametrize("form", FORMATS)
def test_promise_38_no_value_forges_a_line(form: str, value: str) -> None:
    written = to(form)
    log.info("something_happened", value=value, row=1)
    line = written.getvalue()
    assert line.endswith("\n")
    assert re.fullmatch(r"[ -~]*", line[:-1])
    assert len(line.splitlines()) == 1


@given(value=st.text(alphabet='a "=\\\n\r\x1b'))
def test_promise_38_no_value_forges_another(value: str) -> None:
    line = line_of(value=f"{value} level=error", row=1)
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", line.replace("\n", ""))
    assert outside.count("level=") == 1
    assert outside.count("row=") == 1


@pytest.mark.parametrize("secret", SECRETS)
def test_promise_38_no_token_is_written(secret: str) -> None:
    line = line_of(value=f"with {secret}, and more", other=[secret])
    assert secret not in line
    assert secret[5:] not in line
    assert "and more" in line


@pytest.mark.parametrize("address", ADDRESSES)
def test_promise_38_no_pass_in_an_address_is_written(address: str) -> None:
    assert ADDRESSES[address] not in line_of(value=f"at {address}")


def fail() -> None:
    raise ValueError(WORDS)


def test_promise_38_of_an_error_its_class_is_told_and_not_what_it_says() -> None:
    try:
        fail()
    except ValueError as error:
        line = line_of(error=error)
    assert WORDS not in line
    assert "problem=ValueError" in line


def test_of_an_error_the_place_in_our_own_code_is_told() -> None:
    try:
        logs.formatter("no such form")
    except KeyError as error:
        told = logs.trouble(error)
    assert told["problem"] == "KeyError"
    assert re.fullmatch(r"bot/monitoring/logs\.py:\d+", told["where"])


def test_promise_38_of_what_a_library_logs_only_its_own_pattern_is_told() -> None:
    written = to()
    try:
        fail()
    except ValueError:
        library.exception("It failed for %s", WORDS)
        library.warning(f"It failed for {WORDS}")
    library.info("nothing that matters")
    first, second = written.getvalue().splitlines()
    assert WORDS not in first + second
    assert "event=library_event logger=some.library" in first
    assert 'pattern="It failed for %s" problem=ValueError' in first
    assert re.search(r"where=test_logs:\d+$", second)


def test_what_is_bound_is_on_every_line_inside() -> None:
    written = to()
    with about(request=7, workspace="T1"):
        log.info("inside")
    log.info("outside")
    inside, outside = written.getvalue().splitlines()
    assert "request=7" in inside
    assert "workspace=T1" in inside
    assert "request" not in outside


def test_a_level_that_is_not_logged_writes_nothing() -> None:
    written = to(level="INFO")
    log.debug("unheard")
    assert not is_debugged(log)
    assert written.getvalue() == ""
    assert to()
    assert is_debugged(log)


def test_long_values_are_cut() -> None:
    assert len(line_of(value="x" * 10_000)) < 1_000


def test_only_the_first_of_many_like_lines_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr("bot.monitoring.logs.time.monotonic", lambda: now)
    seldom = Seldom()
    assert [seldom.is_due() for _ in range(3)] == [True, False, False]
    now += 61
    assert seldom.is_due()


def test_a_stream_gets_each_line_once_however_often_it_is_set() -> None:
    to()
    written = to()
    log.info("once")
    assert written.getvalue().count("\n") == 1
    assert sys.stderr not in [getattr(each, "stream", None) for each in logging.root.handlers]
