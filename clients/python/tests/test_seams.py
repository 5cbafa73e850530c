"""The steps of a call can be replaced one at a time, and what is public is what is listed."""

from __future__ import annotations

import dataclasses
import inspect

import pytest
from service import Service, reply

import azureml_scoring
from azureml_scoring import ErrorKind, Reply, ScoringClient, ScoringError, ScoringRequest


def test_build_request_alone(service: Service) -> None:
    """A subclass changes the request, target included, and everything else stays."""

    class KeyInQuery(ScoringClient):
        def build_request(self, body: bytes, client_request_id: str) -> ScoringRequest:
            request = super().build_request(body, client_request_id)
            headers = {**request.headers}
            key = headers.pop("Authorization").removeprefix("Bearer ")
            return dataclasses.replace(request, uri=f"{request.uri}?key={key}", headers=headers)

    with KeyInQuery(service.uri, "secret") as client:
        assert client.score([[1.0]])
    assert service.seen[0].target == "/score?key=secret"
    assert service.seen[0].header("Authorization") is None


def test_send_alone() -> None:
    """A subclass sends twice, or not at all, and the rest reads what it hands back."""

    class Twice(ScoringClient):
        def send(self, request: ScoringRequest) -> Reply:
            super().send(request)
            return super().send(request)

    with Service() as service, Twice(service.uri) as client:
        assert client.score([[1.0]])
        assert len(service.seen) == 2


def test_error_of_status_alone() -> None:
    """A subclass that takes an error for a reply gets to read its body."""

    class Trusting(ScoringClient):
        def error_of_status(self, reply: Reply) -> ScoringError | None:  # noqa: ARG002  # the point
            return None

    with Service(reply(b"[1]", 500)) as service, Trusting(service.uri) as client:
        assert client.score([[1.0]]) == [1.0]


def test_read_predictions_alone(service: Service) -> None:
    """A subclass changes what is made of the predictions."""

    class Rounding(ScoringClient):
        def read_predictions(self, reply: Reply) -> list[float]:
            return [round(value, 2) for value in super().read_predictions(reply)]

    with Rounding(service.uri) as client:
        assert client.score([[1.0]]) == [217.68, 224.79]


def test_transport_failures_have_a_public_name() -> None:
    """No exception of requests or urllib3 gets out of a call."""
    with ScoringClient("http://127.0.0.1:1/") as client, pytest.raises(ScoringError) as caught:
        client.score([[1.0]])
    assert caught.value.kind is ErrorKind.CONNECTION


def test_public_names() -> None:
    """All that is public is exported, and has a docstring."""
    for name in azureml_scoring.__all__:
        thing = getattr(azureml_scoring, name)
        if inspect.isclass(thing):
            assert inspect.getdoc(thing), name
            for member, value in vars(thing).items():
                if inspect.isfunction(value) and not member.startswith("_"):
                    assert inspect.getdoc(value), f"{name}.{member}"
