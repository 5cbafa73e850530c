"""The session's messages: what the harness writes, and each rule that a client can break."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoreline.formats.schema import load_schemas
from scoreline.protocol import message
from scoreline.protocol.answer import Answer, CallError, Fault, Predictions
from scoreline.protocol.message import Response, RuleBrokenError

SELF: dict[str, Any] = {
    "protocolVersion": "1",
    "name": "mine",
    "version": "1.0",
    "language": "Rust",
    "runtime": "none",
    "capabilities": ["payload"],
}


@pytest.mark.parametrize(
    "line",
    [
        message.request(1, "initialize", {"protocolVersion": message.PROTOCOL_VERSION}),
        message.request(2, "open", {"client": "a", "config": {"uri": "http://x/", "retries": 0}}),
        message.request(3, "score", {"client": "a", "rows": ((1.0, -0.0), (5e-324, 1e21))}),
        message.request(4, "score", {"client": "a", "payload": None}),
        message.request(5, "close", {"client": "a"}),
        message.request(6, "shutdown", None),
        message.cancellation(3),
    ],
)
def test_what_is_written(line: bytes) -> None:
    """Each message is one line of JSON, valid against the schema."""
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert list(load_schemas().errors("harness/session", json.loads(line))) == []


@pytest.mark.parametrize(
    ("line", "response"),
    [
        ('{"jsonrpc":"2.0","id":1,"result":{}}', Response(1, result={})),
        ('{"id":7,"result":null,"jsonrpc":"2.0"}', Response(7, result=None)),
        (' {"jsonrpc": "2.0", "id": 0, "result": 1, "more": 2}\r', Response(0, result=1)),
        (
            '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no","data":{"a":1}}}',
            Response(1, code=-32000, message="no", data={"a": 1}),
        ),
        (
            '{"jsonrpc":"2.0","id":1,"error":{"code":-32601}}',
            Response(1, code=-32601),
        ),
        (
            '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":5}}',
            Response(1, code=1),
        ),
    ],
)
def test_what_is_read(line: str, response: Response) -> None:
    """A result and an error are read, with what is there of them."""
    assert message.response(line.encode()) == response


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"starting up", "wrote a line that is no JSON: 'starting up'"),
        (b"", "wrote a line that is no JSON: ''"),
        (b'{"jsonrpc":"2.0","id":1,', "wrote a line that is no JSON: "),
        (b"\xff\xfe", "wrote a line that is no JSON: "),
        (b'{"jsonrpc":"2.0","id":1,"result":[NaN]}', "wrote a line that is no JSON: "),
        (b'{"jsonrpc":"2.0","id":1,"result":1e999}', "wrote a line that is no JSON: "),
        (b'{"jsonrpc":"2.0","id":1,"result":"\\ud800"}', "wrote a line that is no JSON: "),
        (b"[" * 100_000, "wrote a line that is no JSON: "),
        (b"1" * 100_000, "wrote a line that is no JSON: "),
        (b"[]", "wrote a line that is no JSON-RPC 2.0 message: '[]'"),
        (b"null", "wrote a line that is no JSON-RPC 2.0 message: 'null'"),
        (b'{"id":1,"result":{}}', "wrote a line that is no JSON-RPC 2.0 message: "),
        (b'{"jsonrpc":2.0,"id":1,"result":{}}', "wrote a line that is no JSON-RPC 2.0 message: "),
        (b'{"jsonrpc":"2.0","result":{}}', "wrote a message with an id that is not ours: "),
        (b'{"jsonrpc":"2.0","id":"1","result":{}}', "wrote a message with an id that is not ours"),
        (b'{"jsonrpc":"2.0","id":1.0,"result":{}}', "wrote a message with an id that is not ours"),
        (b'{"jsonrpc":"2.0","id":true,"result":{}}', "wrote a message with an id that is not ours"),
        (b'{"jsonrpc":"2.0","id":null,"result":{}}', "wrote a message with an id that is not ours"),
        (b'{"jsonrpc":"2.0","method":"log","params":{}}', "wrote a message with an id that is not"),
        (
            b'{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse"}}',
            "did not understand a request: ",
        ),
        (b'{"jsonrpc":"2.0","id":1}', "wrote a message with not one of result and error: "),
        (
            b'{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}',
            "wrote a message with not one of result and error: ",
        ),
        (b'{"jsonrpc":"2.0","id":1,"error":"no"}', "wrote an error without a code: "),
        (b'{"jsonrpc":"2.0","id":1,"error":{"code":"1"}}', "wrote an error without a code: "),
        (b'{"jsonrpc":"2.0","id":1,"error":{"code":true}}', "wrote an error without a code: "),
        (b'{"jsonrpc":"2.0","id":1,"error":null}', "wrote an error without a code: "),
    ],
)
def test_broken_rules(line: bytes, words: str) -> None:
    """Each line that no client may write is told in words, with its beginning and no more."""
    with pytest.raises(RuleBrokenError) as caught:
        message.response(line)
    assert str(caught.value).startswith(words)
    assert len(str(caught.value)) < 600


def test_reason_is_told() -> None:
    """What is wrong with a line that is nearly JSON is told."""
    with pytest.raises(RuleBrokenError, match="NaN is not JSON"):
        message.response(b'{"jsonrpc":"2.0","id":1,"result":[NaN]}')


def test_identity() -> None:
    """A client says who it is, and what it can."""
    identity = message.identity(Response(1, result=SELF | {"more": 1}))
    assert (identity.name, identity.version) == ("mine", "1.0")
    assert (identity.language, identity.runtime) == ("Rust", "none")
    assert identity.capabilities == {"payload"}
    assert message.identity(Response(1, result=SELF | {"capabilities": []})).capabilities == set()


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (None, "a result that is no object"),
        ([SELF], "a result that is no object"),
        (SELF | {"protocolVersion": "2"}, "speaks protocol version \"2\"; this is version '1'"),
        (SELF | {"protocolVersion": 1}, "speaks protocol version 1; this is version '1'"),
        ({}, "speaks protocol version null"),
        (SELF | {"name": ""}, "answered initialize without 'name'"),
        (SELF | {"version": 1.0}, "answered initialize without 'version'"),
        (SELF | {"language": None}, "answered initialize without 'language'"),
        ({name: SELF[name] for name in SELF if name != "runtime"}, "without 'runtime'"),
        (SELF | {"capabilities": "payload"}, "answered initialize without 'capabilities'"),
        (SELF | {"capabilities": ["magic"]}, r'claims ["magic"] as capabilities; these are known'),
        (SELF | {"capabilities": [1]}, "claims [1] as capabilities"),
        (SELF | {"capabilities": ["payload", "payload"]}, "as capabilities"),
    ],
)
def test_bad_identity(result: Any, words: str) -> None:
    """Who does not say who it is as the page says it is told what is missing."""
    with pytest.raises(RuleBrokenError) as caught:
        message.identity(Response(1, result=result))
    assert words in str(caught.value)


def test_identity_that_is_an_error() -> None:
    """An error is no identity."""
    with pytest.raises(RuleBrokenError, match="answered initialize with error -32603: no luck"):
        message.identity(Response(1, code=-32603, message="no luck"))


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (Response(1, result={"predictions": [1.5]}), Predictions([1.5])),
        (Response(1, result={"predictions": None, "more": 1}), Predictions(None)),
        (
            Response(1, code=-32000, message="no", data={"kind": "model"}),
            CallError({"kind": "model"}),
        ),
        (
            Response(1, result=[1.5]),
            Fault("answered score without 'predictions': [1.5]"),
        ),
        (Response(1, result={}), Fault("answered score without 'predictions': {}")),
        (Response(1, code=-32000, message="no"), Fault("reported an error without 'data'")),
        (Response(1, code=-32000, data="no"), Fault("reported an error without 'data'")),
        (Response(1, code=-32601), Fault("cannot do this: it knows no such method")),
        (
            Response(1, code=-32603, message="oops"),
            Fault("its adapter failed with code -32603: oops"),
        ),
    ],
)
def test_score_answer(response: Response, answer: Answer) -> None:
    """An answer to score is predictions, the library's error, or a fault of the adapter."""
    assert message.score_answer(response) == answer


def test_shorten() -> None:
    """A long text is cut for people, and says how long it was."""
    assert message.shorten("a" * 200) == "a" * 200
    assert message.shorten("a" * 201) == "a" * 200 + "… (201 characters)"
