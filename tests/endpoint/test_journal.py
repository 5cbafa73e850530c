"""The journal of requests that arrive over a socket."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from scoreline.endpoint import Endpoint
from scoreline.endpoint.journal import UNROUTED_BYTES, UNROUTED_LIMIT
from scoreline.endpoint.transfer import SHOWN
from scoreline.results.exchange import Ending, SentReply
from scoreline.suite.reply import Reply
from scoreline.suite.service import Service

PATH = "/api/v1/service/one/score"
OBJECT_BYTES = 1_024
"""What counts for an exchange besides what was sent."""


def test_a_request_is_kept_verbatim(run: Any, dial: Any) -> None:
    """Method, target, version, order and case of the headers, and every byte of the body."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one"))
            head = (
                b"POST /api/v1/service/one/score/x//y?q=%2f&q HTTP/1.1\r\n"
                b"hOsT: endpoint\r\nX-b: 1\r\nX-A: caf\xe9\r\nx-B:  2 \r\nContent-Length: 4\r\n\r\n"
            )
            caller.writer.write(head + b"\x00\xff\r\n")
            await caller.reply()
            (seen,) = endpoint.exchanges("one")
            assert seen.method == "POST"
            assert seen.target == "/api/v1/service/one/score/x//y?q=%2f&q"
            assert seen.version == "HTTP/1.1"
            assert seen.headers == (
                ("hOsT", "endpoint"),
                ("X-b", "1"),
                ("X-A", "caf\xe9"),
                ("x-B", "2"),
                ("Content-Length", "4"),
            )
            assert seen.body == b"\x00\xff\r\n"

    run(scenario())


def test_the_version_is_that_of_the_request(run: Any, dial: Any) -> None:
    """A request by HTTP/1.0 is recorded as one, though the reply is HTTP/1.1."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one"))
            caller.writer.write(f"GET {PATH} HTTP/1.0\r\n\r\n".encode())
            await caller.rest()
            assert [one.version for one in endpoint.exchanges("one")] == ["HTTP/1.0"]

    run(scenario())


@pytest.mark.parametrize("method", ["POST", "HEAD"])
def test_a_reply_is_kept_exactly_as_it_was_sent(run: Any, dial: Any, method: str) -> None:
    """Status, all headers in their order, and the body, which is empty for HEAD."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(503, {"X-A": "caf\xe9"}, text="[1]"),)))
            received = await caller.call(method, PATH)
            (seen,) = endpoint.exchanges("one")
            assert seen.reply == SentReply(received.status, received.headers, received.body)
            assert dict(received.headers).keys() >= {"Date", "Content-Length", "x-request-id"}

    run(scenario())


@pytest.mark.parametrize("reply", [Reply(text="x" * (32 << 20)), Reply(raw="x" * (32 << 20))])
def test_a_reply_is_kept_up_to_where_sending_ended(run: Any, dial: Any, reply: Reply) -> None:
    """A client that closes the connection in mid-reply leaves a part of the body."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one", replies=(reply,)))
            async with dial(endpoint.uri("one")) as caller:
                caller.request("POST", PATH, b"{}")
                await caller.reader.readuntil(b"xxxx")
            await endpoint.settled("one", 5.0)
            (seen,) = endpoint.exchanges("one")
            assert seen.ending is Ending.ABANDONED
            assert seen.status == (None if reply.raw else 200)
            assert seen.reply is not None
            assert 4 <= len(seen.reply.body) < 32 << 20
            assert set(seen.reply.body) == {ord("x")}

    run(scenario())


def test_a_chunked_body_is_kept_without_its_chunks(run: Any, dial: Any) -> None:
    """The transfer coding is removed; the headers still name it."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one"))
            caller.writer.write(
                f"POST {PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
                + b"2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n"
            )
            await caller.reply()
            (seen,) = endpoint.exchanges("one")
            assert seen.body == b"[1]"
            assert seen.header("transfer-encoding") == ("chunked",)

    run(scenario())


def test_a_compressed_body_stays_compressed(run: Any, dial: Any) -> None:
    """A content coding is not removed; the model's service answers 500, as the real one does."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one"))
            body = gzip.compress(b'{"data": [[1]]}')
            assert (await caller.post(PATH, body, Content_Encoding="gzip")).status == 500
            assert endpoint.exchanges("one")[0].body == body

    run(scenario())


def test_a_request_with_an_incomplete_body_is_abandoned(run: Any, dial: Any) -> None:
    """The part that arrived is kept, and there is no reply."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one", replies=(Reply(),)))
            async with dial(endpoint.uri("one")) as caller:
                caller.writer.write(
                    f"POST {PATH} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n".encode()
                    + b"Content-Length: 9\r\n\r\n"
                )
                await caller.reader.readuntil(b"100 Continue\r\n\r\n")
                caller.writer.write(b"[1, ")
            await endpoint.settled("one", 5.0)
            (seen,) = endpoint.exchanges("one")
            assert (seen.ending, seen.reply, seen.body) == (Ending.ABANDONED, None, b"[1, ")

    run(scenario())


