"""The replies of the inference server. The expected texts were observed on version 1.5.1."""

from __future__ import annotations

import json

import pytest

from scoreline.endpoint import replies
from scoreline.suite.reply import Reply

JSON = "application/json"
ROW = b"[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]"
INTERNAL = "An unexpected internal error occurred. Check the logs for more info."
SCRIPT = "An unexpected error occurred in scoring script. Check the logs for more info."


def headers(reply: Reply) -> dict[str, str]:
    """Headers by name in lower case; no name occurs twice."""
    found = {name.lower(): value for name, value in reply.headers.items()}
    assert len(found) == len(reply.headers)
    return found


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"", 400, "POST body is empty. Expecting a JSON dictionary."),
        (
            b'{"data": [',
            400,
            "POST body could not be decoded as JSON: Expecting value: line 1 column 11 (char 10)",
        ),
        (
            b'{"data": []} x',
            400,
            "POST body could not be decoded as JSON: Extra data: line 1 column 14 (char 13)",
        ),
        (b"[1]", 400, "POST body should be a JSON dictionary."),
        (b"null", 400, "POST body should be a JSON dictionary."),
        (b'{"x": 1}', 400, "A value is not provided for the 'data' parameter."),
        (b"\x1f\x8b\x08\x00", 500, INTERNAL),
        (b'{"data": ' + b"[" * 100_000, 500, INTERNAL),
    ],
)
def test_a_request_that_cannot_be_read(body: bytes, status: int, message: str) -> None:
    """The scoring script is not called, so the reply reports that it did not fail."""
    reply = replies.score(body, JSON)
    assert (reply.status, json.loads(reply.body)) == (status, {"message": message})
    assert headers(reply) == {
        "content-type": "application/json",
        "x-ms-run-function-failed": "False",
        "x-ms-server-version": "azmlinfsrv/1.5.1",
    }


def test_a_scoring_script_that_raises() -> None:
    """Rows that the model cannot predict from are reported as a failure of the scoring script."""
    reply = replies.score(b'{"data": [[1]]}', JSON)
    assert (reply.status, json.loads(reply.body)) == (500, {"message": SCRIPT})
    assert headers(reply)["x-ms-run-function-failed"] == "True"
    assert "x-ms-run-fn-exec-ms" not in headers(reply)


def test_a_prediction() -> None:
    """The reply is an array of numbers, with the scoring script's time to the microsecond."""
    reply = replies.score(b'{"data": [' + ROW + b"]}", JSON, clock=iter((5.0, 5.0125)).__next__)
    assert (reply.status, reply.body) == (200, b"[3726.9954859385775]")
    assert headers(reply) == {
        "content-type": "application/json",
        "x-ms-run-function-failed": "False",
        "x-ms-run-fn-exec-ms": "12.500",
        "x-ms-server-version": "azmlinfsrv/1.5.1",
    }


def test_a_prediction_that_is_not_finite_is_not_json() -> None:
    """NaN is written as Python writes it; a client must not accept it as a prediction."""
    body = b'{"data": [[NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0]]}'
    assert replies.score(body, JSON).body == b"[NaN]"


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/octet-stream", "json"])
def test_another_content_type_is_not_supported(content_type: str) -> None:
    """415, before the body is looked at."""
    reply = replies.score(b"", content_type)
    message = "Expects Content-Type to be application/json"
    assert (reply.status, json.loads(reply.body)) == (415, {"message": message})


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON", "application/x+json"]
)
def test_json_has_several_content_types(content_type: str) -> None:
    """Parameters and case do not matter, and `+json` is JSON."""
    assert replies.score(b'{"data": [' + ROW + b"]}", content_type).status == 200


def test_health_is_html() -> None:
    """Seven letters, and no header about the scoring script."""
    assert replies.health() == Reply(
        200,
        {
            "Content-Type": "text/html; charset=utf-8",
            "x-ms-server-version": "azmlinfsrv/1.5.1",
        },
        text="Healthy",
    )


@pytest.mark.parametrize("version", ["9", "", "2.1", "three"])
def test_an_unknown_version_of_the_description(version: str) -> None:
    """404 with the known versions."""
    reply = replies.description("one", f"version={version}")
    message = f"Swagger version [{version}] is not valid. Supported versions: [2, 3, 3.1]."
    assert (reply.status, json.loads(reply.body)) == (404, {"message": message})


def test_identifiers_have_a_limit() -> None:
    """100 characters are accepted, 101 are answered 431."""
    for name in ("x-request-id", "x-ms-request-id", "x-ms-client-request-id"):
        assert replies.identifier_problem({name: "a" * 100}) is None
        problem = replies.identifier_problem({name: "a" * 101})
        assert problem is not None
        assert problem.status == 431


def test_an_unknown_origin_gets_no_cors_headers() -> None:
    """This holds for a preflight request and for any other one."""
    origin = {"origin": "http://foreign"}
    preflight = origin | {"access-control-request-method": "POST"}
    assert replies.cross_origin(preflight, {"http://known"}) == ()
    assert replies.cross_origin(origin, {"http://known"}) == ()


def test_a_known_origin_gets_its_permissions() -> None:
    """A preflight request gets origin, headers and methods; any other one only the origin."""
    origin = {"origin": "http://known"}
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "a, b"}
    assert replies.cross_origin(origin | asked, {"http://known"}) == (
        ("Access-Control-Allow-Origin", "http://known"),
        ("Access-Control-Allow-Headers", "a, b"),
        ("Access-Control-Allow-Methods", "GET, POST"),
    )
    assert replies.cross_origin(origin, {"http://known"}) == (
        ("Access-Control-Allow-Origin", "http://known"),
    )
