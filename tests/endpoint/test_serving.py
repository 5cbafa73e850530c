"""`scoreline serve` as its user sees it: a process, its lines, and how it stops."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scoreline.endpoint.serving import ServeOptions, serve

HARNESS = Path(__file__).parents[2] / "harness"
SERVE = (
    "from scoreline.endpoint.serving import ServeOptions, serve;"
    "raise SystemExit(serve(ServeOptions({})))"
)
DEADLINE_SECONDS = 20


@contextmanager
def serving(options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The process and the lines of its introduction."""
    command = [sys.executable, "-c", SERVE.format(options)]
    variables = {name: value for name, value in os.environ.items() if name != "SCORELINE_KEY"}
    variables |= {"PYTHONPATH": str(HARNESS), **environment}
    with subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            lines = []
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line.rstrip("\n"))
                if line.startswith("Ctrl-C"):
                    break
            yield process, lines
        finally:
            process.kill()


def stop(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> list[str]:
    """Stops the process, which must end well and complain of nothing; gives its last lines."""
    process.send_signal(number)
    out, err = process.communicate(timeout=DEADLINE_SECONDS)
    assert (process.returncode, err) == (0, "")
    return out.splitlines()


def address(lines: list[str]) -> HTTPConnection:
    """A connection to the service."""
    found = re.search(r"http://\S+", lines[0])
    assert found is not None
    parts = urlsplit(found[0])
    return HTTPConnection(parts.hostname or "", parts.port)


@pytest.mark.parametrize("environment", [{}, {"SCORELINE_KEY": "a-key_of.mine~"}])
def test_the_curl_line_works_when_pasted(environment: dict[str, str]) -> None:
    """With a key made for the run, and with one from the environment, which is not shown."""
    with serving("port=0", **environment) as (process, lines):
        (curl,) = (line for line in lines if line.startswith("curl "))
        mine = environment.get("SCORELINE_KEY", "")
        assert not mine or mine not in "\n".join(lines)
        arguments = shlex.split(curl.replace("$SCORELINE_KEY", mine))
        headers = dict(
            arguments[index + 1].split(": ", 1)
            for index, argument in enumerate(arguments)
            if argument == "-H"
        )
        connection = address(lines)
        body = arguments[arguments.index("-d") + 1]
        connection.request("POST", urlsplit(arguments[-1]).path, body, headers)
        reply = connection.getresponse()
        assert (reply.status, json.load(reply)) == (200, [217.67978776218715])
        connection.close()
        stop(process)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_it_is_told_to(number: int) -> None:
    """With status 0, a last word and no traceback, though a connection is open."""
    with serving("port=0, key=False") as (process, lines):
        connection = address(lines)
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"Healthy"
        assert stop(process, number)[-1] == "Stopped."
        connection.close()


def test_it_says_where_it_is_and_what_it_asks_for() -> None:
    """Both forms of each URI, and whether there is a key."""
    with serving("port=0, key=False, name='diabetes'") as (process, lines):
        origin = f"http://{address(lines).host}:{address(lines).port}"
        uris = [line.split()[-1] for line in lines if origin in line and "curl" not in line]
        service = f"{origin}/api/v1/service/diabetes"
        assert uris == [
            f"{service}/score",
            f"{origin}/score",
            f"{service}/swagger.json",
            f"{origin}/swagger.json",
            f"{service}/",
            f"{origin}/",
        ]
        assert "Key          none is asked for" in lines
        stop(process)


def test_each_request_is_one_line_without_the_key() -> None:
    """Method, target, status and milliseconds; a key in the target is masked."""
    with serving("port=0", SCORELINE_KEY="abc+secret") as (process, lines):
        connection = address(lines)
        for target in ("/score?code=abc+secret", "/nothing?abc%2Bsecret"):
            connection.request("POST", target, "{}")
            connection.getresponse().read()
        connection.close()
        first, second, last = stop(process)
        assert re.fullmatch(r"POST /score\?code=\*\*\* 401 \d+\.\d ms", first)
        assert re.fullmatch(r"POST /nothing\?\*\*\* 404 \d+\.\d ms", second)
        assert last == "Stopped."


def test_a_port_in_use_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    """The line names the port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve(ServeOptions(port=port), {}) == 2
    expected = f"scoreline serve: port {port} of 127.0.0.1 is in use; choose another one\n"
    assert capsys.readouterr() == ("", expected)


@pytest.mark.parametrize(
    ("options", "key", "words"),
    [
        (ServeOptions(host="0.0.0.0"), "", "can be reached from outside"),  # noqa: S104 - refused
        (ServeOptions(host="example.org"), "", "does not appear to be an IPv4 or IPv6 address"),
        (ServeOptions(name="a/b"), "", "is no name for a service"),
        (ServeOptions(port=0), "a b", "SCORELINE_KEY holds a character"),
    ],
)
def test_what_cannot_be_served_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], options: ServeOptions, key: str, words: str
) -> None:
    """A wrong host, name or key is said in words, and the key is not among them."""
    assert serve(options, {"SCORELINE_KEY": key}) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert words in err
    assert "a b" not in err
