"""Services with a port of their own: plain, over TLS, and one at which nobody listens."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

import pytest

from scoreline.endpoint import Endpoint
from scoreline.results.connection import ClosedBy
from scoreline.suite.reply import Reply
from scoreline.suite.service import Certificate, Listener, Service, ServiceDefinition

OWN = ServiceDefinition(listener=Listener.OWN)
REFUSING = ServiceDefinition(listener=Listener.REFUSING)
BOUND_SECONDS = 30


async def until(condition: Any) -> None:
    """Returns when a condition holds, which nothing announces."""
    async with asyncio.timeout(BOUND_SECONDS):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def dial_tls(uri: str, context: ssl.SSLContext) -> str:
    """Posts to a URI over TLS; returns the status line."""
    return await asyncio.to_thread(_dial_tls, uri, context)


def _dial_tls(uri: str, context: ssl.SSLContext) -> str:
    # Not asyncio, which closes the connection without the alert that says why.
    parts = urlsplit(uri)
    with (
        socket.create_connection((parts.hostname, parts.port)) as plain,
        context.wrap_socket(plain, server_hostname=parts.hostname) as encrypted,
    ):
        head = f"POST {parts.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
        encrypted.sendall(head.encode())
        return encrypted.recv(100).decode().partition("\r\n")[0]


def trusting(endpoint: Endpoint) -> ssl.SSLContext:
    """A client's context that trusts the endpoint's authority."""
    return ssl.create_default_context(cadata=endpoint.authority)


def test_silent(run: Any) -> None:
    """Nobody answers an attempt to connect, on any of the addresses."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.open_port("one", ServiceDefinition(listener=Listener.SILENT))
            endpoint.add(Service("one"))
            parts = urlsplit(endpoint.uri("one"))
            with socket.socket() as caller:
                caller.setblocking(False)
                attempt = asyncio.get_running_loop().sock_connect(
                    caller, (parts.hostname, parts.port)
                )
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(attempt, 0.5)
            assert endpoint.connections("one") == ()

    run(scenario())


@pytest.mark.parametrize("path", ["/", "/?a=b", "/other"])
def test_path_without_a_service(run: Any, dial: Any, path: str) -> None:
    """On a port of its own, a path that names no service is that of its service."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.open_port("one", OWN)
            endpoint.add(Service("one", replies=(Reply(202),)))
            async with dial(endpoint.uri("one")) as caller:
                assert (await caller.post(path)).status == 202
            (seen,) = endpoint.exchanges("one")
            assert seen.target == path

    run(scenario())


def test_connections_that_close(run: Any, dial: Any) -> None:
    """It is waited for that the client has left no more connections open than were named."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.open_port("one", OWN)
            endpoint.add(Service("one", replies=(Reply(204),)))
            path = urlsplit(endpoint.uri("one")).path
            async with dial(endpoint.uri("one")) as caller:
                async with dial(endpoint.uri("one")) as other:
                    await caller.post(path)
                    await other.post(path)
                    assert endpoint.left_open(["one"]) == 2
                    waiting = asyncio.create_task(endpoint.closes(["one"], 1))
                    await asyncio.sleep(0)
                    assert not waiting.done()
                await asyncio.wait_for(waiting, BOUND_SECONDS)
                assert endpoint.left_open(["one"]) == 1

    run(scenario())


