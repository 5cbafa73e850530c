"""Session mode: invalid messages and configurations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness import Harness
    from service import Service

    from azureml_scoring import Json


def test_configuration_error(harness: Harness, service: Service) -> None:
    """An invalid configuration at open, or number at score, is a configuration error."""
    for config in ({}, {"uri": "nowhere"}, {"uri": service.uri, "attemptTimeoutSeconds": 0}):
        error = harness.request("open", client="a", config=config)["error"]
        assert (error["code"], error["data"]["kind"]) == (-32000, "configuration")
        assert error["data"]["attempts"] == 0
    harness.open(service.uri)
    too_large = b'"params": {"client": "a", "rows": [[1e999]]}'
    harness.send_line(b'{"jsonrpc": "2.0", "id": 1, "method": "score", ' + too_large + b"}")
    assert harness.receive()["error"]["data"]["kind"] == "configuration"


@pytest.mark.parametrize(
    ("line", "code", "call_id"),
    [
        (b"nonsense", -32700, None),
        (b"", -32700, None),
        (
            b'{"jsonrpc": "2.0", "id": 1, "method": "close", "params": {"client": NaN}}',
            -32700,
            None,
        ),
        (b'"\xff"', -32700, None),
        (b"[" * 100_000, -32700, None),
        (b"[]", -32600, None),
        (b'{"id": 1, "method": "shutdown"}', -32600, 1),
        (b'{"jsonrpc": "2.0", "id": 1}', -32600, 1),
        (b'{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}', -32600, None),
        (b'{"jsonrpc": "2.0", "id": true, "method": "shutdown"}', -32600, None),
        (b'{"jsonrpc": "2.0", "id": 1e999, "method": "shutdown"}', -32600, None),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "none", "params": 5}', -32601, 1),
        (b'{"jsonrpc": "2.0", "id": "x", "method": "scores"}', -32601, "x"),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "close", "params": []}', -32602, 1),
    ],
)
def test_bad_message(harness: Harness, line: bytes, code: int, call_id: Json) -> None:
    """An invalid line is answered with its JSON-RPC code, and the session continues."""
    harness.send_line(line)
    answer = harness.receive()
    assert (answer["error"]["code"], answer["id"]) == (code, call_id)
    assert "result" in harness.request("initialize", protocolVersion="1")


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("initialize", {}),
        ("initialize", {"protocolVersion": "2"}),
        ("open", {"config": {}}),
        ("open", {"client": 1, "config": {}}),
        ("open", {"client": "b"}),
        ("open", {"client": "a", "config": {"uri": "http://127.0.0.1:1/"}}),
        ("score", {"rows": [[1]]}),
        ("score", {"client": "b", "rows": [[1]]}),
        ("score", {"client": "a"}),
        ("score", {"client": "a", "rows": [[1]], "payload": 1}),
        ("score", {"client": "a", "rows": [1]}),
        ("score", {"client": "a", "body": "AA==", "payload": 1}),
        ("score", {"client": "a", "body": "not base64", "contentType": "a/b"}),
        ("score", {"client": "a", "body": 5, "contentType": "a/b"}),
        ("health", {"client": "b"}),
        ("swagger", {}),
        ("score", {"client": "a", "rows": [[True]]}),
        ("score", {"client": "a", "rows": [["1"]]}),
        ("close", {"client": "b"}),
        ("close", {}),
    ],
)
def test_bad_params(
    harness: Harness, service: Service, method: str, params: dict[str, Any]
) -> None:
    """Invalid parameters are answered with -32602, and nothing is sent."""
    harness.open(service.uri)
    assert harness.request(method, **params)["error"]["code"] == -32602
    assert service.connections == 0


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"uri": 5},
        {"uri": None},
        {"uri": "http://h/", "key": None},
        {"uri": "http://h/", "key": "a b"},
        {"uri": "http://h/", "connectTimeoutSeconds": "1"},
        {"uri": "http://h/", "attemptTimeoutSeconds": True},
        {"uri": "http://h/", "attemptTimeoutSeconds": 0},
        {"uri": "http://h/", "application": ["x"]},
        {"uri": "http://h/", "retries": -1},
        {"uri": "http://h/", "retries": 1.5},
        {"uri": "http://h/", "retries": True},
        {"uri": "http://h/", "retries": None},
        {"uri": "http://h/", "overallTimeoutSeconds": 0},
        {"uri": "http://h/", "replyLimitBytes": 1.5},
        {"uri": "http://h/", "secondaryKey": "k"},
        {"uri": "http://h/", "caCertificates": "k"},
    ],
)
def test_bad_configuration(harness: Harness, config: dict[str, Any]) -> None:
    """An invalid value in `config`, whatever its type, is a configuration error."""
    error = harness.request("open", client="a", config=config)["error"]
    assert error["code"] == -32000
    assert (error["data"]["kind"], error["data"]["attempts"]) == ("configuration", 0)
    harness.open("http://h/")


def test_environment_is_not_read(
    harness: Harness, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session takes its configuration only from `open`, not from the environment."""
    monkeypatch.setenv("AZUREML_SCORING_URI", service.uri)
    monkeypatch.setenv("AZUREML_SCORING_KEY", "environment")
    error = harness.request("open", client="b", config={})["error"]
    assert error["data"]["kind"] == "configuration"
    harness.open(service.uri)
    harness.request("score", client="a", rows=[[1]])
    assert service.requests[0].header("Authorization") is None
