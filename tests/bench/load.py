"""A load client that costs little itself: requests prepared, answers barely read."""

import asyncio
import gc
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_TO_CONNECT_SECONDS = 0.05


@dataclass(frozen=True)
class Load:
    """How many requests were acknowledged in how many seconds, and how long each took."""

    seconds: float
    waits: list[float]

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds


def prepared(address: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a POST to `/slack/events` as it goes over the wire."""
    lines = [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Host: {urlsplit(address).netloc}", f"Content-Length: {len(body)}"]
    return "\r\n".join(["POST /slack/events HTTP/1.1", *lines, "", ""]).encode() + body


async def press(address: str, requests: Iterable[bytes], connections: int, seconds: float) -> Load:
    """Send requests for some seconds, one at a time on each connection.

    Raises ValueError if one is not acknowledged: then there is nothing to measure.
    """
    waiting, start = iter(requests), time.perf_counter()
    until = start + seconds
    lines = [_line(address, waiting, until) for _ in range(connections)]
    waits = await asyncio.gather(*lines)
    return Load(time.perf_counter() - start, [wait for each in waits for wait in each])


async def paced(address: str, requests: Sequence[bytes], a_second: float) -> Load:
    """Send requests at a steady pace, whatever becomes of those before; each on a connection.

    A request's wait begins when it is due. Raises ValueError if one is not acknowledged.
    """
    with _undisturbed():
        start = time.perf_counter()
        turns = [_turn(address, each, start + n / a_second) for n, each in enumerate(requests)]
        waits = await asyncio.gather(*turns)
        return Load(time.perf_counter() - start, list(waits))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave out this process's own pauses for garbage: they are not the app's."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


async def _turn(address: str, request: bytes, due: float) -> float:
    await asyncio.sleep(due - time.perf_counter() - _TO_CONNECT_SECONDS)
    reader, writer = await _connected(address)
    await asyncio.sleep(due - time.perf_counter())
    writer.write(request)
    await _acknowledged(reader)
    took = time.perf_counter() - due
    writer.close()
    await writer.wait_closed()
    return took


async def _connected(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(address)
    return await asyncio.open_connection(parts.hostname, parts.port)


async def _line(address: str, requests: Iterator[bytes], until: float) -> list[float]:
    reader, writer = await _connected(address)
    waits = []
    for request in requests:
        start = time.perf_counter()
        if start > until:
            break
        writer.write(request)
        await _acknowledged(reader)
        waits.append(time.perf_counter() - start)
    writer.close()
    await writer.wait_closed()
    return waits


async def _acknowledged(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(_HEAD_END)
    if head.split(b" ", 2)[1] != b"200":
        raise ValueError(head)
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(_LENGTH)]
    length = int(lengths[0].removeprefix(_LENGTH)) if lengths else 0
    if length:
        await reader.readexactly(length)
