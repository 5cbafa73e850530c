"""Requests, as received on a raw socket."""

from __future__ import annotations

import json
import math
import re
import struct
from typing import Any

import pytest
from service import Service, reply

from azureml_scoring import ErrorKind, Json, ScoringClient, ScoringError, __version__


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("/api/v1/service/x/score/%7Emodel%2fv1//y?api-version=2024&q=a%20b",) * 2,
        ("/a/../b/./c",) * 2,
        ("/!$&'()*+,;=:@-._~?%7e&=??",) * 2,
        ("/score?",) * 2,
        ("//double",) * 2,
        ("", "/"),
        ("?q=1", "/?q=1"),
    ],
)
def test_target(service: Service, given: str, sent: str) -> None:
    """The path and query are sent exactly as given."""
    with ScoringClient(service.origin + given) as client:
        client.score([[1.0]])
    assert service.requests[0].line == f"POST {sent} HTTP/1.1"


def test_headers(service: Service) -> None:
    """The documented headers are sent, once each, with the length of the body."""
    with ScoringClient(service.uri, "secret", application="shop/2.1") as client:
        client.score([[1.0, 2.0]])
    (request,) = service.requests
    assert request.header("Host") == service.origin.removeprefix("http://")
    assert request.header("Content-Type") == "application/json"
    assert request.header("Accept") == "application/json"
    assert request.header("Authorization") == "Bearer secret"
    assert request.header("Content-Length") == str(len(request.body))
    for absent in ("Transfer-Encoding", "Content-Encoding", "Expect", "Upgrade", "Cookie"):
        assert request.header(absent) is None
    assert re.fullmatch(
        rf"shop/2\.1 azureml-scoring-python/{re.escape(__version__)} \(\w+ 3\.\d+\.\S+; \w+\)",
        request.header("User-Agent") or "",
    )


def test_no_key(service: Service, client: ScoringClient) -> None:
    """Without a key, no Authorization header is sent."""
    client.score([[1.0]])
    assert service.requests[0].header("Authorization") is None


