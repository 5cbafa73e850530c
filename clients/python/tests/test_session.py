"""Session mode: calls, cancellation and shutdown."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import Any

import pytest
from harness import Harness
from service import Answer, Request, Service, reply

from azureml_scoring import ScoringClient, ScoringResponse, __version__
from azureml_scoring.program.session import CAPABILITIES, THREAD_NAME


def _withhold(service: Service, arrived: threading.Event, go: threading.Event) -> None:
    """Make the service withhold its first reply until `go` is set."""

    def answer(_: Request) -> Answer:
        if len(service.requests) == 1:
            arrived.set()
            go.wait(timeout=30)
            return reply(b"[1]")
        return reply(b"[2]")

    service.answer = answer


def test_initialize(harness: Harness) -> None:
    """The session reports its identity and its capabilities."""
    result = harness.request("initialize", protocolVersion="1")["result"]
    assert result.pop("runtime").startswith("CPython 3.")
    assert result == {
        "protocolVersion": "1",
        "name": "azureml-scoring-python",
        "version": __version__,
        "language": "Python",
        "capabilities": CAPABILITIES,
    }


def test_score(harness: Harness, service: Service) -> None:
    """Rows and payloads are scored by the client that the handle names."""
    harness.open(service.uri, key="secret", application="shop/1", retries=0, other=[1])
    rows = harness.request("score", client="a", rows=[[1, -0.0]])
    assert rows == {"result": {"predictions": [217.67978776218715, 224.78937091757172]}}
    service.answer = reply(b'{"x": [9007199254740993]}')
    payload = harness.request("score", client="a", payload=None)
    assert payload == {"result": {"predictions": {"x": [9007199254740993]}}}
    assert [request.body for request in service.requests] == [b'{"data":[[1.0,-0.0]]}', b"null"]
    assert service.requests[0].header("Authorization") == "Bearer secret"
    assert (service.requests[0].header("User-Agent") or "").startswith("shop/1 ")
    assert service.connections == 1


def test_other_operations(harness: Harness, service: Service) -> None:
    """Bytes, health and description are asked for as their messages say."""
    harness.open(service.uri)
    predictions = harness.request("score", client="a", body="AP8=", contentType="image/png")
    assert predictions == {"result": {"predictions": [217.67978776218715, 224.78937091757172]}}
    assert service.requests[0].body == b"\x00\xff"
    assert harness.request("health", client="a") == {"result": {}}
    service.answer = reply(b'{"swagger": "2.0"}')
    assert harness.request("swagger", client="a") == {"result": {"document": {"swagger": "2.0"}}}
    error = harness.request("score", client="a", body="AP8=")["error"]
    assert error["data"]["kind"] == "configuration"


def test_response(harness: Harness) -> None:
    """Each result says of the reply what the client's response does."""
    headers = (("x-ms-request-id", "r"),)
    with Service(reply(b'{"a": 1}', 203, headers)) as service:
        harness.open(service.uri, retries=0)
        harness.request("score", client="a", payload=1)
        harness.request("health", client="a")
        harness.request("swagger", client="a")
        service.answer = reply(b"[1]")
        harness.request("score", client="a", rows=[[1]])
    ids = [request.header("x-ms-client-request-id") for request in service.requests]
    known = {"status": 203, "attempts": 1, "requestId": "r"}
    assert harness.responses == [
        *({**known, "clientRequestId": each} for each in ids[:3]),
        {"status": 200, "attempts": 1, "clientRequestId": ids[3]},
    ]


@pytest.mark.parametrize(
    ("method", "params"), [("score", {"rows": [[1]]}), ("health", {}), ("swagger", {})]
)
def test_options(
    harness: Harness, service: Service, method: str, params: dict[str, object]
) -> None:
    """The options of a message count for its call alone."""
    service.answer = reply(b"{}", 503, (("retry-after-ms", "1"),))
    harness.open(service.uri, retries=1)
    options = {"retries": 0, "attemptTimeoutSeconds": 30, "overallTimeoutSeconds": 30, "other": 1}
    for given, attempts in ({"options": options}, 1), ({}, 2):
        error = harness.request(method, client="a", **params, **given)["error"]
        assert error["data"]["attempts"] == attempts


