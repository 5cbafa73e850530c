"""Replies: predictions, or an error with all its fields."""

from __future__ import annotations

import gzip
import pickle
import struct
from typing import Any

import pytest
from service import Service, reply

from azureml_scoring import (
    ErrorKind,
    Json,
    ScoringClient,
    ScoringConnectionError,
    ScoringError,
)


def _score(answer: bytes, *, key: str | None = None) -> list[float]:
    with Service(answer) as service, ScoringClient(service.uri, key) as client:
        return client.score([[1.0]])


def _error(answer: bytes, *, key: str | None = None) -> ScoringError:
    with pytest.raises(ScoringError) as caught:
        _score(answer, key=key)
    return caught.value


def _score_payload(body: bytes) -> Any:  # noqa: ANN401  # as the client
    with Service(reply(body)) as service, ScoringClient(service.uri) as client:
        return client.score_payload({})


def test_predictions_keep_their_bits() -> None:
    """Predictions are the doubles that the service wrote, bit for bit."""
    values = _score(reply(b" [217.67978776218715, -0.0, -0, 5e-324, 9007199254740993, 2] \r\n"))
    expected = [217.67978776218715, -0.0, -0.0, 5e-324, 9007199254740992.0, 2.0]
    assert [struct.pack("<d", value) for value in values] == [
        struct.pack("<d", value) for value in expected
    ]
    assert all(type(value) is float for value in values)


def test_content_type_does_not_matter() -> None:
    """JSON is read as UTF-8, whatever the Content-Type of the reply."""
    headers = (("Content-Type", "text/html; charset=utf-16"), ("Content-Type", "x"))
    assert _score(reply(b"[1]", headers=headers)) == [1.0]


def test_gzip() -> None:
    """A gzip reply is decompressed."""
    assert _score(reply(gzip.compress(b"[1]"), headers=(("Content-Encoding", "gzip"),))) == [1.0]


