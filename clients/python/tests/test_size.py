"""The size of replies: as received, and decompressed."""

from __future__ import annotations

import gzip
import zlib

import pytest
from service import Answer, Request, Service, reply

from azureml_scoring import ErrorKind, ResponseFormatError, ScoringClient, ScoringError, body

LIMIT = 200_000
GZIP = (("Content-Encoding", "gzip"),)


def _error(answer: bytes) -> tuple[ScoringError, int]:
    """Return the error of a call, and how many connections it and another call needed."""
    with Service(answer) as service, ScoringClient(service.uri, reply_limit=LIMIT) as client:
        with pytest.raises(ScoringError):
            client.score([[1.0]])
        with pytest.raises(ScoringError) as caught:
            client.score([[1.0]])
        return caught.value, service.connections


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, ErrorKind.RESPONSE_FORMAT), (401, ErrorKind.AUTHENTICATION), (500, ErrorKind.SERVICE)],
)
@pytest.mark.parametrize("packed", [False, True])
def test_larger(status: int, kind: ErrorKind, *, packed: bool) -> None:
    """Of a larger reply an error keeps the beginning, and its connection is closed."""
    content = b"[1" + b" " * (3 * LIMIT) + b"]"
    answer = reply(gzip.compress(content), status, GZIP) if packed else reply(content, status)
    error, connections = _error(answer)
    assert (error.kind, error.status) == (kind, status)
    assert error.body == "[1" + " " * 65_534
    assert error.message in {f"HTTP {status}", "the reply is larger than 200000 bytes"}
    # A packed reply was received completely: nothing of it is left on the connection.
    assert connections == (1 if packed else 2)


@pytest.mark.parametrize("packed", [False, True])
def test_just_as_large(*, packed: bool) -> None:
    """A reply of the limit's size is read."""
    content = b"[1" + b" " * (LIMIT - 3) + b"]"
    answer = reply(gzip.compress(content), headers=GZIP) if packed else reply(content)
    with Service(answer) as service, ScoringClient(service.uri, reply_limit=LIMIT) as client:
        assert client.score([[1.0]]) == [1.0]


def test_never_ending() -> None:
    """A body without an end is not read beyond the limit."""

    def answer(_: Request) -> Answer:
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"1000\r\n" + b"x" * 4096 + b"\r\n"

    with (
        Service(answer) as service,
        ScoringClient(service.uri, reply_limit=LIMIT) as client,
        pytest.raises(ResponseFormatError),
    ):
        client.score([[1.0]])


def test_decompressing_can_be_ended() -> None:
    """What is highly compressed is not decompressed beyond the limit, nor after the attempt."""
    packed = gzip.compress(b"x" * 10_000_000)
    checks: list[None] = []
    got, complete = body.read(iter([packed]), LIMIT, packed=True, check=lambda: checks.append(None))
    assert (len(got), complete) == (LIMIT, False)
    assert len(checks) < 10

    def over() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        body.read(iter([packed]), LIMIT, packed=True, check=over)


def test_several_members() -> None:
    """Gzip in several members is one body; what is not gzip is kept as it was received."""
    two = gzip.compress(b"[1,") + gzip.compress(b"2]")
    for packed, expected in ((two, b"[1,2]"), (zlib.compress(b"[1]"), zlib.compress(b"[1]"))):
        assert body.read(iter([packed]), LIMIT, packed=True, check=lambda: None) == (expected, True)
