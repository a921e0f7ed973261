"""Structured logs: a line for each event, with names and ids; no person's words, no token.

An event is a name in words_like_this; what belongs to it are short values under fixed keys. What is
bound with `about` is on every line that is written inside of it.
"""

import logging
import re
import time
from collections.abc import Sequence
from pathlib import Path
from traceback import walk_tb
from typing import Final, TextIO, cast

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.processors import JSONRenderer, LogfmtRenderer, TimeStamper
from structlog.stdlib import (
    BoundLogger,
    ProcessorFormatter,
    add_log_level,
    add_logger_name,
    filter_by_level,
)
from structlog.typing import EventDict, Processor, WrappedLogger

LOGFMT, JSON = "logfmt", "json"
"""How lines are written: `key=value`, or an object of JSON each."""

FOREIGN: Final = "library_event"
"""The event of what a library logs: its own sentence may hold anything."""

about = bound_contextvars
"""Put values on all lines of this task while a context lasts."""

_PACKAGE = Path(__file__).parent.parent
_LIBRARIES_LEVEL = "WARNING"
_LONGEST = 500
_SELDOM_SECONDS = 60.0
_REDACTED = "[redacted]"
_SECRET = re.compile(
    r"x(?:ox[a-z]|app|wfp)[.-][\w.%-]+"  # Slack's tokens
    r"|(?<=://)[^/\s@]+(?=@)"  # who signs in by an address, and with what
    r"|(?<=ticket=)[^\s&\"']+"  # the pass of a web socket
    r"|(?<=hooks\.slack\.com/)[^\s\"']+",  # where an answer may be posted
    re.IGNORECASE,
)
_UNPRINTABLE = re.compile(r"[^ -~]")
_FIRST = ("timestamp", "level", "event", "logger")


def logger(name: str) -> BoundLogger:
    """Return the logger of a module.

    It goes by the levels and handlers of Python's `logging`. Where a line is given an `error`, it
    tells the error's class and where in our own code it came up, and nothing that the error says.
    """
    wrapped = structlog.wrap_logger(
        logging.getLogger(name),
        processors=_BEGINNING,
        wrapper_class=BoundLogger,
        context_class=dict,
        cache_logger_on_first_use=True,
    )
    return cast("BoundLogger", wrapped)


def is_debugged(log: BoundLogger) -> bool:
    """Tell whether a logger's lines of DEBUG are written: ask before making thousands of them."""
    return bool(log.isEnabledFor(logging.DEBUG))


class Seldom:
    """Lets through one of many like lines: the first of each minute."""

    def __init__(self) -> None:
        """Let the first one through."""
        self._until = 0.0

    def is_due(self) -> bool:
        """Tell whether a line is to be written; then there is none for a while."""
        now = time.monotonic()
        if now < self._until:
            return False
        self._until = now + _SELDOM_SECONDS
        return True


def write_to(stream: TextIO, level: str, form: str = LOGFMT) -> None:
    """Have all lines written to a stream: the app's from `level` on, libraries' from WARNING."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(form))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(_LIBRARIES_LEVEL)
    logging.getLogger(_PACKAGE.name).setLevel(level)


def formatter(form: str) -> ProcessorFormatter:
    """Return what writes the lines of the app and of libraries in a form."""
    ending: list[Processor] = [
        *(add_log_level, add_logger_name, TimeStamper(fmt="iso", utc=True)),
        *(ProcessorFormatter.remove_processors_meta, _in_order, _RENDERERS[form]),
    ]
    chain = [_of_library, *_CLEANING]
    return ProcessorFormatter(
        processors=ending, foreign_pre_chain=chain, pass_foreign_args=True, use_get_message=False
    )


def _in_order(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    first = {key: line.pop(key) for key in _FIRST if key in line}
    return {**first, **line}


def _tell_error(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    error = line.pop("error", None)
    if isinstance(error, BaseException):
        line.update(trouble(error))
    return line


def trouble(error: BaseException) -> dict[str, str]:
    """Return the class of an error and where in our own code it came up; its text is anybody's."""
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    ours = [(Path(file), line) for file, line in frames if file.startswith(str(_PACKAGE))]
    where = [f"{file.relative_to(_PACKAGE.parent)}:{line}" for file, line in ours[-1:]]
    return {"problem": type(error).__name__, **({"where": where[0]} if where else {})}


def _of_library(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Tell of a library's line what it surely wrote itself: where, and with values, the pattern."""
    record: logging.LogRecord = line["_record"]
    said, values = line["event"], line.pop("positional_args", None)
    line["event"] = FOREIGN
    line["where"] = f"{record.module}:{record.lineno}"
    if values:
        line["pattern"] = said
    problem = line.pop("exc_info", None)
    if isinstance(problem, tuple) and problem[1] is not None:
        line["error"] = problem[1]
    line.pop("stack_info", None)
    return line


def _redact(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    for key, value in line.items():
        if not key.startswith("_") and not isinstance(value, int | float | None):
            line[key] = _SECRET.sub(_REDACTED, str(value))[:_LONGEST]
    return line


def _on_one_line(line: EventDict) -> EventDict:
    """Write what is not printable as an escape: neither a line nor a terminal can be forged."""
    return {key: _escaped(value) for key, value in line.items()}


def _escaped(value: object) -> object:
    if not isinstance(value, str):
        return value
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), value)


def _logfmt(log: WrappedLogger, name: str, line: EventDict) -> str:
    return str(LogfmtRenderer(bool_as_flag=False)(log, name, _on_one_line(line)))


_CLEANING: Sequence[Processor] = (_tell_error, _redact)
_BEGINNING: Sequence[Processor] = (
    *(filter_by_level, merge_contextvars, *_CLEANING),
    ProcessorFormatter.wrap_for_formatter,
)
_RENDERERS: dict[str, Processor] = {LOGFMT: _logfmt, JSON: JSONRenderer()}
FORMATS: Final = tuple(_RENDERERS)