def test_chunked_reply() -> None:
    """A chunked reply is read completely."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert _score(head + b"2\r\n[1\r\n4\r\n, 2]\r\n0\r\n\r\n") == [1.0, 2.0]


def test_reply_until_close() -> None:
    """A reply without a length ends when its connection is closed."""
    with (
        Service([b"HTTP/1.0 200 OK\r\n\r\n[1]", b""]) as service,
        ScoringClient(service.uri) as client,
    ):
        assert client.score([[1.0]]) == [1.0]


NOT_JSON = [
    b"",
    b" ",
    b"<html>Bad gateway</html>",
    b"[1, 2",
    b"[1] trailing",
    b"[1][2]",
    b"[NaN]",
    b"[Infinity, 1.0]",
    b"[1e999]",
    b"[-1e999]",
    b"[1" + b"0" * 400 + b"]",
    b"[" * 100_000,
    b"\xff\xfe[1]",
    b'["\xff"]',
    "[1]".encode("utf-16"),
    b"\xef\xbb\xbf[1]",
]


@pytest.mark.parametrize(
    "body",
    [
        *NOT_JSON,
        b"null",
        b"{}",
        b'{"a": 1}',
        b"1.5",
        b'"[1.0, 2.0]"',
        b"[true]",
        b'["1"]',
        b"[[1]]",
    ],
)
def test_no_predictions(body: bytes) -> None:
    """A 2xx body that is not an array of finite numbers is an error with status and body."""
    error = _error(reply(body))
    assert error.kind is ErrorKind.RESPONSE_FORMAT
    assert (error.status, error.attempts) == (200, 1)
    assert error.body == body[:65_536].decode(errors="replace")
    assert error.message
    assert len(error.message) < 80


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"Results": {"a": [1, null, "x", true]}}', {"Results": {"a": [1, None, "x", True]}}),
        (b"[]", []),
        (b"1.5", 1.5),
        (b"false", False),
        (b"0", 0),
        (b"12345678901234567891", 12345678901234567891),
        (b'["text"]', ["text"]),
    ],
)
def test_payload(body: bytes, value: Json) -> None:
    """A prediction for a payload is any JSON value except a string, null and {}."""
    assert _score_payload(body) == value


@pytest.mark.parametrize(
    "body", [*NOT_JSON, b"null", b"{}", b'"[1.0, 2.0]"', b'"Expecting value"', b'{"a": [1e999]}']
)
def test_no_payload(body: bytes) -> None:
    """A string, null, an empty object and invalid JSON are not a prediction for a payload."""
    with pytest.raises(ScoringError) as caught:
        _score_payload(body)
    assert (caught.value.kind, caught.value.status) == (ErrorKind.RESPONSE_FORMAT, 200)


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize(
    "body",
    [b"not gzip", gzip.compress(b"[1]")[:-1], gzip.compress(b"[1]") + b"more", b"\x1f\x8b\x08[1]"],
)
def test_broken_gzip(body: bytes, status: int) -> None:
    """A reply that is not valid gzip is not a prediction, and the error has its raw body."""
    error = _error(reply(body, status, headers=(("Content-Encoding", "GZip"),)))
    kind = ErrorKind.RESPONSE_FORMAT if status == 200 else ErrorKind.SERVICE
    assert (error.kind, error.status, error.body) == (kind, status, body.decode(errors="replace"))


def test_interim_replies() -> None:
    """Interim replies are skipped, whatever their number and status."""
    interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    assert _score(interim * 3 + reply(b"[1]")) == [1.0]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nno header\r\nContent-Length: 3\r\n\r\n[1]",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n[1]",
        b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n[1]",
        b"HTTP/1.1 200 OK\r\nContent-Length: three\r\n\r\n[1]",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n0\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\n[1]\r\n0\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\n\r\n" * 101,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 101,
    ],
)
def test_reply_without_a_definite_end(answer: bytes) -> None:
    """A malformed or truncated reply, or one of ambiguous length, is a connection error."""
    with Service([answer, b""]) as service, ScoringClient(service.uri) as client:
        with pytest.raises(ScoringError) as caught:
            client.score([[1.0]])
        assert (caught.value.kind, caught.value.status) == (ErrorKind.CONNECTION, None)


def test_switching_protocols() -> None:
    """A 101 is a connection error at once, although no byte follows it."""
    answer = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"
    with (
        Service(answer) as service,
        ScoringClient(service.uri) as client,
        pytest.raises(ScoringConnectionError),
    ):
        client.score([[1.0]])


def test_header_values() -> None:
    """The first value of a repeated header is used, without surrounding blanks."""
    headers = (("X-MS-request-id", "\t one "), ("x-ms-request-id", "two"))
    assert _error(reply(b"", 500, headers)).request_id == "one"


@pytest.mark.parametrize("text", ["0", "099", "-500", "+500", "5e2", "0500", "9" * 20, "abc", ""])
def test_model_status_refused(text: str) -> None:
    """A model status that is not a three-digit number is left out."""
    headers = (("ms-azureml-model-error-statuscode", text),)
    assert _error(reply(b"", 424, headers)).model_status is None


FAILED = (("x-ms-run-function-failed", "True"),)


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (401, (), ErrorKind.AUTHENTICATION),
        (403, (), ErrorKind.AUTHENTICATION),
        (429, (), ErrorKind.THROTTLED),
        (424, (), ErrorKind.MODEL),
        (500, FAILED, ErrorKind.MODEL),
        (502, FAILED, ErrorKind.MODEL),
        (500, (("x-ms-run-function-failed", "False"),), ErrorKind.SERVICE),
        *((status, (), ErrorKind.SERVICE) for status in (300, 304, 400, 404, 408, 413, 500, 503)),
    ],
)
def test_kind(status: int, headers: tuple[tuple[str, str], ...], kind: ErrorKind) -> None:
    """The kind depends on the status and on the header for a failed script."""
    error = _error(reply(b"", status, headers))
    assert (error.kind, error.status, error.message) == (kind, status, f"HTTP {status}")


def test_fields() -> None:
    """An error contains the data of the reply and the id of the request."""
    headers = (
        ("x-ms-request-id", "from-service"),
        ("x-request-id", "other"),
        ("ms-azureml-model-error-statuscode", "500"),
        ("ms-azureml-model-error-reason", "model_error"),
        ("Retry-After", "2.5"),
    )
    with (
        Service(reply(b'{"message": "script failed"}', 424, headers)) as service,
        ScoringClient(service.uri) as client,
        pytest.raises(ScoringError) as caught,
    ):
        client.score([[1.0]])
    assert caught.value.kind is ErrorKind.MODEL
    assert vars(caught.value) == {
        "message": "script failed",
        "attempts": 1,
        "status": 424,
        "model_status": 500,
        "model_reason": "model_error",
        "request_id": "from-service",
        "client_request_id": service.requests[0].header("x-ms-client-request-id"),
        "retry_after": 2.5,
        "body": '{"message": "script failed"}',
    }


def test_absent_fields() -> None:
    """A missing field is None; x-request-id is used if x-ms-request-id is missing."""
    odd = ("ms-azureml-model-error-statuscode", "many")
    error = _error(reply(b"", 500, (("x-request-id", "other"), odd)))
    assert error.request_id == "other"
    assert error.model_status is None
    assert error.model_reason is None
    assert error.retry_after is None


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"message": "too many"}', "too many"),
        (b' {"status_code": 400, "message": ""}', "HTTP 400"),
        (rb'{"message": "a\ud800b"}', "a\ufffdb"),
        (b'{"message": 5}', "HTTP 400"),
        (b'{"detail": "from FastAPI"}', "from FastAPI"),
        (b'{"error": "from BentoML", "detail": ["x"]}', "from BentoML"),
        (b'{"error": {"message": "inside"}}', "inside"),
        (b'{"error": {"message": 5}, "detail": ""}', "HTTP 400"),
        (b'{"error": "c", "detail": "b", "message": "a"}', "a"),
        (b'{"error": "c", "detail": "b", "message": ""}', "b"),
        (b'["message"]', "HTTP 400"),
        (b'{"message": "cut', "HTTP 400"),
        (b"<html>", "HTTP 400"),
        (b'{"message": "\xff"}', "HTTP 400"),
    ],
)
def test_message(body: bytes, message: str) -> None:
    """The message is the first non-empty string among `message`, `detail` and `error`."""
    assert _error(reply(body, 400)).message == message


def test_message_of_a_reply_without_prediction() -> None:
    """A 200 reply with a `message` is not a prediction, and the error quotes the message."""
    error = _error(reply(b'{"message": "run() failed"}'))
    assert (error.kind, error.message) == (ErrorKind.RESPONSE_FORMAT, "run() failed")


def test_body_is_bounded() -> None:
    """An error keeps the first 65,536 bytes; a truncated character becomes U+FFFD."""
    error = _error(reply("\u20ac".encode() * 30_000, 500))
    assert error.body == "\u20ac" * 21_845 + "\ufffd"


def test_message_of_a_long_body() -> None:
    """A body that is longer than what an error keeps is not searched for a message."""
    body = b'{"message": "x"%s}'
    assert _error(reply(body % (b" " * (65_536 - 16)), 500)).message == "x"
    assert _error(reply(body % (b" " * (65_536 - 15)), 500)).message == "HTTP 500"


def test_error_prints_on_one_line() -> None:
    """An error prints kind, status, message and both ids on one line."""
    body = b'{"message": "line one\\nline two"}'
    error = _error(reply(body, 429, (("x-ms-request-id", "abc"),)))
    assert str(error) == (
        "throttled (HTTP 429): line one line two "
        f"[request id abc, client request id {error.client_request_id}]"
    )


def test_error_can_be_pickled() -> None:
    """An error can be pickled, so that it can be passed between processes."""
    error = _error(reply(b"", 503))
    copy: Any = pickle.loads(pickle.dumps(error))  # noqa: S301  # trusted data
    assert (type(copy), vars(copy)) == (type(error), vars(error))
