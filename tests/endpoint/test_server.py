"""The endpoint as a whole: where it listens, what it replies, and how it closes."""

from __future__ import annotations

import asyncio
import errno
import json
from time import monotonic
from typing import Any
from uuid import UUID

import pytest

from scoreline.endpoint import Endpoint
from scoreline.fault import Code, FaultError
from scoreline.results.bounds import MOST_BYTES
from scoreline.results.exchange import Ending
from scoreline.suite.reply import Reply
from scoreline.suite.service import Service

ONE = "/api/v1/service/one"
PATH = f"{ONE}/score"
ROW = b'{"data": [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]]}'


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "8.8.8.8", "224.0.0.1", "2606:4700::1"])  # noqa: S104 - refused here
def test_it_does_not_listen_where_other_machines_could_connect(host: str) -> None:
    """Every interface and every public address is refused, even when given explicitly."""
    for arguments in ({"host": host}, {"hosts": ("127.0.0.1", host)}):
        with pytest.raises(FaultError) as raised:
            Endpoint(**arguments)
        fault = raised.value.fault
        assert (fault.code, fault.details) == (Code.OPTION, {"host": host})


def test_a_private_address_has_to_be_given_explicitly() -> None:
    """The gateway of a container network is accepted in `hosts`, but not as `host`."""
    with pytest.raises(FaultError) as raised:
        Endpoint("172.19.0.1")
    assert raised.value.fault.code == Code.OPTION
    Endpoint(hosts=("127.0.0.1", "172.19.0.1"))


def test_each_host_has_its_address(run: Any, dial: Any) -> None:
    """A URI is built for the host that the client uses, and each of them reaches the endpoint."""

    async def scenario() -> None:
        async with Endpoint(hosts=("127.0.0.1", "127.0.0.2")) as endpoint:
            endpoint.add(Service("one"))
            assert [host for host, _ in endpoint.addresses] == ["127.0.0.1", "127.0.0.2"]
            for host, port in endpoint.addresses:
                uri = endpoint.uri("one", host=host)
                assert uri == f"http://{host}:{port}/api/v1/service/one/score"
                async with dial(uri) as caller:
                    assert (await caller.post(PATH, ROW)).status == 200
            port = endpoint.addresses[0][1]
            assert endpoint.uri("one", host="host.docker.internal", path="") == (
                f"http://host.docker.internal:{port}/api/v1/service/one/"
            )

    run(scenario())


def test_there_is_no_uri_before_it_listens() -> None:
    """The port is not known yet."""
    with pytest.raises(RuntimeError):
        Endpoint().uri("one")


def test_the_model_answers_without_a_script(run: Any, dial: Any) -> None:
    """Several requests are answered on one connection, which stays open."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", key="abc"))
            for _ in range(2):
                reply = await caller.post(PATH, ROW, Authorization="Bearer abc")
                assert (reply.status, json.loads(reply.body)) == (200, [3726.9954859385775])
                assert reply.header("x-ms-run-function-failed") == "False"
                assert float(reply.header("x-ms-run-fn-exec-ms") or "nan") >= 0.0

    run(scenario())


def test_health_and_description_require_no_key(run: Any, dial: Any) -> None:
    """Only scoring does, as in the documented swagger."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", key="abc"))
            health = await caller.call("GET", f"{ONE}/")
            assert (health.status, health.body) == (200, b"Healthy")
            assert health.header("content-type") == "text/html; charset=utf-8"
            assert (await caller.call("HEAD", f"{ONE}/")).header("content-length") == "7"
            for query, version in (
                ("", "2.0"),
                ("?version=3", "3.0.3"),
                ("?x&version=3.1", "3.1.0"),
            ):
                reply = await caller.call("GET", f"{ONE}/swagger.json{query}")
                document = json.loads(reply.body)
                assert version == document.get("swagger", document.get("openapi"))
                assert document["info"]["title"] == "one"
            assert (await caller.call("GET", f"{ONE}/swagger.json?version=4")).status == 404
            assert (await caller.post(f"{ONE}/swagger.json")).status == 405
            assert (await caller.call("OPTIONS", f"{ONE}/")).header("allow") == "GET, HEAD, OPTIONS"

    run(scenario())


