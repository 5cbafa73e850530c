"""Session messages: what the harness writes, and each rule that a client can break."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from scoreline.fault import Code, Fault, FaultError, Origin
from scoreline.formats.schema import load_schemas
from scoreline.protocol import message
from scoreline.protocol.answer import Answer, CallError, CallResult
from scoreline.protocol.message import Response
from scoreline.protocol.operation import Operation

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
        message.notification(message.CANCEL, {"id": 3}),
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
            '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":""}}',
            Response(1, code=-32601, message=""),
        ),
    ],
)
def test_what_is_read(line: str, response: Response) -> None:
    """A result and an error are read, with those of their members that they have."""
    assert message.response(line.encode()) == response


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"starting up", Code.NOT_JSON),
        (b"", Code.NOT_JSON),
        (b'{"jsonrpc":"2.0","id":1,', Code.NOT_JSON),
        (b"\xff\xfe", Code.NOT_JSON),
        (b'{"jsonrpc":"2.0","id":1,"result":[NaN]}', Code.NOT_JSON),
        (b'{"jsonrpc":"2.0","id":1,"result":1e999}', Code.NOT_JSON),
        (b'{"jsonrpc":"2.0","id":1,"result":"\\ud800"}', Code.NOT_JSON),
        (b"[" * 100_000, Code.NOT_JSON),
        (b"1" * 100_000, Code.NOT_JSON),
        (b"[]", Code.NOT_JSON_RPC),
        (b"null", Code.NOT_JSON_RPC),
        (b'{"id":1,"result":{}}', Code.NOT_JSON_RPC),
        (b'{"jsonrpc":2.0,"id":1,"result":{}}', Code.NOT_JSON_RPC),
        (b'{"jsonrpc":"2.0","result":{}}', Code.FOREIGN_ID),
        (b'{"jsonrpc":"2.0","id":"1","result":{}}', Code.FOREIGN_ID),
        (b'{"jsonrpc":"2.0","id":1.0,"result":{}}', Code.FOREIGN_ID),
        (b'{"jsonrpc":"2.0","id":true,"result":{}}', Code.FOREIGN_ID),
        (b'{"jsonrpc":"2.0","id":null,"result":{}}', Code.FOREIGN_ID),
        (b'{"jsonrpc":"2.0","method":"log","params":{}}', Code.FOREIGN_ID),
        (
            b'{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse"}}',
            Code.REQUEST_NOT_UNDERSTOOD,
        ),
        (b'{"jsonrpc":"2.0","id":1}', Code.RESULT_AND_ERROR),
        (
            b'{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}',
            Code.RESULT_AND_ERROR,
        ),
        (b'{"jsonrpc":"2.0","id":1,"error":"no"}', Code.ERROR_WITHOUT_CODE),
        (b'{"jsonrpc":"2.0","id":1,"error":{"code":"1"}}', Code.ERROR_WITHOUT_CODE),
        (b'{"jsonrpc":"2.0","id":1,"error":{"code":true}}', Code.ERROR_WITHOUT_CODE),
        (b'{"jsonrpc":"2.0","id":1,"error":null}', Code.ERROR_WITHOUT_CODE),
        (b'{"jsonrpc":"2.0","id":1,"error":{"code":1}}', Code.ERROR_WITHOUT_MESSAGE),
        (b'{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":5}}', Code.ERROR_WITHOUT_MESSAGE),
    ],
)
def test_broken_rules(line: bytes, code: Code) -> None:
    """Each line that a client must not write has a code; its beginning is kept, and no more."""
    with pytest.raises(FaultError) as caught:
        message.response(line)
    fault = caught.value.fault
    assert fault.code == code
    assert fault.origin is Origin.CLIENT
    shown = str(fault.details["line"])
    assert shown[:20] == line.decode("utf-8", "replace")[:20]
    assert repr(shown) in fault.message
    assert len(fault.message) < 600


def test_remedies() -> None:
    """A log line, broken JSON and a message without its version have remedies of their own."""
    remedies = set()
    for line in (b"starting up", b'{"jsonrpc":"2.0","id":1,', b'{"id":1,"result":{}}'):
        with pytest.raises(FaultError) as caught:
            message.response(line)
        remedies.add(caught.value.fault.remedy)
    assert len(remedies - {""}) == 3


def test_reason_is_reported() -> None:
    """What is wrong with a line that is nearly JSON is reported."""
    with pytest.raises(FaultError) as caught:
        message.response(b'{"jsonrpc":"2.0","id":1,"result":[NaN]}')
    reason = str(caught.value.fault.details["reason"])
    assert reason.startswith("NaN")
    assert reason in caught.value.fault.message


def test_identity() -> None:
    """A client identifies itself and its capabilities."""
    identity = message.identity(Response(1, result=SELF | {"more": 1}))
    assert (identity.name, identity.version) == ("mine", "1.0")
    assert (identity.language, identity.runtime) == ("Rust", "none")
    assert identity.capabilities == ("payload",)
    assert message.identity(Response(1, result=SELF | {"capabilities": []})).capabilities == ()


def test_capabilities_are_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Capabilities are sorted, in whatever order they are claimed."""
    monkeypatch.setattr(message, "CAPABILITIES", frozenset("abc"))
    response = Response(1, result=SELF | {"capabilities": ["c", "a", "b"]})
    assert message.identity(response).capabilities == ("a", "b", "c")


INVALID, VERSION, UNKNOWN = Code.INVALID_IDENTITY, Code.PROTOCOL_VERSION, Code.UNKNOWN_CAPABILITY


