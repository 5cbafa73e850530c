"""Ending calls: by their cancellation, and by closing the client."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from service import Answer, Request, Service, reply

from azureml_scoring import (
    Cancellation,
    CancelledError,
    ConfigurationError,
    ScoringClient,
    ScoringError,
)


def _cancelled(client: ScoringClient, arrived: threading.Event, end: str) -> ScoringError:
    """Return the error of a call that is ended once its request has arrived."""
    cancellation = Cancellation()
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(client.score, [[1.0]], cancellation=cancellation)
        assert arrived.wait(timeout=10)
        if end == "cancel":
            cancellation.cancel()
        else:
            client.close()
        error = call.exception(timeout=10)
    assert isinstance(error, CancelledError)
    return error


@pytest.mark.parametrize("end", ["cancel", "close"])
@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n["])
def test_in_flight(head: bytes, end: str) -> None:
    """A call that waits for its reply ends at once, and its connection is closed."""
    arrived = threading.Event()

    def answer(_: Request) -> Answer:
        arrived.set()
        return service.trickle([head or b"HTTP/1.1 "], gap=60)

    with Service(answer) as service, ScoringClient(service.uri) as client:
        error = _cancelled(client, arrived, end)
    assert (error.attempts, error.client_request_id, error.status) == (1, None, None)


def test_while_connecting() -> None:
    """A call that waits for its connection, here for the TLS handshake, ends at once."""
    arrived = threading.Event()

    def accept(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1)
            arrived.set()
            while connection.recv(4096):
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as threads:
        accepting = threads.submit(accept, listener)
        uri = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        with ScoringClient(uri) as client:
            _cancelled(client, arrived, "cancel")
        accepting.result(timeout=10)


def test_cancelled_before(service: Service, client: ScoringClient) -> None:
    """A cancellation that was used before ends a call before it sends anything, and no other."""
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(CancelledError) as caught:
        client.score([[1.0]], cancellation=cancellation)
    assert caught.value.attempts == 0
    assert client.score([[1.0]])
    assert len(service.requests) == 1


def test_cancelled_after(service: Service, client: ScoringClient) -> None:
    """A cancellation after the call has no effect, not even on the connection it used."""
    cancellation = Cancellation()
    client.score([[1.0]], cancellation=cancellation)
    cancellation.cancel()
    client.score([[1.0]])
    assert service.connections == 1


def test_after_closing() -> None:
    """A closed client refuses further calls, and can be closed again."""
    with Service(reply()) as service:
        client = ScoringClient(service.uri)
        client.close()
        client.close()
        with pytest.raises(ConfigurationError) as caught:
            client.score([[1.0]])
    assert (caught.value.message, caught.value.attempts) == ("the client is closed", 0)
    assert not service.requests