def test_trusted(run: Any) -> None:
    """A client that trusts the authority gets its reply; the journal has the TLS version."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.open_port("one", ServiceDefinition(tls=Certificate.TRUSTED))
            endpoint.add(Service("one", replies=(Reply(204),)))
            uri = endpoint.uri("one")
            assert uri.startswith("https://127.0.0.1:")
            assert "204" in await dial_tls(uri, trusting(endpoint))
            (seen,) = endpoint.connections("one")
            assert (seen.tls, seen.refused, seen.requests) == ("TLSv1.3", "", 1)

    run(scenario())


@pytest.mark.parametrize(
    "kind", [kind for kind in Certificate if kind is not Certificate.TRUSTED], ids=str
)
def test_faulty_certificate(run: Any, kind: Certificate) -> None:
    """A client that verifies refuses it, and sends nothing; the journal has its reason."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.open_port("one", ServiceDefinition(tls=kind))
            endpoint.add(Service("one", replies=(Reply(204),)))
            with pytest.raises(ssl.SSLCertVerificationError):
                await dial_tls(endpoint.uri("one"), trusting(endpoint))
            await until(lambda: endpoint.connections("one")[0].refused)
            (seen,) = endpoint.connections("one")
            assert (seen.tls, seen.received, seen.closed_by) == ("", 0, ClosedBy.CLIENT)
            assert "ALERT" in seen.refused
            assert endpoint.exchanges("one") == ()

    run(scenario())


def test_verification_is_what_refuses(run: Any) -> None:
    """The faulty certificates work for a client that does not verify: nothing else is wrong."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            for kind in Certificate:
                endpoint.open_port(kind, ServiceDefinition(tls=kind))
                endpoint.add(Service(kind, replies=(Reply(204),)))
                assert "204" in await dial_tls(endpoint.uri(kind), context)

    run(scenario())


def test_connection_without_a_request(run: Any, dial: Any) -> None:
    """On a port of its own it is known to be for the service, with who closed it."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.open_port("one", OWN)
            endpoint.add(Service("one"))
            async with dial(endpoint.uri("one")):
                await until(lambda: endpoint.connections("one"))
                assert endpoint.connections("one")[0].closed_by is ClosedBy.NOBODY
            await until(lambda: endpoint.connections("one")[0].closed is not None)
            (seen,) = endpoint.connections("one")
            assert (seen.requests, seen.received) == (0, 0)
            assert seen.closed_by is ClosedBy.CLIENT

    run(scenario())


def test_any_target_on_its_port(run: Any, dial: Any) -> None:
    """A request on the port belongs to its service, whatever the request names."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.open_port("one", OWN)
            for name in ("one", "two"):
                endpoint.add(Service(name, replies=(Reply(204),)))
            async with dial(endpoint.uri("one")) as caller:
                other = endpoint.uri("two").partition("/api")
                assert (await caller.post(other[1] + other[2])).status == 404
            assert [one.target[-9:] for one in endpoint.exchanges("one")] == ["two/score"]
            assert endpoint.exchanges("two") == ()

    run(scenario())


def test_refusing_port(run: Any) -> None:
    """A connection to it is refused, until and after the service is removed."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.open_port("one", REFUSING)
            endpoint.add(Service("one"))
            parts = urlsplit(endpoint.uri("one"))
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection(parts.hostname, parts.port)
            endpoint.remove("one")

    run(scenario())


def test_removed_service(run: Any, dial: Any) -> None:
    """Its port is closed, and so are the connections to it."""

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.open_port("one", OWN)
            endpoint.add(Service("one"))
            uri = endpoint.uri("one")
            async with dial(uri) as caller:
                await until(lambda: endpoint.connections("one"))
                endpoint.remove("one")
                with contextlib.suppress(ConnectionResetError):
                    assert await caller.rest() == b""
            parts = urlsplit(uri)
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection(parts.hostname, parts.port)

    run(scenario())


def test_received_requests_are_awaited(run: Any, dial: Any) -> None:
    """Who waits for a request goes on when it has arrived, while its reply is still due."""

    async def scenario() -> None:
        async with Endpoint() as endpoint, dial(endpoint.uri("one")) as caller:
            endpoint.add(Service("one", replies=(Reply(delay_seconds=60),)))
            waiting = asyncio.create_task(endpoint.receives(["one"], 1))
            caller.request("POST", urlsplit(endpoint.uri("one")).path, b"{}")
            await asyncio.wait_for(waiting, BOUND_SECONDS)
            assert endpoint.received(["one"]) == 1
            assert endpoint.exchanges("one") == ()
            (seen,) = endpoint.exchanges("one", in_flight=True)
            assert (seen.ending, seen.body) == ("open", b"{}")

    run(scenario())
