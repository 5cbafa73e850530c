"""Operations other than rows and payloads, and transports of the caller's."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from requests.adapters import HTTPAdapter
from service import Answer, Request, Service, reply
from urllib3 import Retry

from azureml_scoring import (
    ConfigurationError,
    Operation,
    ResponseFormatError,
    ScoringClient,
    ScoringError,
    ScoringTimeoutError,
    ServiceError,
)
from azureml_scoring.rows import matrix_of
from azureml_scoring.scoring_uri import root_of

if TYPE_CHECKING:
    from requests import Response


class Array:
    """What numpy's arrays and scalars have in common with this."""

    def __init__(self, values: Any) -> None:  # noqa: ANN401  # numbers, however deep
        self._values = values

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def tolist(self) -> Any:  # noqa: ANN401  # as given
        """Return the values as Python's own types."""
        return self._values


class Frame:
    """What a DataFrame has in common with this: iterating over it gives names of columns."""

    def __init__(self, **columns: list[float]) -> None:
        self._columns = columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def to_numpy(self) -> Array:
        """Return the rows."""
        return Array([list(row) for row in zip(*self._columns.values(), strict=True)])


class Number:
    """A number that is not of Python's own types."""

    def __float__(self) -> float:
        return 1.5


def test_rows_of_other_libraries() -> None:
    """Arrays and tables are rows, and any number is a number."""
    assert matrix_of(Array([[1, 2.5]])) == [[1.0, 2.5]]
    assert matrix_of([Array([1, 2.5]), [Number()]]) == [[1.0, 2.5], [1.5]]
    with pytest.raises(ConfigurationError):
        matrix_of(Array([1.0, 2.0]))


def test_rows_of_a_table() -> None:
    """The values of a table are sent, not the names of its columns."""
    assert matrix_of(Frame(a=[1.0, 2.0], b=[3.0, 4.0])) == [[1.0, 3.0], [2.0, 4.0]]


def test_missing_values() -> None:
    """NaN, which is how tables have a missing value, is refused with its reason."""
    with pytest.raises(ConfigurationError, match="rows contains NaN"):
        matrix_of(Array([[float("nan")]]))


@pytest.mark.parametrize("value", [Array([1.0]), Frame(a=[1.0])])
def test_payload_of_other_libraries(client: ScoringClient, value: Any) -> None:  # noqa: ANN401  # not JSON
    """An array in a payload is refused with a word on what to do."""
    with pytest.raises(ConfigurationError) as caught:
        client.score_payload({"inputs": value})
    assert "tolist()" in str(caught.value) or "to_numpy()" in str(caught.value)


def test_bytes(service: Service, client: ScoringClient) -> None:
    """Bytes are sent as they are, with their media type."""
    assert client.score_bytes(b"\x00\xff\r\n", "image/png; x=y") == [
        217.67978776218715,
        224.78937091757172,
    ]
    (request,) = service.requests
    assert (request.body, request.header("Content-Type")) == (b"\x00\xff\r\n", "image/png; x=y")
    assert request.header("Accept") == "application/json"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("text", "text/plain"),
        (b"", ""),
        (b"", "a\nb"),
        (b"", " a/b"),
        (b"", "\u00e4/b"),
        (b"", None),
    ],
)
def test_bytes_refused(client: ScoringClient, body: Any, media_type: Any) -> None:  # noqa: ANN401  # wrong types
    """What is not bytes, or has a media type that no header can carry, is refused."""
    with pytest.raises(ConfigurationError):
        client.score_bytes(body, media_type)


@pytest.mark.parametrize(
    ("uri", "root"),
    [
        ("http://h/score", "http://h/"),
        ("http://h:80/api/v1/service/x/score?api-version=1", "http://h:80/api/v1/service/x/"),
        ("https://h//score", "https://h//"),
        ("http://h/score/", None),
        ("http://h/Score", None),
        ("http://h/", None),
        ("http://h", None),
        ("http://score", None),
        ("http://h?/score", None),
        ("http://h/myscore", None),
    ],
)
def test_root(uri: str, root: str | None) -> None:
    """The root of a service is its scoring URI without query and last segment, `score`."""
    if root is not None:
        assert root_of(uri) == root
        return
    with pytest.raises(ConfigurationError):
        root_of(uri)


