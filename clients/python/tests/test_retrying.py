"""Further attempts: when, after which wait, and when not."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest
from service import Service, reply
from test_exchange import Fake

from azureml_scoring import (
    Call,
    Cancellation,
    CancelledError,
    ErrorKind,
    Reply,
    Request,
    ScoringClient,
    TransportError,
)
from azureml_scoring.retrying import Retrying, backoff, retryable, wait_after

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OK = Reply(200, {}, b"[1]")
FAILED = "x-ms-run-function-failed"
REASON = "ms-azureml-model-error-reason"


class Clockwork:
    """A retrying layer around a fake, with waits that take no time."""

    def __init__(self, *answers: Reply | TransportError, retries: int = 3) -> None:
        self.waits: list[float] = []
        self.retries = retries
        self.fake = Fake(*answers)
        self.layer = Retrying(
            self.fake,
            chance=lambda: 1.0,
            sleep=lambda seconds, _: self.waits.append(seconds),
            clock=lambda: NOW,
        )

    def send(self, call: Call | None = None) -> Reply:
        """Send a request."""
        call = call or Call()
        call.retries = self.retries
        return self.layer.send(Request("POST", "http://h/", {}, b"", 1, 1, call))


def _reply(status: int, **headers: str) -> Reply:
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, b"")


@pytest.mark.parametrize(
    ("retry", "chance", "seconds"),
    [
        (0, 0.0, 0.6),
        (0, 1.0, 0.8),
        (1, 1.0, 1.6),
        (2, 0.5, 2.8),
        (3, 1.0, 6.4),
        (4, 0.0, 6.0),
        (4, 1.0, 8.0),
        (5_000, 1.0, 8.0),
    ],
)
def test_backoff(retry: int, chance: float, seconds: float) -> None:
    """The backoff doubles from 0.8 s to 8 s, and is shortened by a quarter at most."""
    assert backoff(retry, chance) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.8),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "60"}, 60.0),
        ({"retry-after": "60.5"}, None),
        ({"retry-after": "0"}, 0.8),
        ({"retry-after": "-5"}, 0.8),
        ({"retry-after": "soon"}, 0.8),
        ({"retry-after-ms": "20"}, 0.02),
        ({"x-ms-retry-after-ms": "60001"}, None),
        ({"retry-after": "Thu, 01 Jan 2026 00:00:30 GMT"}, 30.0),
    ],
)
def test_wait(headers: dict[str, str], seconds: float | None) -> None:
    """A reply that asks for up to 60 s gets it; for longer ones there is no further attempt."""
    assert wait_after(Reply(503, headers, b""), 0, 1.0, NOW) == seconds


@pytest.mark.parametrize(
    ("status", "headers", "again"),
    [
        *((status, {}, True) for status in (408, 429, 500, 502, 503, 504)),
        *(
            (status, {}, False)
            for status in (200, 204, 302, 400, 401, 403, 404, 413, 424, 501, 505)
        ),
        *((status, {FAILED: "True"}, False) for status in (408, 424, 429, 500, 502, 503)),
        (500, {FAILED: "False"}, False),
        (503, {FAILED: "False"}, True),
        (424, {REASON: "model_not_ready"}, True),
        (424, {REASON: "model_error"}, False),
        (424, {REASON: "model_not_ready", FAILED: "true"}, False),
    ],
)
def test_retryable(status: int, headers: dict[str, str], *, again: bool) -> None:
    """Statuses that may pass are worth another attempt, except where the script itself failed."""
    assert retryable(Reply(status, headers, b"")) is again


def test_larger_than_the_limit() -> None:
    """A reply that is too large would be so again."""
    assert not retryable(Reply(503, {}, b"", complete=False))


def test_until_success() -> None:
    """Attempts are made until one succeeds, with a longer backoff before each."""
    failed = TransportError(ErrorKind.CONNECTION, "broken")
    made = Clockwork(_reply(503), failed, _reply(429, retry_after="2"), OK)
    assert made.send() is OK
    assert made.waits == pytest.approx([0.8, 1.6, 2.0])


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_last_reply(retries: int) -> None:
    """After the last attempt its reply is the result."""
    replies = [_reply(503) for _ in range(retries + 1)]
    made = Clockwork(*replies, retries=retries)
    assert made.send() is replies[-1]
    assert len(made.waits) == retries


def test_each_call_has_its_own_number() -> None:
    """The number of further attempts is that of the call, whatever other calls have."""
    fake = Fake(*[_reply(503)] * 4)
    layer = Retrying(fake, sleep=lambda _seconds, _cancellation: None)
    calls = [Call(retries=2), Call()]
    for call in calls:
        layer.send(Request("POST", "http://h/", {}, b"", 1, 1, call))
    assert [request.call for request in fake.requests] == [calls[0]] * 3 + [calls[1]]


def test_last_failure() -> None:
    """After the last attempt its failure is raised."""
    last = TransportError(ErrorKind.TIMEOUT, "late")
    made = Clockwork(_reply(503), last, retries=1)
    with pytest.raises(TransportError) as caught:
        made.send()
    assert caught.value is last


@pytest.mark.parametrize(
    "failure",
    [
        TransportError(ErrorKind.CONNECTION, "TLS", retryable=False),
        TransportError(ErrorKind.CANCELLED, "cancelled"),
    ],
)
def test_final_failure(failure: TransportError) -> None:
    """A failure of TLS, and a cancellation, end the call."""
    made = Clockwork(failure)
    with pytest.raises(TransportError):
        made.send()
    assert not made.waits


@pytest.mark.parametrize(
    "answer", [_reply(503, retry_after="5"), TransportError(ErrorKind.CONNECTION, "broken")]
)
def test_deadline(answer: Any) -> None:  # noqa: ANN401  # a reply or a failure
    """A wait that would pass the deadline of the call is not begun."""
    made = Clockwork(answer)
    call = Call(deadline=monotonic() + 0.5)
    if isinstance(answer, Reply):
        assert made.send(call) is answer
    else:
        with pytest.raises(TransportError, match="broken"):
            made.send(call)
    assert not made.waits


def test_attempts_of_a_call() -> None:
    """All attempts have the same id and body, and the error of the last one counts them."""
    soon = (("retry-after-ms", "1"),)
    with (
        Service(reply(b"", 503, soon)) as service,
        ScoringClient(service.uri, retries=2) as client,
        pytest.raises(Exception, match="HTTP 503") as caught,
    ):
        client.score([[1.0]])
    assert caught.value.attempts == 3  # type: ignore[attr-defined]
    assert len(service.requests) == 3
    assert len({request.header("x-ms-client-request-id") for request in service.requests}) == 1
    assert {request.body for request in service.requests} == {b'{"data":[[1.0]]}'}


@pytest.mark.parametrize("end", ["cancel", "close"])
def test_ended_while_waiting(end: str) -> None:
    """A call that waits before a further attempt ends at once."""
    cancellation = Cancellation()
    with Service() as service, ScoringClient(service.uri, retries=1) as client:

        def finish() -> None:
            if end == "cancel":
                cancellation.cancel()
            else:
                client.close()

        timer = threading.Timer(0.05, finish)
        service.answer = reply(b"", 503, (("retry-after", "50"),))
        timer.start()
        begun = monotonic()
        with pytest.raises(CancelledError) as caught:
            client.score([[1.0]], cancellation=cancellation)
        assert monotonic() - begun < 20
        timer.join()
    assert len(service.requests) == 1
    assert caught.value.attempts == 1
