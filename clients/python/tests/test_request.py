"""What goes out, seen on a raw socket."""

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
    """Path and query go out exactly as they were given."""
    with ScoringClient(service.origin + given) as client:
        client.score([[1.0]])
    assert service.seen[0].line == f"POST {sent} HTTP/1.1"


def test_headers(service: Service) -> None:
    """The headers are the documented ones, once each, and the length is declared."""
    with ScoringClient(service.uri, "secret", application="shop/2.1") as client:
        client.score([[1.0, 2.0]])
    (seen,) = service.seen
    assert seen.header("Host") == service.origin.removeprefix("http://")
    assert seen.header("Content-Type") == "application/json"
    assert seen.header("Accept") == "application/json"
    assert seen.header("Authorization") == "Bearer secret"
    assert seen.header("Content-Length") == str(len(seen.body))
    for absent in ("Transfer-Encoding", "Content-Encoding", "Expect", "Upgrade", "Cookie"):
        assert seen.header(absent) is None
    assert re.fullmatch(
        rf"shop/2\.1 azureml-scoring-python/{re.escape(__version__)} \(\w+ 3\.\d+\.\S+; \w+\)",
        seen.header("User-Agent") or "",
    )


def test_no_key(service: Service, client: ScoringClient) -> None:
    """Without a key there is no Authorization header."""
    client.score([[1.0]])
    assert service.seen[0].header("Authorization") is None


def test_netrc(service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:  # noqa: ANN401  # a path
    """A .netrc that names the host neither replaces the bearer nor adds one."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with ScoringClient(service.uri, "secret") as client:
        client.score([[1.0]])
    with ScoringClient(service.uri) as client:
        client.score([[1.0]])
    assert [seen.header("Authorization") for seen in service.seen] == ["Bearer secret", None]


def test_client_request_id(service: Service, client: ScoringClient) -> None:
    """Each call has an id of its own: a random GUID in lower case."""
    client.score([[1.0]])
    client.score([[1.0]])
    ids = [seen.header("x-ms-client-request-id") or "" for seen in service.seen]
    guid = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert all(re.fullmatch(guid, each) for each in ids)
    assert len(set(ids)) == 2


def test_rows_keep_their_bits(service: Service, client: ScoringClient) -> None:
    """Doubles arrive with the bits they left with, in {"data": rows} and in shortest form."""
    row = [0.1, -0.0, 5e-324, 2.0**53 - 1, 2.0**53 + 2, 1.7976931348623157e308, 1e23, -1 / 3]
    client.score([row, list(reversed(row))])
    text = service.seen[0].body.decode()
    document = json.loads(text)
    assert list(document) == ["data"]
    assert [struct.pack("<d", value) for value in document["data"][0]] == [
        struct.pack("<d", value) for value in row
    ]
    assert "-0.0" in text
    assert "0.1," in text


def test_rows_of_other_sequences(service: Service, client: ScoringClient) -> None:
    """Rows may be any iterables, and integers are sent as the doubles they equal."""
    client.score(iter([(1, 2), range(2)]))
    assert json.loads(service.seen[0].body) == {"data": [[1.0, 2.0], [0.0, 1.0]]}


def test_payload(service: Service, client: ScoringClient) -> None:
    """A payload is sent as it is; a large integer is not turned into a double."""
    payload: Json = {"Inputs": {"a": [1, 2.5, None, True, "é\ud800"]}, "n": 12345678901234567891}
    client.score_payload(payload)
    client.score_payload("text")
    assert json.loads(service.seen[0].body) == payload
    assert service.seen[1].body == b'"text"'


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
    ],
)
def test_rows_refused(service: Service, client: ScoringClient, rows: Any) -> None:  # noqa: ANN401  # of wrong types
    """Rows that are no matrix of finite numbers are refused before anything is sent."""
    with pytest.raises(ScoringError) as caught:
        client.score(rows)
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONFIGURATION, 0)
    assert service.connections == 0


def _itself() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


def _deep() -> list[Any]:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    return deep


@pytest.mark.parametrize("payload", [{"a": [math.nan]}, math.inf, {1, 2}, b"raw", _itself()])
def test_payload_refused(service: Service, client: ScoringClient, payload: Any) -> None:  # noqa: ANN401  # of wrong types
    """A payload that JSON cannot write is refused before anything is sent."""
    with pytest.raises(ScoringError) as caught:
        client.score_payload(payload)
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONFIGURATION, 0)
    assert service.connections == 0


def test_payload_nested_too_deep(service: Service, client: ScoringClient) -> None:
    """A payload nested past what can be written is refused, and the process lives on."""
    with pytest.raises(ScoringError) as caught:
        client.score_payload(_deep())
    assert caught.value.kind is ErrorKind.CONFIGURATION
    assert service.connections == 0


def test_large_body() -> None:
    """A thousand rows go out whole and in one request."""
    rows = [[float(i)] * 10 for i in range(1000)]
    with (
        Service(lambda _: reply(b"[" + b",".join([b"1.5"] * 1000) + b"]")) as service,
        ScoringClient(service.uri) as client,
    ):
        assert client.score(rows) == [1.5] * 1000
    assert json.loads(service.seen[0].body) == {"data": rows}
    assert len(service.seen) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect(status: int) -> None:
    """A redirect is not followed: it is an error of kind service, and the key goes nowhere else."""
    with Service() as elsewhere:
        answer = reply(b"", status, (("Location", elsewhere.uri),))
        with Service(answer) as service, ScoringClient(service.uri, "secret") as client:
            with pytest.raises(ScoringError) as caught:
                client.score([[1.0]])
            assert (caught.value.kind, caught.value.status) == (ErrorKind.SERVICE, status)
            assert len(service.seen) == 1
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
    """The environment's proxy is used for http, with the whole URI to the letter as the target."""
    monkeypatch.setenv("http_proxy", service.origin)
    with ScoringClient(given) as client:
        client.score([[1.0]])
    assert service.seen[0].target == sent


def test_no_proxy(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that the environment exempts is reached without the proxy."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ScoringClient(service.uri) as client:
        client.score([[1.0]])
    assert len(service.seen) == 1


def test_useless_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of a kind that cannot be used is a configuration error."""
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    with ScoringClient("http://scoring.invalid/") as client, pytest.raises(ScoringError) as caught:
        client.score([[1.0]])
    assert (caught.value.kind, caught.value.attempts) == (ErrorKind.CONFIGURATION, 0)
