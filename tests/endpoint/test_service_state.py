"""Scripted replies, as a client receives them: which one, when, and byte by byte."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from scoreline.endpoint import Endpoint
from scoreline.fault import Code, FaultError
from scoreline.results.exchange import Ending, SentReply
from scoreline.suite.reply import Reply, Then
from scoreline.suite.service import Service

PATH = "/api/v1/service/one/score"


def test_replies_are_played_in_order_and_the_last_one_is_repeated(run: Any, dial: Any) -> None:
    """Each request takes one reply; the connection stays open."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            script = (Reply(503, {"Retry-After": "0"}), Reply(200, text="[1.0]"))
            endpoint.add(Service("one", replies=script))
            replies = [await caller.post(PATH) for _ in range(3)]
            assert [reply.status for reply in replies] == [503, 200, 200]
            assert [reply.body for reply in replies] == [b"", b"[1.0]", b"[1.0]"]
            seen = endpoint.exchanges("one")
            assert [one.status for one in seen] == [503, 200, 200]
            assert [(one.connection, one.sequence) for one in seen] == [(1, 1), (1, 2), (1, 3)]
            assert {one.ending for one in seen} == {Ending.REPLIED}

    run(scenario())


def test_health_and_description_take_replies_too(run: Any, dial: Any) -> None:
    """A GET takes the next reply; HEAD and OPTIONS take none. The model's is the usual one."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            script = (Reply(503), Reply(404), Reply(201, {"X-A": "1"}, model=True), Reply(502))
            endpoint.add(Service("one", replies=script))
            root = PATH.removesuffix("score")
            assert (await caller.call("OPTIONS", root)).status == 200
            assert (await caller.call("HEAD", root)).status == 200
            assert (await caller.call("GET", root)).status == 503
            assert (await caller.call("GET", f"{root}swagger.json")).status == 404
            usual = await caller.call("GET", root)
            assert (usual.status, usual.body, usual.header("x-a")) == (200, b"Healthy", "1")
            assert (await caller.post(PATH)).status == 502

    run(scenario())


def test_a_script_can_start_again(run: Any, dial: Any) -> None:
    """After the last reply follows the first one, if the service says so."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(503), Reply(200)), starts_again=True))
            replies = [await caller.post(PATH) for _ in range(5)]
            assert [reply.status for reply in replies] == [503, 200, 503, 200, 503]

    run(scenario())


def test_little_is_added_to_a_scripted_reply(run: Any, dial: Any) -> None:
    """Only Date, Content-Length and the identifiers are added to its headers."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(502, {"X-A": "1"}, text="<p>"),)))
            reply = await caller.post(PATH, x_ms_client_request_id="mine")
            names = [name for name, _ in reply.headers]
            assert names == [
                "X-A",
                "Date",
                "Content-Length",
                "x-request-id",
                "x-ms-request-id",
                "x-ms-client-request-id",
            ]
            assert reply.header("x-ms-client-request-id") == "mine"

    run(scenario())


def test_a_request_that_is_not_admitted_takes_no_reply(run: Any, dial: Any) -> None:
    """A missing, wrong or repeated key is answered 401, and the script starts after it."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            script = (Reply(200, text="[1.0]"), Reply(200, text="[2.0]"))
            endpoint.add(Service("one", key="abc", replies=script))
            refused = [
                await caller.post(PATH),
                await caller.post(PATH, Authorization="Bearer abd"),
                await caller.post(PATH, Authorization="Bearer abc", authorization="Bearer abc"),
            ]
            assert [reply.status for reply in refused] == [401] * 3
            assert {reply.header("www-authenticate") for reply in refused} == {"Bearer"}
            assert all(b'"message"' in reply.body for reply in refused)
            assert (await caller.post(PATH, Authorization="Bearer abc")).body == b"[1.0]"

    run(scenario())


@pytest.mark.parametrize(("method", "status"), [("GET", 405), ("PUT", 405), ("OPTIONS", 200)])
def test_another_method_takes_no_reply(run: Any, dial: Any, method: str, status: int) -> None:
    """Only a POST is scored; the reply to any other method lists the allowed ones."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(200, text="1"), Reply(200, text="2"))))
            reply = await caller.call(method, PATH)
            assert reply.status == status
            assert status == 200 or reply.header("allow") == "POST, OPTIONS"
            assert (await caller.post(PATH)).body == b"1"
            assert [one.method for one in endpoint.exchanges("one")] == [method, "POST"]

    run(scenario())


@pytest.mark.parametrize("raw", ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1", "\x00\xff"])
def test_a_raw_reply_is_sent_verbatim_and_ends_the_connection(
    run: Any, dial: Any, raw: str
) -> None:
    """Nothing is added; the exchange has no status, and its reply is those bytes."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(raw=raw),)))
            caller.request("POST", PATH, b"{}")
            assert await caller.rest() == raw.encode()
            (seen,) = endpoint.exchanges("one")
            assert (seen.ending, seen.status, seen.body) == (Ending.REPLIED, None, b"{}")
            assert seen.reply == SentReply(None, (), raw.encode())

    run(scenario())


def test_a_closing_reply_is_complete_and_not_announced(run: Any, dial: Any) -> None:
    """The connection is closed after the reply, without a Connection header."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(200, text="[1.0]", then=Then.CLOSE),)))
            reply = await caller.post(PATH)
            assert reply.body == b"[1.0]"
            assert reply.header("connection") is None
            assert await caller.rest() == b""
            assert endpoint.exchanges("one")[0].ending is Ending.REPLIED

    run(scenario())


def test_a_delay_ends_when_the_client_closes_the_connection(run: Any, dial: Any) -> None:
    """The exchange is abandoned immediately, without a reply."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one", replies=(Reply(delay_seconds=3600.0),)))
            async with dial(endpoint.uri("one")) as caller:
                caller.request("POST", PATH, b"{}")
                while (await _in_flight(endpoint)) == 0:
                    pass
                assert endpoint.exchanges("one") == ()
            await endpoint.settled("one", 5.0)
            (seen,) = endpoint.exchanges("one")
            assert (seen.ending, seen.reply) == (Ending.ABANDONED, None)

    run(scenario())


async def _in_flight(endpoint: Endpoint) -> int:
    """1 if a request of the service is in flight, else 0; lets the endpoint run first."""
    await asyncio.sleep(0)
    try:
        await endpoint.settled("one", 0.0)
    except TimeoutError:
        return 1
    return 0


def test_a_delayed_reply_is_sent_after_its_delay(run: Any, dial: Any) -> None:
    """The journal shows the time between the request and its reply."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(200, text="1", delay_seconds=0.05),)))
            assert (await caller.post(PATH)).body == b"1"
            (seen,) = endpoint.exchanges("one")
            assert seen.ended - seen.started >= 0.05

    run(scenario())


def test_an_impossible_reply_is_refused(run: Any) -> None:
    """The mistake is found when the service is added, which is not added then."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            with pytest.raises(FaultError) as raised:
                endpoint.add(Service("one", replies=(Reply(headers={"a": "b\r\nc: d"}),)))
            assert raised.value.fault.code == Code.INVALID
            endpoint.add(Service("one"))

    run(scenario())