@pytest.mark.parametrize(
    ("result", "code", "details"),
    [
        (None, INVALID, {}),
        ([SELF], INVALID, {}),
        (SELF | {"protocolVersion": "2"}, VERSION, {"found": '"2"'}),
        (SELF | {"protocolVersion": 1}, VERSION, {"found": "1"}),
        ({}, VERSION, {"found": "null"}),
        (SELF | {"name": ""}, INVALID, {"member": "name"}),
        (SELF | {"version": 1.0}, INVALID, {"member": "version"}),
        (SELF | {"language": None}, INVALID, {"member": "language"}),
        (
            {name: SELF[name] for name in SELF if name != "runtime"},
            INVALID,
            {"member": "runtime"},
        ),
        (SELF | {"capabilities": "payload"}, INVALID, {"member": "capabilities"}),
        (SELF | {"capabilities": ["magic"]}, UNKNOWN, {"found": '["magic"]'}),
        (SELF | {"capabilities": [1]}, UNKNOWN, {"found": "[1]"}),
        (
            SELF | {"capabilities": ["payload", "payload"]},
            UNKNOWN,
            {"found": '["payload","payload"]'},
        ),
    ],
)
def test_bad_identity(result: Any, code: Code, details: dict[str, str]) -> None:
    """The fault of an invalid identity has the member, or the value, that is wrong."""
    with pytest.raises(FaultError) as caught:
        message.identity(Response(1, result=result))
    assert caught.value.fault.code == code
    assert caught.value.fault.details == details
    assert all(value in caught.value.fault.message for value in details.values())


def test_identity_that_is_an_error() -> None:
    """An error is not an identity."""
    with pytest.raises(FaultError) as caught:
        message.identity(Response(1, code=-32603, message="no luck"))
    assert caught.value.fault.code == Code.INVALID_IDENTITY
    assert caught.value.fault.details == {"code": -32603}
    assert "no luck" in caught.value.fault.message


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (Response(1, result={"predictions": [1.5]}), CallResult([1.5])),
        (Response(1, result={"predictions": None, "more": 1}), CallResult(None)),
        (
            Response(1, result={"predictions": [], "response": {"status": 201}}),
            CallResult([], {"status": 201}),
        ),
        (
            Response(1, code=-32000, message="no", data={"kind": "model"}),
            CallError({"kind": "model"}),
        ),
    ],
)
def test_call_answer(response: Response, answer: Answer) -> None:
    """An answer to score is predictions or the library's error."""
    assert message.call_answer(response) == answer


@pytest.mark.parametrize(
    ("response", "code", "quoted"),
    [
        (Response(1, result=[1.5]), Code.NO_PREDICTIONS, "[1.5]"),
        (Response(1, result={}), Code.NO_PREDICTIONS, "{}"),
        (Response(1, result={"predictions": [], "response": 5}), Code.NO_RESPONSE_DATA, "score"),
        (Response(1, result={"predictions": [], "response": None}), Code.NO_RESPONSE_DATA, ""),
        (Response(1, code=-32000, message="no"), Code.NO_ERROR_DATA, ""),
        (Response(1, code=-32000, data="no"), Code.NO_ERROR_DATA, ""),
        (Response(1, code=-32601), Code.METHOD_NOT_FOUND, ""),
        (Response(1, code=-32603, message="oops"), Code.ADAPTER_FAILED, "oops"),
    ],
)
def test_score_without_answer(response: Response, code: Code, quoted: str) -> None:
    """A response without an answer is a fault of the client that quotes what it holds."""
    fault = message.call_answer(response)
    assert isinstance(fault, Fault)
    assert fault.code == code
    assert fault.origin is Origin.CLIENT
    assert quoted in fault.message
    if code is Code.ADAPTER_FAILED:
        assert fault.details == {"code": -32603}


@pytest.mark.parametrize(
    ("operation", "result", "answer"),
    [
        (Operation.HEALTH, {}, CallResult({})),
        (Operation.HEALTH, {"response": {"status": 204}}, CallResult({}, {"status": 204})),
        (Operation.SWAGGER, {"document": {"swagger": "2.0"}}, CallResult({"swagger": "2.0"})),
    ],
)
def test_answers_of_other_operations(operation: Operation, result: Any, answer: CallResult) -> None:
    """The health of a service is an empty result, its description the member `document`."""
    expected = replace(answer, operation=operation)
    assert message.call_answer(Response(1, result=result), operation) == expected


@pytest.mark.parametrize(
    ("operation", "result", "code"),
    [
        (Operation.HEALTH, {"predictions": []}, Code.RESULT_NOT_EMPTY),
        (Operation.HEALTH, None, Code.RESULT_NOT_EMPTY),
        (Operation.HEALTH, {"response": {}, "more": 1}, Code.RESULT_NOT_EMPTY),
        (Operation.SWAGGER, {"predictions": {}}, Code.NO_DOCUMENT),
        (Operation.SWAGGER, {}, Code.NO_DOCUMENT),
    ],
)
def test_other_operations_without_answer(operation: Operation, result: Any, code: Code) -> None:
    """A result that is not the operation's is a fault that names its method."""
    fault = message.call_answer(Response(1, result=result), operation)
    assert isinstance(fault, Fault)
    assert fault.code == code
    assert f"answered {operation}" in fault.message


def test_shorten() -> None:
    """A long text is cut off, and its length is given."""
    assert message.shorten("a" * 200) == "a" * 200
    assert message.shorten("a" * 201) == "a" * 200 + "… (201 characters)"
