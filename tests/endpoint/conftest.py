"""A caller that writes to the socket itself, and a deadline for every scenario."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

DEADLINE_SECONDS = 10


@dataclass(frozen=True)
class Received:
    """A reply as it was read from the socket."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header; None if it is missing."""
        values = [value for key, value in self.headers if key.lower() == name]
        assert len(values) < 2, f"{name} was sent twice"
        return values[0] if values else None


@dataclass(frozen=True)
class Caller:
    """One connection to the endpoint."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def call(self, method: str, target: str, body: bytes = b"", **headers: str) -> Received:
        """Sends a request and reads the reply; `_` in the name of a header becomes `-`."""
        self.request(method, target, body, **headers)
        return await self.reply(with_body=method != "HEAD")

    async def post(self, target: str, body: bytes = b"{}", **headers: str) -> Received:
        """Sends a scoring request as JSON and reads the reply."""
        return await self.call(
            "POST", target, body, **{"Content_Type": "application/json"} | headers
        )

    def request(self, method: str, target: str, body: bytes = b"", **headers: str) -> None:
        """Sends a request with a Content-Length."""
        lines = [f"{method} {target} HTTP/1.1", "Host: endpoint", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    async def reply(self, *, with_body: bool = True) -> Received:
        """Reads one reply that has a Content-Length."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = tuple(tuple(line.split(": ", 1)) for line in head[1:-2])
        received = Received(int(head[0].split(" ")[1]), headers, b"")
        size = int(received.header("content-length") or 0) if with_body else 0
        return Received(received.status, headers, await self.reader.readexactly(size))

    async def rest(self) -> bytes:
        """All bytes up to the end of the connection."""
        return await self.reader.read()


@asynccontextmanager
async def _dial(uri: str) -> AsyncIterator[Caller]:
    parts = urlsplit(uri)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield Caller(reader, writer)
    finally:
        writer.close()


@pytest.fixture
def dial() -> Callable[[str], Any]:
    """Opens a connection to the host of a URI, for `async with`."""
    return _dial


@pytest.fixture
def run() -> Callable[[Coroutine[Any, Any, None]], None]:
    """Runs a scenario, which must finish before the deadline."""

    def run_scenario(scenario: Coroutine[Any, Any, None]) -> None:
        asyncio.run(asyncio.wait_for(scenario, DEADLINE_SECONDS))

    return run_scenario