@pytest.mark.parametrize(
    "options",
    [
        {"retries": -1},
        {"retries": True},
        {"retries": 1.0},
        {"attemptTimeoutSeconds": 0},
        {"attemptTimeoutSeconds": "1"},
        {"overallTimeoutSeconds": None},
    ],
)
def test_invalid_options(harness: Harness, service: Service, options: dict[str, object]) -> None:
    """A wrong option is an error of the library, and nothing is sent."""
    harness.open(service.uri)
    error = harness.request("score", client="a", rows=[[1]], options=options)["error"]
    assert error["code"] == -32000
    assert error["data"]["kind"] == "configuration"
    assert not service.requests


def test_options_of_another_type(harness: Harness, service: Service) -> None:
    """Options that are not an object are a message that cannot be processed."""
    harness.open(service.uri)
    error = harness.request("score", client="a", rows=[[1]], options=5)["error"]
    assert error["code"] == -32602


def test_error(harness: Harness) -> None:
    """An error of the library has code -32000 and the members of the protocol, none null."""
    headers = (("x-request-id", "r"), ("Retry-After", "2"))
    with Service(reply(b'{"message": "full"}', 429, headers)) as service:
        harness.open(service.uri, retries=0)
        error = harness.request("score", client="a", rows=[[1]])["error"]
    assert error["data"].pop("clientRequestId")
    assert error == {
        "code": -32000,
        "message": "full",
        "data": {
            "kind": "throttled",
            "message": "full",
            "attempts": 1,
            "status": 429,
            "requestId": "r",
            "retryAfterSeconds": 2.0,
            "body": '{"message": "full"}',
        },
    }


def test_close(harness: Harness, service: Service) -> None:
    """A closed handle is unknown, its connections are closed, and it can be opened again."""
    harness.open(service.uri)
    harness.request("score", client="a", rows=[[1]])
    assert harness.request("close", client="a") == {"result": {}}
    assert service.closed_by_client.acquire(timeout=10)
    assert harness.request("score", client="a", rows=[[1]])["error"]["code"] == -32602
    harness.open(service.uri)


def test_calls_overlap(harness: Harness, service: Service) -> None:
    """A slow call does not delay a later one; calls are answered in the order they finish."""
    arrived, go = threading.Event(), threading.Event()
    _withhold(service, arrived, go)
    harness.open(service.uri)
    harness.send("score", 1, client="a", rows=[[1]])
    assert arrived.wait(timeout=30)
    harness.send("score", 2, client="a", rows=[[1]])
    assert harness.receive() == {"id": 2, "result": {"predictions": [2.0]}}
    go.set()
    assert harness.receive() == {"id": 1, "result": {"predictions": [1.0]}}


def test_many_calls_overlap(harness: Harness) -> None:
    """Many concurrent calls are each answered once, on a separate line and with their id."""
    calls = 60
    together = threading.Barrier(calls)

    def answer(request: Request) -> Answer:
        together.wait(timeout=30)
        return reply(request.body.removeprefix(b'{"data":[').removesuffix(b"]}"))

    with Service(answer) as service:
        harness.open(service.uri)
        for call_id in range(calls):
            harness.send("score", call_id, client="a", rows=[[call_id] * 500])
        answers = [harness.receive() for _ in range(calls)]
    assert {each["id"]: each["result"]["predictions"] for each in answers} == {
        call_id: [call_id] * 500 for call_id in range(calls)
    }


def test_no_more_threads(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """If no further thread can be started, calls are made one after another, and none is lost."""
    start = threading.Thread.start
    started: list[threading.Thread] = []

    def start_one(thread: threading.Thread) -> None:
        if thread.name == THREAD_NAME:
            if started:
                raise RuntimeError("can't start new thread")
            started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_one)
    with Harness() as harness:
        harness.open(service.uri)
        for call_id in range(5):
            harness.send("score", call_id, client="a", rows=[[1]])
        assert [harness.receive()["id"] for _ in range(5)] == [0, 1, 2, 3, 4]
        harness.close_input()
        assert harness.exit_status() == 0


