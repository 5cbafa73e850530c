"""The full form of a call: its response, and settings of that call alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from service import Answer, Request, Service, reply

from azureml_scoring import (
    CallOptions,
    ConfigurationError,
    Operation,
    ScoringClient,
    ScoringTimeoutError,
    ServiceError,
    check_health,
    read_swagger,
    score_bytes,
    score_payload,
    score_rows,
)

LATE = 10.0
PREDICTIONS = [217.67978776218715, 224.78937091757172]
AGAIN = (("retry-after-ms", "1"),)
ROWS = score_rows([[1.0]])


def _in_turn(*answers: bytes) -> Callable[[Request], Answer]:
    """Return what gives these answers one after the other."""
    left = iter(answers)
    return lambda _: next(left)


def test_response_after_a_further_attempt(service: Service) -> None:
    """A response has the result, the status, both ids and the number of attempts."""
    ids = (("x-ms-request-id", "of-the-service"), ("x-request-id", "of-a-gateway"))
    service.answer = _in_turn(reply(b"", 503, AGAIN), reply(status=203, headers=ids))
    with ScoringClient(service.uri, retries=1) as client:
        response = client.call(ROWS)
    assert response.value == PREDICTIONS
    assert (response.status, response.request_id, response.attempts) == (203, "of-the-service", 2)
    sent = {request.header("x-ms-client-request-id") for request in service.requests}
    assert sent == {response.client_request_id}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((("x-request-id", "a"),), "a"),
        ((("X-MS-Request-Id", ""), ("x-request-id", "a")), "a"),
        ((("x-ms-request-id", "b"),), "b"),
        ((("x-ms-request-id", "a my-key b"),), "a *** b"),
        ((), None),
    ],
)
def test_request_id(
    service: Service, headers: tuple[tuple[str, str], ...], expected: str | None
) -> None:
    """The service's id is the first that is not empty, with the key masked, or there is none."""
    service.answer = reply(headers=headers)
    with ScoringClient(service.uri, "my-key") as client:
        assert client.call(ROWS).request_id == expected


def test_response_is_a_value(client: ScoringClient) -> None:
    """A response cannot be changed, and its text has everything but the result."""
    response = client.call(ROWS)
    assert repr(response) == (
        "ScoringResponse(status=200, request_id=None, "
        f"client_request_id='{response.client_request_id}', attempts=1)"
    )
    with pytest.raises(FrozenInstanceError):
        response.attempts = 2  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("operation", "line", "value"),
    [
        (ROWS, "POST /score HTTP/1.1", [1.0]),
        (score_payload({"a": 1}), "POST /score HTTP/1.1", [1]),
        (score_bytes(b"a", "image/png"), "POST /score HTTP/1.1", [1]),
        (check_health(), "GET / HTTP/1.1", None),
        (read_swagger(), "GET /swagger.json HTTP/1.1", {"swagger": "2.0"}),
    ],
)
def test_operations(operation: Operation[Any], line: str, value: object) -> None:
    """Each operation can be performed, and again, with the result of the method of its name."""

    def answer(request: Request) -> Answer:
        return reply(b'{"swagger": "2.0"}' if request.target == "/swagger.json" else b"[1]")

    with Service(answer) as service, ScoringClient(service.uri) as client:
        assert [client.call(operation).value for _ in range(2)] == [value] * 2
        assert [request.line for request in service.requests] == [line] * 2


@pytest.mark.parametrize(("of_client", "of_call"), [(2, 0), (0, 2)])
def test_retries_of_a_call(service: Service, of_client: int, of_call: int) -> None:
    """A call makes as many further attempts as its options say; the next one, as its client."""
    service.answer = reply(b"", 503, AGAIN)
    with ScoringClient(service.uri, retries=of_client) as client:
        for options, retries in (
            (CallOptions(retries=of_call), of_call),
            (CallOptions(), of_client),
            (None, of_client),
        ):
            with pytest.raises(ServiceError) as caught:
                client.call(ROWS, options)
            assert caught.value.attempts == retries + 1
        with pytest.raises(ServiceError) as caught:
            client.score([[1.0]])
        assert caught.value.attempts == of_client + 1
    assert service.connections == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (CallOptions(overall_timeout=0.2), "no prediction within 0.2 s"),
        (CallOptions(attempt_timeout=0.2), "no complete reply within 0.2 s"),
    ],
)
def test_timeouts_of_a_call(service: Service, options: CallOptions, message: str) -> None:
    """A limit of a call ends it, and no other call of its client."""
    service.answer = lambda _: service.trickle([b"HTTP/1.1 "], gap=60)
    with ScoringClient(service.uri) as client:
        with pytest.raises(ScoringTimeoutError) as caught:
            client.call(ROWS, options)
        assert caught.value.message == message
        service.answer = reply()
        assert client.call(ROWS).value == PREDICTIONS


def test_limit_longer_than_that_of_the_client(service: Service) -> None:
    """A call may take longer than its client allows."""
    with ScoringClient(service.uri, overall_timeout=1e-6) as client:
        with pytest.raises(ScoringTimeoutError):
            client.score([[1.0]])
        assert client.call(ROWS, CallOptions(overall_timeout=LATE)).value == PREDICTIONS


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        *(
            ("retries", value, "retries is not a whole number from 0")
            for value in (-1, 1.0, True, "1")
        ),
        *(
            (name, value, f"{name} is not a positive finite number of seconds")
            for name in ("attempt_timeout", "overall_timeout")
            for value in (0, -1.0, float("nan"), float("inf"), True, "1")
        ),
    ],
)
def test_invalid_options(
    service: Service, client: ScoringClient, name: str, value: object, message: str
) -> None:
    """An invalid option is a configuration error with the client's message; nothing is sent."""
    settings: dict[str, Any] = {name: value}
    with pytest.raises(ConfigurationError) as caught:
        client.call(ROWS, CallOptions(**settings))
    assert (caught.value.message, caught.value.attempts) == (message, 0)
    assert not service.requests
    with pytest.raises(ConfigurationError, match=message):
        ScoringClient("http://h/", **settings)
    assert client.call(ROWS).value == PREDICTIONS


def test_calls_at_the_same_time(service: Service) -> None:
    """Calls with different options do not affect each other."""
    together = threading.Barrier(2)
    attempts: dict[int, int] = {}

    def answer(_: Request) -> Answer:
        if len(service.requests) <= 2:  # both calls are in flight
            together.wait(LATE)
        return reply(b"", 503, AGAIN)

    def call(retries: int) -> None:
        with pytest.raises(ServiceError) as caught:
            client.call(ROWS, CallOptions(retries=retries))
        attempts[retries] = caught.value.attempts

    service.answer = answer
    with ScoringClient(service.uri, retries=1) as client:
        threads = [threading.Thread(target=call, args=(retries,)) for retries in (0, 3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LATE)
    assert attempts == {0: 1, 3: 4}


def test_options_are_a_value() -> None:
    """Options can be compared and derived from others, and have nothing set by default."""
    assert CallOptions() == CallOptions(retries=None, attempt_timeout=None, overall_timeout=None)
    assert replace(CallOptions(retries=1), overall_timeout=2) == CallOptions(
        retries=1, overall_timeout=2
    )
