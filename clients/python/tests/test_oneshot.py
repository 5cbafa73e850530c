"""One-shot mode, tested as a separate process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from service import Service, reply

PROGRAM = [sys.executable, "-m", "azureml_scoring"]


def _run(
    service: Service | None, stdin: bytes, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | variables
    if service is not None:
        environment["AZUREML_SCORING_URI"] = service.uri
    return subprocess.run(
        [*PROGRAM, *arguments],
        input=stdin,
        env=environment,
        capture_output=True,
        check=False,
        timeout=60,
    )


def _error(run: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    assert run.stdout == b""
    assert run.stderr.count(b"\n") == 1
    assert run.stderr.endswith(b"\n")
    error: dict[str, Any] = json.loads(run.stderr)
    return error


def test_prediction(service: Service) -> None:
    """Predictions are one line on standard output, with status 0 and no standard error."""
    stdin = b' {"data":\n [[1.0, 9007199254740993]]}\n'
    run = _run(service, stdin, "score", AZUREML_SCORING_KEY="secret")
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout == b"[217.67978776218715,224.78937091757172]\n"
    assert json.loads(service.requests[0].body) == json.loads(stdin)
    assert service.requests[0].header("Authorization") == "Bearer secret"


def test_failure() -> None:
    """A failed call writes one line of JSON to standard error, and ends with status 1."""
    with Service(reply(b'{"message": "bad secret"}', 401)) as service:
        run = _run(service, b"{}", "score", AZUREML_SCORING_KEY="secret")
    assert run.returncode == 1
    assert _error(run) == {
        "kind": "authentication",
        "message": "bad ***",
        "attempts": 1,
        "clientRequestId": service.requests[0].header("x-ms-client-request-id"),
        "status": 401,
        "body": '{"message": "bad ***"}',
    }


@pytest.mark.parametrize(
    "stdin",
    [
        b"",
        b" ",
        b"{",
        b"[NaN]",
        b"[1e999]",
        b"9" * 400,
        b"9" * 5000,
        b"-Infinity",
        b'"\xff"',
        b"[1] 2",
        b"'a'",
    ],
)
def test_stdin_is_not_json(service: Service, stdin: bytes) -> None:
    """Input that is not valid JSON is refused with status 2, and nothing is sent."""
    run = _run(service, stdin, "score")
    assert run.returncode == 2
    error = _error(run)
    assert (error["kind"], error["attempts"]) == ("configuration", 0)
    assert service.connections == 0


@pytest.mark.parametrize("arguments", [[], ["predict"], ["score", "more"], ["--help"]])
def test_usage(service: Service, arguments: list[str]) -> None:
    """A missing or unknown mode or an extra argument gives status 2, and nothing is sent."""
    run = _run(service, b"{}", *arguments)
    assert run.returncode == 2
    assert _error(run)["kind"] == "configuration"
    assert service.connections == 0


def test_no_uri() -> None:
    """Without a URI the status is 2."""
    run = _run(None, b"{}", "score")
    assert run.returncode == 2
    assert _error(run)["kind"] == "configuration"


def _run_with_stdout(service: Service, redirection: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirection}', "sh", *PROGRAM, "score"],
        input=b"{}",
        env=os.environ | {"AZUREML_SCORING_URI": service.uri},
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_full_stdout(service: Service) -> None:
    """Predictions that cannot be written give status 1."""
    run = _run_with_stdout(service, "> /dev/full")
    assert run.returncode == 1
    assert _error(run)["kind"] == "connection"


def test_closed_stdout(service: Service) -> None:
    """With standard output closed, the status is 1, because the prediction is lost."""
    run = _run_with_stdout(service, ">&-")
    assert run.returncode == 1
    assert _error(run)["kind"] == "connection"


def test_closed_stdin(service: Service) -> None:
    """With standard input closed or unreadable, the status is 2, and nothing is sent."""
    for redirection in ("<&-", "0>/dev/null"):
        run = _run_with_stdout(service, redirection)
        assert run.returncode == 2
        assert _error(run)["kind"] == "configuration"
    assert service.connections == 0


def test_closed_stderr(service: Service) -> None:
    """A closed or full standard error does not change the exit status."""
    for redirection in ("2>&-", "2>/dev/full"):
        assert _run_with_stdout(service, redirection).returncode == 0
    with Service(reply(b"", 500)) as failing:
        for redirection in ("2>&-", "2>/dev/full"):
            assert _run_with_stdout(failing, redirection).returncode == 1


def test_broken_pipe(service: Service) -> None:
    """A broken pipe on standard output gives status 1."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        run = subprocess.run(
            [*PROGRAM, "score"],
            input=b"{}",
            stdout=writing,
            stderr=subprocess.PIPE,
            env=os.environ | {"AZUREML_SCORING_URI": service.uri},
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert run.returncode == 1
    assert json.loads(run.stderr)["kind"] == "connection"
