"""Time limits, with services that stall or trickle. Bounds allow for busy machines."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager

import pytest
from service import PREDICTIONS, Answer, Service, reply
from service import Request as Received

from azureml_scoring import (
    ErrorKind,
    Exchange,
    Reply,
    Request,
    ScoringClient,
    ScoringError,
    ScoringTimeoutError,
)

LIMIT = 0.3
LATE = 10.0


@contextmanager
def _within(seconds: float) -> Generator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < seconds


def _stall(service: Service) -> Iterable[bytes]:
    return service.trickle([b"HTTP/1.1 200 OK\r\n"], gap=60)


def _trickle_head(service: Service) -> Iterable[bytes]:
    return service.trickle([b"HTTP/1.1 200 OK\r\n", *([b"X: y\r\n"] * 80)], gap=0.05)


def _trickle_line(service: Service) -> Iterable[bytes]:
    return service.trickle([b"HTTP/1.1 200 OK\r\nX: ", *([b"y"] * 1000)], gap=0.05)


def _trickle_body(service: Service) -> Iterable[bytes]:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    return service.trickle([head, *([b" "] * 1000)], gap=0.05)


def _trickle_chunks(service: Service) -> Iterable[bytes]:
    head = b"HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n"
    return service.trickle([head, *([b"1\r\n \r\n"] * 1000)], gap=0.05)


@pytest.mark.parametrize(
    "slow", [_stall, _trickle_head, _trickle_line, _trickle_body, _trickle_chunks]
)
def test_attempt_timeout(slow: Callable[[Service], Iterable[bytes]]) -> None:
    """An attempt ends at its limit, whether the head or the body of the reply is slow."""
    with Service() as service, ScoringClient(service.uri, attempt_timeout=LIMIT) as client:
        service.answer = lambda _: slow(service)
        with _within(LATE), pytest.raises(ScoringError) as caught:
            client.score([[1.0]])
    error = caught.value
    assert (error.kind, error.attempts, error.status) == (ErrorKind.TIMEOUT, 1, None)
    assert error.client_request_id == service.requests[0].header("x-ms-client-request-id")
    assert "0.3 s" in error.message


def test_attempt_timeout_while_sending() -> None:
    """An attempt ends at its limit if the service does not read the request."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        uri = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with ScoringClient(uri, attempt_timeout=LIMIT) as client:
            payload = "x" * 32_000_000
            with _within(LATE), pytest.raises(ScoringError) as caught:
                client.score_payload(payload)
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.TIMEOUT, 1)


def test_slow_within_the_limit() -> None:
    """A reply that trickles is accepted if it is complete within the limit."""
    pieces = [bytes([byte]) for byte in reply()]
    with Service() as service, ScoringClient(service.uri, attempt_timeout=30) as client:
        service.answer = lambda _: service.trickle(pieces, gap=0.001)
        assert client.score([[1.0]]) == [217.67978776218715, 224.78937091757172]


def test_sending_is_not_limited_by_the_connect_timeout() -> None:
    """The connect timeout ends once the connection is made: a reply may take longer."""
    with Service() as service:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PREDICTIONS)
        service.answer = lambda _: service.trickle([head, PREDICTIONS], gap=0.3)
        with ScoringClient(service.uri, connect_timeout=0.15) as client:
            assert client.score([[1.0]])


def test_limit_restarts_with_each_call() -> None:
    """Each of several calls on one connection has the full limit."""

    def answer(_: Received) -> Answer:
        return service.trickle([reply()[:20], reply()[20:]], gap=0.25)

    with Service() as service, ScoringClient(service.uri, attempt_timeout=2.0) as client:
        service.answer = answer
        for _ in range(10):
            client.score([[1.0]])
        assert service.connections == 1


def test_connection_is_dropped_after_a_timeout() -> None:
    """The rest of a late reply is not read as the reply to the next call."""

    def answer(_: Received) -> Answer:
        if len(service.requests) == 1:
            return service.trickle([b"HTTP/1.1 200 OK\r\n", reply(b"[1]")], gap=60)
        return reply(b"[2]")

    with Service() as service, ScoringClient(service.uri, attempt_timeout=LIMIT) as client:
        service.answer = answer
        with pytest.raises(ScoringError):
            client.score([[1.0]])
        assert client.score([[1.0]]) == [2.0]
        assert service.connections == 2


def test_connect_timeout() -> None:
    """A connection that is not made within the limit is a timeout."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        waiting: list[socket.socket] = []
        try:
            # Connections beyond the backlog get no answer.
            for _ in range(4):
                each = socket.socket()
                each.setblocking(False)  # noqa: FBT003  # its only argument
                each.connect_ex(address)
                waiting.append(each)
            with (
                ScoringClient(f"http://127.0.0.1:{address[1]}/", connect_timeout=LIMIT) as client,
                _within(LATE),
                pytest.raises(ScoringError) as caught,
            ):
                client.score([[1.0]])
        finally:
            for each in waiting:
                each.close()
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.TIMEOUT, 1)
    assert caught.value.message == "no connection within 0.3 s"


def test_handshake_timeout() -> None:
    """The TLS handshake counts toward the limit for connecting."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        uri = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        with (
            ScoringClient(uri, connect_timeout=LIMIT) as client,
            _within(LATE),
            pytest.raises(ScoringError) as caught,
        ):
            client.score([[1.0]])
    assert (caught.value.kind, caught.value.message) == (
        ErrorKind.TIMEOUT,
        "no connection within 0.3 s",
    )


def test_very_long_limits(service: Service) -> None:
    """A limit longer than a socket accepts can be used."""
    with ScoringClient(service.uri, connect_timeout=1e300, attempt_timeout=1e300) as client:
        assert client.score([[1.0]])


def test_overall_timeout() -> None:
    """A call ends at its overall limit, although its attempt may take longer."""
    with (
        Service() as service,
        ScoringClient(service.uri, overall_timeout=LIMIT, retries=9) as client,
    ):
        service.answer = lambda _: _stall(service)
        with _within(LATE), pytest.raises(ScoringError) as caught:
            client.score([[1.0]])
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.TIMEOUT, 1)
    assert caught.value.message == "no prediction within 0.3 s"


def test_overall_timeout_passed_already(service: Service) -> None:
    """A request that is sent after the overall limit, as by a slow layer, ends in a timeout."""

    class Slow:
        def __init__(self, inner: Exchange) -> None:
            self._inner = inner

        def send(self, request: Request) -> Reply:
            request.call.deadline = 0.0
            return self._inner.send(request)

    with (
        ScoringClient(service.uri, exchange=Slow) as client,
        pytest.raises(ScoringTimeoutError, match="no prediction within 300 s"),
    ):
        client.score([[1.0]])
    assert not service.requests
