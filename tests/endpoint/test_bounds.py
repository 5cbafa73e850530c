"""The bounds of an endpoint: what one client sends costs a limited amount of memory."""

from __future__ import annotations

import asyncio
import tracemalloc
from contextlib import AsyncExitStack
from typing import Any

import pytest

from scoreline.endpoint import Endpoint
from scoreline.results.bounds import (
    MOST_BYTES,
    MOST_BYTES_OF_CLIENT,
    MOST_BYTES_OF_SERVICE,
    MOST_BYTES_READ,
    MOST_CONNECTIONS,
    MOST_EXCHANGES,
)
from scoreline.results.exchange import Unrouted
from scoreline.suite.reply import Reply
from scoreline.suite.service import Service

PATH = "/api/v1/service/one/score"
SCRIPT = (Reply(200, text="[1.0]"),)
MIB = 1 << 20
CHUNK = b"%x\r\n%s\r\n" % (MIB, b"x" * MIB)
MEMORY_OF_A_BODY = 8 * MIB


def test_bytes_of_a_service_and_of_a_client(run: Any, dial: Any) -> None:
    """Beyond the bounds bodies and heads are left out, and the number of their bytes is kept."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            kept = 0
            for number in range(MOST_BYTES_OF_CLIENT // MOST_BYTES_OF_SERVICE + 1):
                endpoint.add(Service(f"s{number}", replies=SCRIPT))
                for _ in range(MOST_BYTES_OF_SERVICE // MOST_BYTES + 1):
                    reply = await caller.post(f"/api/v1/service/s{number}/score", b"x" * MOST_BYTES)
                    assert reply.status == 200
                seen = endpoint.exchanges(f"s{number}")
                of_service = sum(len(one.body) for one in seen)
                assert of_service <= MOST_BYTES_OF_SERVICE
                assert of_service + sum(one.omitted for one in seen) >= len(seen) * MOST_BYTES
                kept += of_service
            assert MOST_BYTES_OF_CLIENT * 3 // 4 < kept <= MOST_BYTES_OF_CLIENT
            assert all(one.omitted and not one.headers for one in seen)

    run(scenario())


def test_exchanges_of_a_service(run: Any, dial: Any) -> None:
    """One more than the bound is kept; later requests are answered 429."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one", replies=SCRIPT))
            async with dial(endpoint.uri("one")) as caller:
                for _ in range(MOST_EXCHANGES + 1):
                    assert (await caller.post(PATH)).status == 200
                assert (await caller.post(PATH)).status == 429
                assert await caller.rest() == b""
            assert len(endpoint.exchanges("one")) == MOST_EXCHANGES + 1

    run(scenario())


def test_idle_connections_make_room(run: Any, dial: Any) -> None:
    """The connection that has been idle the longest is closed for a new one, and counted."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, AsyncExitStack() as stack:
            endpoint.add(Service("one", replies=SCRIPT))
            uri = endpoint.uri("one")
            callers = [await stack.enter_async_context(dial(uri)) for _ in range(MOST_CONNECTIONS)]
            assert (await callers[0].post(PATH)).status == 200
            last = await stack.enter_async_context(dial(uri))
            assert (await last.post(PATH)).status == 200
            assert await callers[1].rest() == b""
            assert (await callers[0].post(PATH)).status == 200
            assert endpoint.unrouted("me") == Unrouted("me", 0, 1, ())

    run(scenario())


def test_busy_connections_make_no_room(run: Any, dial: Any) -> None:
    """If all connections have a request in flight, a further one is reset, and counted."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, AsyncExitStack() as stack:
            endpoint.add(Service("one", replies=SCRIPT))
            uri = endpoint.uri("one")
            callers = [await stack.enter_async_context(dial(uri)) for _ in range(MOST_CONNECTIONS)]
            for caller in callers:
                caller.writer.write(
                    b"POST %s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                    b"Content-Length: 1\r\n\r\n" % PATH.encode()
                )
                assert b"100 Continue" in await caller.reader.readuntil(b"\r\n\r\n")
            with pytest.raises(ConnectionResetError):  # at once, or when it is read
                await (await stack.enter_async_context(dial(uri))).rest()
            assert endpoint.unrouted("me") == Unrouted("me", 0, 1, ())
            callers[7].writer.write(b"x")
            assert (await callers[7].reply()).status == 200
            last = await stack.enter_async_context(dial(uri))
            assert (await last.post(PATH)).status == 200
            assert await callers[7].rest() == b"", "it was idle, so it made room"

    run(scenario())


@pytest.mark.parametrize("chunked", [True, False], ids=["chunked", "with its length"])
def test_endless_body(run: Any, dial: Any, *, chunked: bool) -> None:
    """It is answered 413 and its connection closed; its bytes are counted, and not kept."""
    size = MOST_BYTES_READ + 2 * MIB
    coding = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{coding}\r\n\r\n".encode()
    block = CHUNK if chunked else b"x" * MIB

    async def send(caller: Any) -> None:
        caller.writer.write(head)
        for _ in range(size // MIB):
            caller.writer.write(block)
            await caller.writer.drain()

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=SCRIPT))
            tracemalloc.start()
            sending = asyncio.create_task(send(caller))
            reply = await caller.reply()
            await asyncio.wait((sending,))
            sending.exception()
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert reply.status == 413
            assert reply.header("connection") == "close"
            (seen,) = endpoint.exchanges("one")
            assert len(seen.body) == MOST_BYTES
            assert MOST_BYTES_READ < seen.omitted + MOST_BYTES < size
            assert peak < MEMORY_OF_A_BODY

    run(scenario())


def test_head_without_an_end(run: Any, dial: Any) -> None:
    """It is answered 400 and its connection closed."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            caller.writer.write(b"POST /score HTTP/1.1\r\n")
            caller.writer.write(b"".join(b"X-%d: %s\r\n" % (n, b"x" * 9_000) for n in range(50)))
            assert (await caller.reply()).status == 400

    run(scenario())


def test_unrouted_requests(run: Any, dial: Any) -> None:
    """They are counted, and the first ones shown without any key that was ever given."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            assert endpoint.unrouted("me") is None
            endpoint.add(Service("gone", key="made-up-key"))
            endpoint.remove("gone")
            for number in range(5):
                await caller.post(f"/{number}?key=made-up-key")
            shown = ("POST /0?key=***", "POST /1?key=***", "POST /2?key=***")
            assert endpoint.unrouted("me") == Unrouted("me", 5, 0, shown)

    run(scenario())