def test_the_default_service_has_short_paths(run: Any, dial: Any) -> None:
    """`/score` is the form of the second generation, in which the host identifies the service."""

    async def scenario() -> None:
        async with Endpoint(default="one") as endpoint, dial(endpoint.origin()) as caller:
            endpoint.add(Service("one"))
            assert (await caller.post("/score", ROW)).status == 200
            assert (await caller.call("GET", "/")).body == b"Healthy"
            assert (await caller.call("GET", "/swagger.json")).status == 200
            assert len(endpoint.exchanges("one")) == 3

    run(scenario())


def test_a_request_has_one_identifier(run: Any, dial: Any) -> None:
    """A new UUID in both headers, unless the request has one; the client's identifier is echoed."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one"))
            first = await caller.post(PATH, x_ms_client_request_id="mine")
            second = await caller.post(PATH, x_request_id="given")
            identifier = first.header("x-request-id") or ""
            assert str(UUID(identifier)) == identifier == first.header("x-ms-request-id")
            assert first.header("x-ms-client-request-id") == "mine"
            assert second.header("x-request-id") == second.header("x-ms-request-id") == "given"
            assert second.header("x-ms-client-request-id") is None

    run(scenario())


def test_an_identifier_that_is_too_long_is_not_echoed(run: Any, dial: Any) -> None:
    """It is answered 431 even if there is a script, and takes no reply from it."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(201), Reply(202))))
            reply = await caller.post(PATH, x_ms_client_request_id="a" * 101)
            assert reply.status == 431
            assert reply.header("x-ms-client-request-id") is None
            assert (await caller.post(PATH, x_ms_client_request_id="a" * 100)).status == 201

    run(scenario())


def test_a_preflight_is_answered_without_a_key(run: Any, dial: Any) -> None:
    """Browsers send none with it; an unknown origin gets 200 and no permission."""

    async def scenario() -> None:
        async with Endpoint(origins=("http://known",)) as endpoint:
            endpoint.add(Service("one", key="abc"))
            async with dial(endpoint.uri("one")) as caller:
                ask = {"Access_Control_Request_Method": "POST"}
                known = await caller.call("OPTIONS", PATH, Origin="http://known", **ask)
                foreign = await caller.call("OPTIONS", PATH, Origin="http://foreign", **ask)
                assert known.status == foreign.status == 200
                assert known.header("access-control-allow-methods") == "GET, POST"
                assert foreign.header("access-control-allow-origin") is None

    run(scenario())


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_client_may_ask_to_close_the_connection(run: Any, dial: Any, version: str) -> None:
    """The reply announces that the connection is closed, and it is (RFC 9112, section 9.6)."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(200, text="[1.0]"),)))
            caller.writer.write(
                f"POST {PATH} HTTP/{version}\r\nHost: x\r\nConnection: close\r\n".encode()
                + b"Content-Length: 2\r\n\r\n{}"
            )
            assert (await caller.reply()).header("connection") == "close"
            assert await caller.rest() == b""

    run(scenario())


def test_large_bodies_are_received_and_sent(run: Any, dial: Any) -> None:
    """Eight MiB arrive, and as many are sent before the exchange ends; the first parts are kept."""

    async def scenario() -> None:
        body = b"x" * (8 << 20)
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(200, text=body.decode()),)))
            assert (await caller.post(PATH, body)).body == body
            await endpoint.settled("one", 5.0)
            (seen,) = endpoint.exchanges("one")
            assert (seen.body, seen.omitted) == (body[:MOST_BYTES], 7 << 20)
            assert seen.ending is Ending.REPLIED
            assert seen.reply is not None
            assert (seen.reply.body, seen.reply.omitted) == (body[:MOST_BYTES], 7 << 20)

    run(scenario())


def test_a_large_reply_that_is_not_read_is_abandoned(run: Any, dial: Any) -> None:
    """The client closes the connection in mid-reply."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one", replies=(Reply(200, text="x" * (32 << 20)),)))
            async with dial(endpoint.uri("one")) as caller:
                caller.request("POST", PATH, b"{}")
                await caller.reader.readuntil(b"\r\n\r\n")
            await endpoint.settled("one", 5.0)
            (seen,) = endpoint.exchanges("one")
            assert (seen.ending, seen.status) == (Ending.ABANDONED, 200)

    run(scenario())


