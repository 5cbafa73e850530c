"""Each step of a call can be overridden independently; the public API is documented."""

from __future__ import annotations

import dataclasses
import inspect

import pytest
from service import Service, reply

import azureml_scoring
from azureml_scoring import ErrorKind, Reply, ScoringClient, ScoringError, ScoringRequest


def test_build_request_alone(service: Service) -> None:
    """A subclass can change the request and its URI, and nothing else."""

    class KeyInQuery(ScoringClient):
        def build_request(self, body: bytes, client_request_id: str) -> ScoringRequest:
            request = super().build_request(body, client_request_id)
            headers = {**request.headers}
            key = headers.pop("Authorization").removeprefix("Bearer ")
            return dataclasses.replace(request, uri=f"{request.uri}?key={key}", headers=headers)

    with KeyInQuery(service.uri, "secret") as client:
        assert client.score([[1.0]])
    assert service.requests[0].target == "/score?key=secret"
    assert service.requests[0].header("Authorization") is None


def test_send_alone() -> None:
    """A subclass can change how a request is sent; the reply that it returns is used."""

    class Twice(ScoringClient):
        def send(self, request: ScoringRequest) -> Reply:
            super().send(request)
            return super().send(request)

    with Service() as service, Twice(service.uri) as client:
        assert client.score([[1.0]])
        assert len(service.requests) == 2


def test_error_of_status_alone() -> None:
    """A subclass can accept an error status; the body is then read as a prediction."""

    class Trusting(ScoringClient):
        def error_of_status(self, reply: Reply) -> ScoringError | None:  # noqa: ARG002  # accepts any reply
            return None

    with Service(reply(b"[1]", 500)) as service, Trusting(service.uri) as client:
        assert client.score([[1.0]]) == [1.0]


def test_read_predictions_alone(service: Service) -> None:
    """A subclass can change the predictions."""

    class Rounding(ScoringClient):
        def read_predictions(self, reply: Reply) -> list[float]:
            return [round(value, 2) for value in super().read_predictions(reply)]

    with Rounding(service.uri) as client:
        assert client.score([[1.0]]) == [217.68, 224.79]


def test_transport_failures_are_translated() -> None:
    """A call raises no exception of requests or urllib3."""
    with ScoringClient("http://127.0.0.1:1/") as client, pytest.raises(ScoringError) as caught:
        client.score([[1.0]])
    assert caught.value.kind is ErrorKind.CONNECTION


def test_public_names() -> None:
    """Everything in `__all__` exists, and every public class and method has a docstring."""
    for name in azureml_scoring.__all__:
        thing = getattr(azureml_scoring, name)
        if inspect.isclass(thing):
            assert inspect.getdoc(thing), name
            for member, value in vars(thing).items():
                if inspect.isfunction(value) and not member.startswith("_"):
                    assert inspect.getdoc(value), f"{name}.{member}"