def test_a_broken_transfer_coding_is_answered(run: Any, dial: Any) -> None:
    """The reply is 400, the connection is closed, and the service's journal has the exchange."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one"))
            caller.writer.write(
                f"POST {PATH} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n".encode()
                + b"Transfer-Encoding: chunked\r\n\r\n"
            )
            await caller.reader.readuntil(b"100 Continue\r\n\r\n")
            caller.writer.write(b"1\r\n[\r\nno chunk\r\n")
            assert (await caller.reply()).status == 400
            await caller.rest()
            (seen,) = endpoint.exchanges("one")
            assert (seen.status, seen.ending, seen.body) == (400, Ending.REPLIED, b"[")

    run(scenario())


def test_a_request_that_is_not_http_is_answered_400_and_kept(run: Any, dial: Any) -> None:
    """Only its connection and its reply are known, and the endpoint keeps serving."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one"))
            async with dial(endpoint.uri("one")) as caller:
                caller.writer.write(b"\x16\x03\x01 Authorization: Bearer abc\r\n\r\n")
                received = await caller.rest()
            assert received.startswith(b"HTTP/1.1 400 ")
            (seen,) = endpoint.exchanges("")
            assert (seen.connection, seen.method, seen.target, seen.status) == (1, "", "", 400)
            assert seen.version == ""
            assert seen.reply is not None
            assert ("Connection", "close") in seen.reply.headers
            assert received.endswith(b"\r\n\r\n" + seen.reply.body)
            async with dial(endpoint.uri("one")) as caller:
                assert (await caller.post(PATH)).status == 400

    run(scenario())


def test_an_unrouted_request_is_kept_under_the_name_it_used(run: Any, dial: Any) -> None:
    """It is answered 404; if it names no service it is kept under the empty name."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one"))
            body = b"x" * (UNROUTED_BYTES + 1)
            assert (await caller.post("/api/v1/service/two/score", body)).status == 404
            assert (await caller.post("/score")).status == 404
            assert endpoint.exchanges("one") == ()
            (two,) = endpoint.exchanges("two")
            (nameless,) = endpoint.exchanges("")
            assert two.body == b"x" * UNROUTED_BYTES
            assert nameless.target == "/score"

    run(scenario())


@pytest.mark.parametrize(
    ("path", "headers", "kept"),
    [
        (UNROUTED_BYTES - 500, 0, UNROUTED_BYTES),
        (100, UNROUTED_BYTES - 500, UNROUTED_BYTES),
        (UNROUTED_BYTES // 2, UNROUTED_BYTES, 0),
    ],
    ids=["long path", "long header", "too long"],
)
def test_bytes_of_an_unrouted_request(
    run: Any, dial: Any, path: int, headers: int, kept: int
) -> None:
    """Head and body of each take little memory: a head that is too long is left out."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            body = b"x" * 10 * UNROUTED_BYTES
            head = f"POST /{'y' * path} HTTP/1.1\r\nHost: x\r\nX-Long: {'z' * headers}\r\n"
            caller.writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            assert (await caller.reply()).status == 404
            (seen,) = endpoint.exchanges("")
            size = len(seen.target) + sum(len(name) + len(value) for name, value in seen.headers)
            assert bool(seen.headers) == bool(kept)
            assert size <= max(kept, SHOWN)
            bodies = len(seen.body) + (len(seen.reply.body) if seen.reply else 0)
            assert size + bodies <= 2 * UNROUTED_BYTES - (OBJECT_BYTES if kept else 0)
            assert seen.omitted >= len(body) - UNROUTED_BYTES

    run(scenario())


def test_only_the_last_unrouted_requests_are_kept(run: Any, dial: Any) -> None:
    """A client that sends any number of them does not exhaust memory."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            for number in range(UNROUTED_LIMIT + 1):
                await caller.post(f"/{number}")
            seen = endpoint.exchanges("")
            assert len(seen) == UNROUTED_LIMIT
            assert (seen[0].target, seen[-1].target) == ("/1", f"/{UNROUTED_LIMIT}")

    run(scenario())


def test_connections_are_numbered_as_they_are_accepted(run: Any, dial: Any) -> None:
    """Connections are counted from 1, and so are the requests of each connection."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one", replies=(Reply(),)))
            for _ in range(2):
                async with dial(endpoint.uri("one")) as caller:
                    await caller.post(PATH)
                    await caller.post(PATH)
            seen = [(one.connection, one.sequence) for one in endpoint.exchanges("one")]
            assert seen == [(1, 1), (1, 2), (2, 1), (2, 2)]

    run(scenario())


def test_exchanges_are_in_the_order_they_started(run: Any, dial: Any) -> None:
    """A slow exchange precedes a quick one that started later."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as slow:
            endpoint.add(Service("one", replies=(Reply(201, delay_seconds=0.1), Reply(202))))
            slow.request("POST", PATH, b"{}", Expect="100-continue")
            await slow.reader.readuntil(b"100 Continue\r\n\r\n")
            async with dial(endpoint.uri("one")) as quick:
                assert (await quick.post(PATH)).status == 202
            assert [one.status for one in endpoint.exchanges("one")] == [202]
            assert (await slow.reply()).status == 201
            assert [one.status for one in endpoint.exchanges("one")] == [201, 202]

    run(scenario())


def test_a_repr_shows_no_key(run: Any, dial: Any) -> None:
    """Neither the repr of an exchange nor that of a service contains it."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            service = Service("one", key="abc-secret")
            endpoint.add(service)
            await caller.post(PATH, b"abc-secret", Authorization="Bearer abc-secret")
            assert "abc-secret" not in repr(endpoint.exchanges("one")) + repr(service)

    run(scenario())


def test_a_limited_journal_keeps_the_last_exchanges(run: Any, dial: Any) -> None:
    """Older exchanges are dropped, but the observer gets all of them."""

    async def scenario() -> None:
        observed = []
        async with Endpoint(remember=1, observer=observed.append) as endpoint:
            endpoint.add(Service("one", replies=(Reply(201), Reply(202))))
            async with dial(endpoint.uri("one")) as caller:
                await caller.post(PATH)
                await caller.post(PATH)
            assert [one.status for one in endpoint.exchanges("one")] == [202]
            assert [one.status for one in observed] == [201, 202]

    run(scenario())