def test_a_name_is_unique(run: Any) -> None:
    """Adding a service twice is refused; once removed it may be added again."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one"))
            with pytest.raises(FaultError) as raised:
                endpoint.add(Service("one"))
            fault = raised.value.fault
            assert (fault.code, fault.details) == (Code.DUPLICATE, {"service": "one"})
            endpoint.remove("one")
            endpoint.add(Service("one"))
            with pytest.raises(KeyError):
                endpoint.remove("two")

    run(scenario())


@pytest.mark.parametrize("name", ["", "a/b", "a b", "a?b", "\xe9", "%41"])
def test_a_name_fits_into_a_path(name: str) -> None:
    """Letters, digits, `-`, `_` and `.` need no encoding, so all clients send them unchanged."""
    with pytest.raises(FaultError) as raised:
        Endpoint().add(Service(name))
    fault = raised.value.fault
    assert (fault.code, fault.details) == (Code.INVALID, {"service": name})


def test_removing_a_service_ends_its_requests_in_flight(run: Any, dial: Any) -> None:
    """Their connections are closed, and later requests to the service are answered 404."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one", replies=(Reply(delay_seconds=3600.0),)))
            async with dial(endpoint.uri("one")) as caller:
                caller.request("POST", PATH, b"{}", Expect="100-continue")
                await caller.reader.readuntil(b"100 Continue\r\n\r\n")
                endpoint.remove("one")
                assert await caller.rest() == b""
            async with dial(endpoint.uri("one")) as caller:
                assert (await caller.post(PATH)).status == 404
            assert len(endpoint.exchanges("one")) == 1

    run(scenario())


def test_a_service_with_a_request_in_flight_is_not_settled(run: Any, dial: Any) -> None:
    """Waiting for it ends at the deadline; with nothing in flight it ends immediately."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(delay_seconds=3600.0),)))
            await endpoint.settled("one", 5.0)
            caller.request("POST", PATH, b"{}", Expect="100-continue")
            await caller.reader.readuntil(b"100 Continue\r\n\r\n")
            with pytest.raises(TimeoutError):
                await endpoint.settled("one", 0.01)

    run(scenario())


def test_closing_waits_for_no_client(run: Any, dial: Any) -> None:
    """An idle connection, half a request and a delayed reply all end with the endpoint."""

    async def scenario() -> None:
        endpoint = Endpoint()
        async with endpoint:
            endpoint.add(Service("one", replies=(Reply(200), Reply(delay_seconds=3600.0))))
            uri = endpoint.uri("one")
            async with dial(uri) as idle, dial(uri) as half, dial(uri) as waiting:
                await idle.post(PATH)
                half.writer.write(b"POST /api/v1/ser")
                waiting.request("POST", PATH, b"{}", Expect="100-continue")
                await waiting.reader.readuntil(b"100 Continue\r\n\r\n")
                started = monotonic()
                await endpoint.__aexit__(None, None, None)
                assert monotonic() - started < 1.0
                for caller in (idle, half, waiting):
                    assert await caller.rest() == b""
        assert [one.ending for one in endpoint.exchanges("one")] == [Ending.REPLIED, Ending.CLOSED]

    run(scenario())


def test_a_port_in_use_is_an_error(run: Any) -> None:
    """After it, no other address is listened on either."""

    async def scenario() -> None:
        async with Endpoint() as first:
            port = first.addresses[0][1]
            with pytest.raises(OSError) as raised:  # noqa: PT011 - the number is looked at
                await Endpoint(port=port, hosts=("127.0.0.2", "127.0.0.1")).__aenter__()
            assert raised.value.errno == errno.EADDRINUSE
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.2", port)

    run(scenario())


def test_requests_may_be_pipelined(run: Any, dial: Any) -> None:
    """They are answered in order (RFC 9112, section 9.3.2)."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(201, delay_seconds=0.01), Reply(202))))
            caller.request("POST", PATH, b"{}")
            caller.request("POST", PATH, b"{}")
            assert [(await caller.reply()).status for _ in range(2)] == [201, 202]

    run(scenario())