def test_netrc(service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:  # noqa: ANN401  # a path
    """A .netrc entry for the host neither replaces nor adds an Authorization header."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with ScoringClient(service.uri, "secret") as client:
        client.score([[1.0]])
    with ScoringClient(service.uri) as client:
        client.score([[1.0]])
    assert [request.header("Authorization") for request in service.requests] == [
        "Bearer secret",
        None,
    ]


def test_client_request_id(service: Service, client: ScoringClient) -> None:
    """Each call has a different id, a random GUID in lower case."""
    client.score([[1.0]])
    client.score([[1.0]])
    ids = [request.header("x-ms-client-request-id") or "" for request in service.requests]
    guid = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert all(re.fullmatch(guid, each) for each in ids)
    assert len(set(ids)) == 2


def test_rows_keep_their_bits(service: Service, client: ScoringClient) -> None:
    """Rows are sent as {"data": rows}, each double bit for bit and in its shortest form."""
    row = [0.1, -0.0, 5e-324, 2.0**53 - 1, 2.0**53 + 2, 1.7976931348623157e308, 1e23, -1 / 3]
    client.score([row, list(reversed(row))])
    text = service.requests[0].body.decode()
    document = json.loads(text)
    assert list(document) == ["data"]
    assert [struct.pack("<d", value) for value in document["data"][0]] == [
        struct.pack("<d", value) for value in row
    ]
    assert "-0.0" in text
    assert "0.1," in text


def test_rows_of_other_sequences(service: Service, client: ScoringClient) -> None:
    """Rows can be any iterables, and integers are sent as equal doubles."""
    client.score(iter([(1, 2), range(2)]))
    assert json.loads(service.requests[0].body) == {"data": [[1.0, 2.0], [0.0, 1.0]]}


def test_payload(service: Service, client: ScoringClient) -> None:
    """A payload is sent as it is, and a large integer is not converted to a double."""
    payload: Json = {"Inputs": {"a": [1, 2.5, None, True, "é\ud800"]}, "n": 12345678901234567891}
    client.score_payload(payload)
    client.score_payload("text")
    assert json.loads(service.requests[0].body) == payload
    assert service.requests[1].body == b'"text"'


@pytest.mark.parametrize(
    "rows",
    [
        [[math.nan]],
        [[math.inf]],
        [[-math.inf, 1.0]],
        [[10**400]],
        [["1.5"]],
        [[None]],
        [1.0],
        3,
        ["12"],
        [b"12"],
        [bytearray(b"12")],
        [{1: 2}],
        [{1, 2}],
        {1: [2]},
        b"12",
    ],
)
def test_rows_refused(service: Service, client: ScoringClient, rows: Any) -> None:  # noqa: ANN401  # includes wrong types
    """Rows that are not a matrix of finite numbers are refused before anything is sent."""
    with pytest.raises(ScoringError) as caught:
        client.score(rows)
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONFIGURATION, 0)
    assert service.connections == 0


def _cyclic() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


def _deep() -> list[Any]:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    return deep


@pytest.mark.parametrize("payload", [{"a": [math.nan]}, math.inf, {1, 2}, b"raw", _cyclic()])
def test_payload_refused(service: Service, client: ScoringClient, payload: Any) -> None:  # noqa: ANN401  # includes wrong types
    """A payload that cannot be written as JSON is refused before anything is sent."""
    with pytest.raises(ScoringError) as caught:
        client.score_payload(payload)
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONFIGURATION, 0)
    assert service.connections == 0


def test_payload_nested_too_deep(service: Service, client: ScoringClient) -> None:
    """A payload that is nested too deeply is refused, and does not crash the process."""
    with pytest.raises(ScoringError) as caught:
        client.score_payload(_deep())
    assert caught.value.kind is ErrorKind.CONFIGURATION
    assert service.connections == 0


def test_large_body() -> None:
    """A thousand rows are sent completely, in one request."""
    rows = [[float(i)] * 10 for i in range(1000)]
    with (
        Service(lambda _: reply(b"[" + b",".join([b"1.5"] * 1000) + b"]")) as service,
        ScoringClient(service.uri) as client,
    ):
        assert client.score(rows) == [1.5] * 1000
    assert json.loads(service.requests[0].body) == {"data": rows}
    assert len(service.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect(status: int) -> None:
    """A redirect is a service error and is not followed, so its target never gets the key."""
    with Service() as elsewhere:
        answer = reply(b"", status, (("Location", elsewhere.uri),))
        with Service(answer) as service, ScoringClient(service.uri, "secret") as client:
            with pytest.raises(ScoringError) as caught:
                client.score([[1.0]])
            assert (caught.value.kind, caught.value.status) == (ErrorKind.SERVICE, status)
            assert len(service.requests) == 1
        assert elsewhere.connections == 0


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("http://scoring.invalid/a//b%7e%2f",) * 2,
        ("http://h?q", "http://h/?q"),
        ("http://http:8080/http",) * 2,
    ],
)
def test_proxy(service: Service, monkeypatch: pytest.MonkeyPatch, given: str, sent: str) -> None:
    """The http proxy of the environment is used, with the complete URI sent verbatim."""
    monkeypatch.setenv("http_proxy", service.origin)
    with ScoringClient(given) as client:
        client.score([[1.0]])
    assert service.requests[0].target == sent


def test_no_proxy(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host in no_proxy is reached without the proxy."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ScoringClient(service.uri) as client:
        client.score([[1.0]])
    assert len(service.requests) == 1


def test_unsupported_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy with an unsupported scheme is a configuration error."""
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    with ScoringClient("http://scoring.invalid/") as client, pytest.raises(ScoringError) as caught:
        client.score([[1.0]])
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONFIGURATION, 0)
