"""The layers of an exchange, among them one of the caller's; the public API is documented."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable

import pytest
from service import Service, reply

import azureml_scoring
from azureml_scoring import (
    Call,
    ErrorKind,
    Exchange,
    NoPredictionError,
    Operation,
    Reply,
    Request,
    ScoringClient,
    ScoringError,
    Secret,
    TransportError,
)
from azureml_scoring.authenticating import Authenticating
from azureml_scoring.credential import Keys


class Fake:
    """An exchange that gives prepared replies, and records the requests."""

    def __init__(self, *replies: Reply | TransportError) -> None:
        self.replies = list(replies)
        self.requests: list[Request] = []

    def send(self, request: Request) -> Reply:
        """Record the request, and return or raise the next reply."""
        self.requests.append(request)
        answer = self.replies.pop(0)
        if isinstance(answer, TransportError):
            raise answer
        return answer


def _request(call: Call) -> Request:
    return Request("POST", "http://h/", {"A": "b"}, b"", 1, 1, call)


class Layer:
    """A layer that can change requests and replies."""

    def __init__(
        self,
        inner: Exchange,
        request: Callable[[Request], Request] = lambda same: same,
        reply: Callable[[Reply], Reply] = lambda same: same,
    ) -> None:
        self._inner = inner
        self._request = request
        self._reply = reply

    def send(self, request: Request) -> Reply:
        """Send the changed request, and return the changed reply."""
        return self._reply(self._inner.send(self._request(request)))


def test_layer_changes_the_request(service: Service) -> None:
    """A layer around the transport can change a request with all its headers, and its URI."""

    def key_in_query(request: Request) -> Request:
        headers = {**request.headers}
        key = headers.pop("Authorization").removeprefix("Bearer ")
        return dataclasses.replace(request, uri=f"{request.uri}?key={key}", headers=headers)

    with ScoringClient(
        service.uri, "secret", exchange=lambda inner: Layer(inner, request=key_in_query)
    ) as client:
        assert client.score([[1.0]])
    assert service.requests[0].target == "/score?key=secret"
    assert service.requests[0].header("Authorization") is None


def test_layer_changes_the_reply(service: Service) -> None:
    """A layer around the transport can change a reply; what it returns is used."""
    service.answer = reply(b"[1]", 500)
    with ScoringClient(
        service.uri,
        exchange=lambda inner: Layer(inner, reply=lambda got: dataclasses.replace(got, status=200)),
    ) as client:
        assert client.score([[1.0]]) == [1.0]


def test_fake() -> None:
    """A fake needs no transport: what it returns or raises is the result or the error."""
    fake = Fake(
        Reply(200, {}, b"[1]"),
        Reply(429, {"retry-after": "2"}, b""),
        TransportError(ErrorKind.CONNECTION, "no such secret"),
    )
    with ScoringClient("http://h/", "secret", exchange=lambda _: fake) as client:
        assert client.score([[1.0]]) == [1.0]
        for kind in (ErrorKind.THROTTLED, ErrorKind.CONNECTION):
            with pytest.raises(ScoringError) as caught:
                client.score([[1.0]])
            assert (caught.value.kind, caught.value.attempts) == (kind, 1)
    assert caught.value.message == "no such ***"
    assert len({request.call.client_request_id for request in fake.requests}) == 3


def test_operation(service: Service, client: ScoringClient) -> None:
    """A caller can describe an operation: its body, and how its reply is read."""

    def length(reply: Reply) -> int:
        if not reply.body.startswith(b"["):
            raise NoPredictionError("not a list")
        return len(reply.body)

    operation = Operation(b"a,b", length, content_type="text/csv", accept="*/*")
    assert client.call(operation).value == 40
    (request,) = service.requests
    assert (request.body, request.header("Content-Type")) == (b"a,b", "text/csv")
    assert request.header("Accept") == "*/*"
    service.answer = reply(b"{}")
    with pytest.raises(ScoringError, match="not a list") as caught:
        client.call(operation)
    assert (caught.value.kind, caught.value.status) == (ErrorKind.RESPONSE_FORMAT, 200)


def test_authenticating() -> None:
    """A key is sent with each request, each of which is counted."""
    fake, call = Fake(Reply(401, {}, b""), Reply(200, {}, b"")), Call()
    layer = Authenticating(fake, Keys(Secret("k")))
    assert layer.send(_request(call)).status == 401
    assert layer.send(_request(call)).status == 200
    assert call.attempts == 2
    assert [request.headers["Authorization"] for request in fake.requests] == ["Bearer k"] * 2
    assert fake.requests[0].headers["A"] == "b"


def test_no_credential() -> None:
    """Without a key there is no Authorization header."""
    fake = Fake(Reply(401, {}, b""))
    Authenticating(fake, Keys()).send(_request(Call()))
    assert "Authorization" not in fake.requests[0].headers


def _sent_keys(*statuses: int) -> tuple[Authenticating, Fake]:
    fake = Fake(*(Reply(status, {}, b"") for status in statuses))
    return Authenticating(fake, Keys(Secret("one"), Secret("two"))), fake


def test_other_key() -> None:
    """A refused key is replaced by the other one at once, which stays in use."""
    layer, fake = _sent_keys(401, 200, 200, 401, 200)
    calls = [Call() for _ in range(3)]
    assert [layer.send(_request(call)).status for call in calls] == [200, 200, 200]
    assert [call.attempts for call in calls] == [2, 1, 2]
    sent = [request.headers["Authorization"] for request in fake.requests]
    assert sent == [f"Bearer {key}" for key in ("one", "two", "two", "two", "one")]


def test_both_keys_refused() -> None:
    """If both keys are refused that is the result, also of a further attempt."""
    layer, fake = _sent_keys(401, 401, 401)
    call = Call()
    assert layer.send(_request(call)).status == 401
    assert layer.send(_request(call)).status == 401
    assert len(fake.requests) == call.attempts == 3


def test_forbidden_keeps_the_key() -> None:
    """A 403 is not a reason to try the other key."""
    layer, fake = _sent_keys(403)
    assert layer.send(_request(Call())).status == 403
    assert len(fake.requests) == 1


def test_refused_by_the_script() -> None:
    """A 401 that the model's script has caused is not a reason to try the other key either."""
    fake = Fake(Reply(401, {"x-ms-run-function-failed": "True"}, b""))
    layer = Authenticating(fake, Keys(Secret("one"), Secret("two")))
    assert layer.send(_request(Call())).status == 401
    assert len(fake.requests) == 1


def test_key_changed_by_another_call() -> None:
    """Calls that overlap and are refused the same key both change to the same other one."""
    keys = Keys(Secret("one"), Secret("two"))
    assert keys.other_than(Secret("one")) == keys.other_than(Secret("one")) == Secret("two")
    assert keys.current() == Secret("two")


def test_error_classes() -> None:
    """Each kind has one class, which an except clause can name."""
    for kind in ErrorKind:
        made = ScoringError.of(kind, "what happened", attempts=2)
        assert (made.kind, made.message, made.attempts) == (kind, "what happened", 2)
        assert type(made) in ScoringError.__subclasses__()
        assert type(made).__name__ in azureml_scoring.__all__
    assert len(ScoringError.__subclasses__()) == len(ErrorKind)


def test_public_names() -> None:
    """Everything in `__all__` exists, and every public class and method has a docstring."""
    for name in azureml_scoring.__all__:
        thing = getattr(azureml_scoring, name)
        if inspect.isclass(thing):
            assert inspect.getdoc(thing), name
            for member, value in vars(thing).items():
                if inspect.isfunction(value) and not member.startswith("_"):
                    assert inspect.getdoc(value), f"{name}.{member}"
