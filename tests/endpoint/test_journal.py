"""The journal, from what really came in over a socket."""

from __future__ import annotations

import gzip
from typing import Any

from scoreline.endpoint import Endpoint
from scoreline.endpoint.journal import STRAY_BODY, STRAYS
from scoreline.results.exchange import Ending
from scoreline.suite.service import Reply, Service

PATH = "/api/v1/service/one/score"


def test_a_request_is_kept_to_the_letter(run: Any, dial: Any) -> None:
    """Method, target, order and case of the headers, and every byte of the body."""

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
            assert seen.headers == (
                ("hOsT", "endpoint"),
                ("X-b", "1"),
                ("X-A", "caf\xe9"),
                ("x-B", "2"),
                ("Content-Length", "4"),
            )
            assert seen.body == b"\x00\xff\r\n"

    run(scenario())


def test_a_chunked_body_is_kept_without_its_chunks(run: Any, dial: Any) -> None:
    """The transfer coding is undone, the headers say that it was there."""

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
    """A content coding is not undone; the model's service answers 500, as the real one does."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one"))
            body = gzip.compress(b'{"data": [[1]]}')
            assert (await caller.post(PATH, body, Content_Encoding="gzip")).status == 500
            assert endpoint.exchanges("one")[0].body == body

    run(scenario())


def test_a_body_that_is_cut_off_is_abandoned(run: Any, dial: Any) -> None:
    """What came of it is kept."""

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
            assert (seen.ending, seen.status, seen.body) == (Ending.ABANDONED, None, b"[1, ")

    run(scenario())


def test_a_broken_transfer_coding_is_answered(run: Any, dial: Any) -> None:
    """400 and the end of the connection; the request was the service's."""

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


def test_what_is_no_http_is_answered_400_and_noted(run: Any, dial: Any) -> None:
    """Nothing but its connection is known of it, and the endpoint goes on."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one"))
            async with dial(endpoint.uri("one")) as caller:
                caller.writer.write(b"\x16\x03\x01 Authorization: Bearer abc\r\n\r\n")
                assert (await caller.rest()).startswith(b"HTTP/1.1 400 ")
            (seen,) = endpoint.exchanges("")
            assert (seen.connection, seen.method, seen.target, seen.status) == (1, "", "", 400)
            async with dial(endpoint.uri("one")) as caller:
                assert (await caller.post(PATH)).status == 400

    run(scenario())


def test_a_request_for_no_service_is_kept_under_the_name_it_used(run: Any, dial: Any) -> None:
    """It is answered 404; without a name it is kept under the empty one."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one"))
            assert (
                await caller.post("/api/v1/service/two/score", b"x" * (STRAY_BODY + 1))
            ).status == 404
            assert (await caller.post("/score")).status == 404
            assert endpoint.exchanges("one") == ()
            (two,) = endpoint.exchanges("two")
            (nameless,) = endpoint.exchanges("")
            assert two.body == b"x" * STRAY_BODY
            assert nameless.target == "/score"

    run(scenario())


def test_only_the_last_requests_for_no_service_are_kept(run: Any, dial: Any) -> None:
    """A client that runs wild does not fill the memory."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            for number in range(STRAYS + 1):
                await caller.post(f"/{number}")
            seen = endpoint.exchanges("")
            assert (len(seen), seen[0].target, seen[-1].target) == (STRAYS, "/1", f"/{STRAYS}")

    run(scenario())


def test_connections_are_numbered_as_they_are_accepted(run: Any, dial: Any) -> None:
    """Each has a number of its own, and its requests are counted from 1."""

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


def test_exchanges_come_in_the_order_of_their_start(run: Any, dial: Any) -> None:
    """A slow reply stands before a quick one that was asked for later."""

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


def test_an_exchange_shows_no_key(run: Any, dial: Any) -> None:
    """Neither the repr of what came in nor that of the service has it."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            service = Service("one", key="abc-secret")
            endpoint.add(service)
            await caller.post(PATH, b"abc-secret", Authorization="Bearer abc-secret")
            assert "abc-secret" not in repr(endpoint.exchanges("one")) + repr(service)

    run(scenario())


def test_a_limited_journal_keeps_the_last_exchanges(run: Any, dial: Any) -> None:
    """A service that runs for weeks remembers no more than it is told to, and observers see all."""

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
