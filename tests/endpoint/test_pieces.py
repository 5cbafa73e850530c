"""Replies down to the byte: pieces, framing, encoding, and what follows them."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any
from urllib.parse import urlsplit

import pytest

from scoreline.endpoint import Endpoint
from scoreline.results.exchange import Ending
from scoreline.suite.reply import Encoding, Framing, Piece, Reply, Then
from scoreline.suite.service import Service


async def posted(endpoint: Endpoint, caller: Any, reply: Reply, **headers: str) -> str:
    """Adds a service with this reply and sends it a request; returns the path."""
    endpoint.add(Service("one", replies=(reply,)))
    path = urlsplit(endpoint.uri("one")).path
    caller.request("POST", path, b"{}", **headers)
    return path


def test_pieces(run: Any, dial: Any) -> None:
    """Texts, bytes and repetitions are sent one after the other, and the pauses are kept."""
    pieces = (Piece(text="a"), Piece(pause_seconds=0.2), Piece(base64="/wA="))
    reply = Reply(raw=(*pieces, Piece(text="b", times=3, every_seconds=0.1)))

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            started = asyncio.get_running_loop().time()
            await posted(endpoint, caller, reply)
            assert await caller.rest() == b"a\xff\x00bbb"
            assert asyncio.get_running_loop().time() - started >= 0.4
            (seen,) = endpoint.exchanges("one")
            assert seen.reply is not None
            assert (seen.ending, seen.reply.body) == (Ending.REPLIED, b"a\xff\x00bbb")

    run(scenario())


def test_client_that_does_not_wait(run: Any, dial: Any) -> None:
    """A reply whose pieces never end is abandoned when the client closes the connection."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            async with dial(endpoint.uri("one")) as caller:
                raw = (Piece(text="a", times=1_000_000, every_seconds=0.01),)
                await posted(endpoint, caller, Reply(raw=raw))
                await caller.reader.readexactly(2)
            await endpoint.settled("one", 30)
            assert [one.ending for one in endpoint.exchanges("one")] == [Ending.ABANDONED]

    run(scenario())


@pytest.mark.parametrize(
    ("framing", "body", "header"),
    [
        (Framing.LENGTH, b"[1.0, 2.0]", "content-length"),
        (Framing.CHUNKED, b"7\r\n[1.0, 2\r\n3\r\n.0]\r\n0\r\n\r\n", "transfer-encoding"),
        (Framing.UNTIL_CLOSE, b"[1.0, 2.0]", ""),
    ],
)
def test_framing(run: Any, dial: Any, framing: Framing, body: bytes, header: str) -> None:
    """A body ends by its length, by a last chunk, or with the connection."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            reply = Reply(text="[1.0, 2.0]", framing=framing, then=Then.CLOSE)
            await posted(endpoint, caller, reply)
            head, _, rest = (await caller.rest()).partition(b"\r\n\r\n")
            assert rest == body
            found = {line.partition(b":")[0].lower().decode() for line in head.split(b"\r\n")}
            assert found & {"content-length", "transfer-encoding"} == {header} - {""}

    run(scenario())


@pytest.mark.parametrize(
    ("asked", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("x-gzip", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("br", False),
        ("", False),
    ],
)
def test_gzip(run: Any, dial: Any, asked: str, *, packed: bool) -> None:
    """A body is packed for a client that accepts it, and the reply says so."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            reply = Reply(json=[1.0], encoding=Encoding.GZIP, then=Then.CLOSE)
            await posted(endpoint, caller, reply, Accept_Encoding=asked)
            head, _, rest = (await caller.rest()).partition(b"\r\n\r\n")
            assert (b"Content-Encoding: gzip" in head) == packed
            assert (gzip.decompress(rest) if packed else rest) == b"[1.0]"

    run(scenario())


def test_model_in_a_script(run: Any, dial: Any) -> None:
    """The model answers where the script says so, framed as the script says."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            model = Reply(model=True, framing=Framing.CHUNKED, headers={"x-a": "b"})
            endpoint.add(Service("one", replies=(Reply(503), model)))
            path = urlsplit(endpoint.uri("one")).path
            body = b'{"data": [[0,0,0,0,0,0,0,0,0,0]]}'
            headers = {"Content_Type": "application/json"}
            assert (await caller.post(path, body, **headers)).status == 503
            caller.request("POST", path, body, **headers)
            assert b"200 OK" in await caller.reader.readline()
            await caller.reader.readuntil(b"0\r\n\r\n")
            await endpoint.settled("one", 30)
            (_, seen) = endpoint.exchanges("one")
            assert seen.reply is not None
            assert b"[152.11\r\n7\r\n7885585" in seen.reply.body
            assert ("x-a", "b") in seen.reply.headers

    run(scenario())


def test_reset(run: Any, dial: Any) -> None:
    """The connection is reset, not closed, after what was sent."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            await posted(endpoint, caller, Reply(raw="HTTP/1.1", then=Then.RESET))
            with pytest.raises(ConnectionResetError):
                await caller.rest()

    run(scenario())


def test_half_close(run: Any, dial: Any) -> None:
    """The client reads the end of the reply; its own half stays open until it closes that."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            await posted(endpoint, caller, Reply(raw="HTTP/1.1", then=Then.HALF_CLOSE))
            assert await caller.rest() == b"HTTP/1.1"
            assert endpoint.connections("one")[0].closed is None

    run(scenario())


def test_raw_reply_on_a_connection_that_stays(run: Any, dial: Any) -> None:
    """A second request follows on the same connection."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            raw = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1"
            path = await posted(endpoint, caller, Reply(raw=raw, then=Then.KEEP))
            assert (await caller.reply()).body == b"1"
            assert (await caller.post(path)).body == b"1"
            assert [one.connection for one in endpoint.exchanges("one")] == [1, 1]

    run(scenario())
