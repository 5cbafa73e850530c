"""Connections: reuse, sharing, closing, and the errors of broken ones."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from service import Answer, Request, Service, reply

from azureml_scoring import ErrorKind, ScoringClient, ScoringError


def _connection_error(client: ScoringClient) -> ScoringError:
    with pytest.raises(ScoringError) as caught:
        client.score([[1.0]])
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONNECTION, 1)
    assert caught.value.status is None
    return caught.value


def test_kept_alive(service: Service, client: ScoringClient) -> None:
    """A hundred sequential calls open one connection."""
    for _ in range(100):
        client.score([[1.0]])
    assert (service.connections, len(service.requests)) == (1, 100)


def test_errors_keep_the_connection() -> None:
    """The connection is reused after a reply with an error or without a prediction."""
    answers = [
        reply(b"x" * 100_000, 500),
        reply(b"", 401),
        reply(b"<html>"),
        reply(b"", 302, (("Location", "http://[/"),)),
        reply(b"", 204),
        reply(b"[1]"),
    ]
    with (
        Service(lambda _: answers[len(service.requests) - 1]) as service,
        ScoringClient(service.uri) as client,
    ):
        for _ in answers[:-1]:
            with pytest.raises(ScoringError):
                client.score([[1.0]])
        assert client.score([[1.0]]) == [1.0]
        assert service.connections == 1


def test_shared_between_threads() -> None:
    """Threads that share a client each get the reply to their rows, and connections are reused."""

    def answer(request: Request) -> Answer:
        return reply(request.body.removeprefix(b'{"data":[').removesuffix(b"]}"))

    with (
        Service(answer) as service,
        ScoringClient(service.uri) as client,
        ThreadPoolExecutor(8) as threads,
    ):
        rows = [[float(number)] for number in range(400)]
        assert list(threads.map(client.score, [[row] for row in rows])) == rows
        assert service.connections <= 8


def test_overlapping_calls() -> None:
    """Concurrent calls each use a separate connection, and the pool keeps all of them."""
    calls = 40
    together = threading.Barrier(calls)

    def answer(_: Request) -> Answer:
        together.wait(timeout=30)
        return reply(b"[1]")

    with (
        Service(answer) as service,
        ScoringClient(service.uri) as client,
        ThreadPoolExecutor(calls) as threads,
    ):
        for _ in range(2):
            assert list(threads.map(client.score, [[[1.0]]] * calls)) == [[1.0]] * calls
        assert service.connections == calls


def test_close(service: Service) -> None:
    """Closing the client closes its connections, and later calls are refused."""
    client = ScoringClient(service.uri)
    client.score([[1.0]])
    client.close()
    assert service.closed_by_client.acquire(timeout=10)
    with pytest.raises(ScoringError) as caught:
        client.score([[1.0]])
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONFIGURATION, 0)
    client.close()


def test_idle_connection_closed_by_the_service(client: ScoringClient, service: Service) -> None:
    """An idle connection that the service closed is replaced without an error."""
    service.answer = [reply(), b""]
    client.score([[1.0]])
    assert service.closed_by_client.acquire(timeout=10)
    client.score([[1.0]])
    assert service.connections == 2


def test_refused() -> None:
    """A refused connection is a connection error, after one attempt."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with ScoringClient(f"http://127.0.0.1:{port}/") as client:
        assert _connection_error(client).client_request_id


def test_unknown_host() -> None:
    """An unknown host is a connection error."""
    with ScoringClient("http://house.invalid/") as client:
        _connection_error(client)


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[1]",
        b"HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]",
        b"garbage\r\n\r\n",
    ],
)
def test_broken_reply(part: bytes) -> None:
    """A connection that breaks before the reply is complete is an error, and is not retried."""
    with Service([part, b""]) as service, ScoringClient(service.uri) as client:
        _connection_error(client)
        assert len(service.requests) == 1


def test_no_tls() -> None:
    """A failed TLS handshake is a connection error, and no request is sent."""
    first: list[bytes] = []

    def refuse(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            first.append(connection.recv(4096))
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as threads:
        threads.submit(refuse, listener)
        uri = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        with ScoringClient(uri, "secret", retries=3) as client:
            assert _connection_error(client).message.startswith("TLS: ")
    assert b"POST" not in first[0]


def test_missing_ca_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing CA file that the environment names is a configuration error."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    with pytest.raises(ScoringError) as caught:
        ScoringClient("https://127.0.0.1:1/")
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONFIGURATION, 0)