def test_health() -> None:
    """Any 2xx is healthy, and the request has neither body nor media type."""
    with (
        Service(reply(b"<html>", 202)) as service,
        ScoringClient(f"{service.uri}?a=b", "secret") as client,
    ):
        client.health()
        (request,) = service.requests
        assert request.line == "GET / HTTP/1.1"
        assert request.header("Authorization") == "Bearer secret"
        assert request.header("Accept") == "*/*"
        assert request.header("x-ms-client-request-id")
        for absent in ("Content-Type", "Content-Length", "Transfer-Encoding"):
            assert request.header(absent) is None
        service.answer = reply(b"", 503)
        with pytest.raises(ServiceError):
            client.health()


def test_swagger() -> None:
    """The description is a JSON object, and nothing else."""
    with Service(reply(b'{"swagger": "2.0"}')) as service, ScoringClient(service.uri) as client:
        assert client.swagger() == {"swagger": "2.0"}
        assert service.requests[0].line == "GET /swagger.json HTTP/1.1"
        assert service.requests[0].header("Accept") == "application/json"
        for body in (b"[]", b"null", b'"x"', b"<html>", b""):
            service.answer = reply(body)
            with pytest.raises(ResponseFormatError):
                client.swagger()


def test_elsewhere() -> None:
    """Without a root to ask, nothing is sent."""
    with Service() as service, ScoringClient(f"{service.origin}/v1/predict") as client:
        for operation in (client.health, client.swagger):
            with pytest.raises(ConfigurationError):
                operation()
        assert not service.requests


class Counting(HTTPAdapter):
    """An adapter of the caller's."""

    sent = 0

    def send(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401  # as the original
        """Count, and send."""
        self.sent += 1
        return super().send(*args, **kwargs)


def test_adapter(service: Service) -> None:
    """An adapter sends the requests, and is not closed with the client."""
    with closing(Counting()) as adapter:
        for _ in range(2):
            with ScoringClient(service.uri, adapter=adapter) as client:
                assert client.score([[1.0]])
        assert (adapter.sent, service.connections) == (2, 1)


def test_adapter_has_limits() -> None:
    """The limits of an attempt and of a reply hold with an adapter of the caller's."""

    def slow(_: Request) -> Answer:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        return service.trickle([head, *([b" "] * 1000)], gap=0.05)

    with (
        Service(slow) as service,
        ScoringClient(
            service.uri, adapter=HTTPAdapter(), attempt_timeout=0.3, reply_limit=500
        ) as client,
    ):
        with pytest.raises(ScoringTimeoutError):
            client.score([[1.0]])
        service.answer = reply(b"x" * 1000)
        with pytest.raises(ResponseFormatError):
            client.score([[1.0]])


def test_adapter_refused() -> None:
    """An adapter that would retry by itself is refused, and so are certificates beside one."""
    for retries in (1, Retry(total=None, connect=1)):
        with pytest.raises(ConfigurationError):
            ScoringClient("http://h/", adapter=HTTPAdapter(max_retries=retries))
    with pytest.raises(ConfigurationError):
        ScoringClient("http://h/", adapter=HTTPAdapter(), ca_certificates="x")


def test_adapter_beside_authorities_of_environment() -> None:
    """An adapter takes precedence over the environment, whatever file that names."""
    none = {"AZUREML_SCORING_CA_FILE": "/does/not/exist"}
    ScoringClient("http://h/", adapter=HTTPAdapter(), environment=none).close()
    with pytest.raises(ConfigurationError):
        ScoringClient("http://h/", environment=none)


def test_log(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    """A further attempt is logged with its reason, without the key and the URI."""
    caplog.set_level(logging.INFO, logger="azureml_scoring")
    service.answer = reply(b"", 503, (("retry-after-ms", "1"),))
    with (
        ScoringClient(f"{service.uri}?sig=made-up", "secret", retries=1) as client,
        pytest.raises(ScoringError),
    ):
        client.score([[1.0]])
    (record,) = [each for each in caplog.records if each.name == "azureml_scoring"]
    assert "HTTP 503; trying again in 0.001 s" in record.getMessage()
    assert "secret" not in record.getMessage()
    assert "made-up" not in record.getMessage()


@pytest.mark.parametrize("body", ["[1]", {"data": []}, bytearray(b"[1]")])
def test_operation_refused(body: Any) -> None:  # noqa: ANN401  # of wrong types
    """An operation whose body cannot be sent as it is cannot be made."""
    with pytest.raises(ConfigurationError, match="not bytes"):
        Operation(body, lambda _: None)


def test_tls_version() -> None:
    """TLS is of version 1.2 at least."""
    with ScoringClient("https://h/") as client:
        assert client._transport._context.minimum_version is ssl.TLSVersion.TLSv1_2  # type: ignore[union-attr]  # noqa: SLF001  # no service here has an older one