def test_cancel(harness: Harness, service: Service) -> None:
    """A cancelled call is answered immediately and only once; an unknown id is ignored."""
    arrived, go = threading.Event(), threading.Event()
    _withhold(service, arrived, go)
    harness.open(service.uri)
    harness.send("score", "slow", client="a", rows=[[1]])
    assert arrived.wait(timeout=30)
    harness.send_line(b'{"jsonrpc":"2.0","method":"$/cancelRequest","params":5}')
    unknown_ids: list[Any] = ["other", 5, None, [], {}]
    for unknown in unknown_ids:
        harness.send("$/cancelRequest", id=unknown)
    harness.send("$/cancelRequest", id="slow")
    harness.send("$/cancelRequest", id="slow")
    answer = harness.receive()
    assert answer["id"] == "slow"
    assert answer["error"]["code"] == -32000
    assert answer["error"]["data"].keys() == {"kind", "message", "attempts"}
    assert answer["error"]["data"]["kind"] == "cancelled"
    go.set()
    assert harness.request("score", client="a", rows=[[1]]) == {"result": {"predictions": [2.0]}}


def test_id_in_flight(harness: Harness, service: Service) -> None:
    """A message with an id that is in flight is refused; 1 and 1.0 are different ids."""
    arrived, go = threading.Event(), threading.Event()
    _withhold(service, arrived, go)
    harness.open(service.uri)
    harness.send("score", 1, client="a", rows=[[1]])
    assert arrived.wait(timeout=30)
    for method in ("score", "close"):
        harness.send(method, 1, client="a", rows=[[1]])
        assert harness.receive()["error"]["code"] == -32600
    harness.send("$/cancelRequest", id=1.0)
    go.set()
    assert harness.receive()["result"] == {"predictions": [1.0]}


def test_notifications_are_not_answered(harness: Harness) -> None:
    """A message without an id is not answered."""
    harness.send("initialize", protocolVersion="1")
    harness.send("nonsense")
    harness.send("shutdown")
    assert "result" in harness.request("initialize", protocolVersion="1")


def test_unexpected_exception(service: Service) -> None:
    """An unexpected exception of the client is -32603 with its text, in which the key is masked."""

    class Faulty(ScoringClient):
        def call(self, *_: Any, **__: Any) -> ScoringResponse[Any]:  # noqa: ANN401  # ignored
            raise LookupError("with secret in it")

    with Harness(Faulty) as harness:
        harness.open(service.uri, key="secret")
        error = harness.request("score", client="a", rows=[[1]])["error"]
    assert error == {"code": -32603, "message": "LookupError: with *** in it"}


def test_long_line(harness: Harness, service: Service) -> None:
    """The length of a line is not limited."""
    harness.open(service.uri)
    text = "x" * 4_000_000
    service.answer = reply(json.dumps([text]).encode())
    answer = harness.request("score", client="a", payload=text)
    assert answer == {"result": {"predictions": [text]}}


def test_shutdown(harness: Harness) -> None:
    """A shutdown is answered, and the session ends with status 0."""
    assert harness.request("shutdown") == {"result": {}}
    assert harness.exit_status() == 0


@pytest.mark.parametrize("how", ["shutdown", "end of input"])
def test_end_with_a_call_in_flight(harness: Harness, service: Service, how: str) -> None:
    """A call in flight does not delay the end of the session."""
    arrived, go = threading.Event(), threading.Event()
    _withhold(service, arrived, go)
    harness.open(service.uri)
    harness.send("score", 1, client="a", rows=[[1]])
    assert arrived.wait(timeout=30)
    if how == "shutdown":
        assert harness.request("shutdown") == {"result": {}}
    else:
        harness.close_input()
    assert harness.exit_status() == 0
    go.set()


def test_program() -> None:
    """Standard output contains only answers; other output goes to standard error."""
    program = (
        "import sys; from azureml_scoring import ScoringClient; "
        "from azureml_scoring.program.session import THREAD_NAME, serve\n"
        "def factory(**arguments):\n"
        "    print('stray'); return ScoringClient(**arguments)\n"
        "sys.exit(serve(factory))"
    )
    lines = [
        {"id": 1, "method": "initialize", "params": {"protocolVersion": "1"}},
        {"id": 2, "method": "open", "params": {"client": "a", "config": {"uri": "http://h/"}}},
    ]
    stdin = b"".join(json.dumps({"jsonrpc": "2.0"} | line).encode() + b"\n" for line in lines)
    for command in (["-c", program], ["-m", "azureml_scoring", "session"]):
        run = subprocess.run(
            [sys.executable, *command], input=stdin, capture_output=True, check=True, timeout=60
        )
        assert [json.loads(line)["id"] for line in run.stdout.splitlines()] == [1, 2]
        assert run.stderr.strip() in {b"stray", b""}
