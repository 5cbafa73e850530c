"""`scoreline serve`: the process, its output, and how it stops."""

from __future__ import annotations

import json
import re
import shlex
import signal
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.commands.serve_process import address, serving, stop

from scoreline.commands import serve
from scoreline.commands.serve import ServeOptions
from scoreline.fault import Code, FaultError
from scoreline.suite.service import Certificate


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        ((), {}),
        ((), {"SCORELINE_KEY": "a-key_of.mine~"}),
        (("--key", "my-$key"), {"SCORELINE_KEY": "another"}),
    ],
)
def test_the_curl_line_works_when_pasted(
    options: tuple[str, ...], environment: dict[str, str]
) -> None:
    """The curl line works with a generated key, a given one, and one from the environment."""
    with serving(*options, **environment) as (process, lines):
        (curl,) = (line for line in lines if line.startswith("curl -s "))
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
def test_a_signal_stops_it(number: int) -> None:
    """It exits with status 0 and a last line, without a traceback, even if a connection is open."""
    with serving("--no-key") as (process, lines):
        connection = address(lines)
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"Healthy"
        assert stop(process, number)[-1] == "Stopped."
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_two_signals_stop_it(number: int) -> None:
    """Two at once are like one, and one that comes later still changes nothing."""
    program = (
        "import os, sys; from scoreline.cli import main; status = main(sys.argv[1:]); "
        f"os.kill(os.getpid(), {int(number)}); sys.exit(status)"
    )
    with serving("--no-key", program=("-c", program)) as (process, _):
        process.send_signal(number)
        assert stop(process, number) == ["Stopped."]


def test_it_shows_its_uris_and_whether_a_key_is_required() -> None:
    """The output has two forms of each URI, and whether a key is required."""
    with serving("--no-key", "--name", "diabetes") as (process, lines):
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
        assert "Key          none is required" in lines
        stop(process)


def test_the_log_shows_what_was_wrong() -> None:
    """The line of a refused request has the reason, without any key."""
    key, rows = {"Authorization": "Bearer my-key"}, "application/json"
    big = json.dumps({"data": [[0] * 9 + [10**400]]})
    odd = json.dumps({"data": [[float("nan")] * 10, [1]]})
    requests: tuple[tuple[str, dict[str, str], str, str], ...] = (
        ("/score", {}, "{}", "there is no header Authorization"),
        ("/score", {"Authorization": "my-key"}, "{}", "does not begin with 'Bearer '"),
        ("/score", {"Authorization": "Bearer other"}, "{}", "the key in the header Authoriz"),
        ("/scores", key, "{}", "no service has this path"),
        ("/score", key, "{}", "Expects Content-Type to be application/json"),
        ("/score", key | {"Content-Type": rows}, "{}", "A value is not provided for the 'data'"),
        ("/score", key | {"Content-Type": rows}, '{"data": [[1]]}', "row 1 does not have 10"),
        ("/score", key | {"Content-Type": rows}, '{"data": []}', "'data' is not a list of rows"),
        ("/score", key | {"Content-Type": rows}, big, "row 1 holds an integer outside the range"),
        ("/score", key | {"Content-Type": rows}, odd, "row 2 does not have 10 numbers"),
        (
            "/score",
            key | {"Content-Type": rows},
            "\xff",
            "the body cannot be read as JSON: 'utf-8'",
        ),
    )
    with serving("--key", "my-key") as (process, lines):
        connection = address(lines)
        for target, headers, body, _ in requests:
            connection.request("POST", target, body, headers)
            connection.getresponse().read()
        connection.close()
        shown = stop(process)
    assert len(shown) == len(requests) + 1
    for line, (_, _, _, problem) in zip(shown, requests, strict=False):
        assert problem in line
        assert "my-key" not in line
        assert "other" not in line


def test_verbose_shows_request_and_reply() -> None:
    """With `--verbose` headers and bodies follow, without the key, and as printable text."""
    with serving("--key", "my-key", "--verbose") as (process, lines):
        connection = address(lines)
        headers = {"Authorization": "Bearer my-key", "X-Name": "a"}
        connection.request("POST", "/score", '{"x":\n"\x1b[2J"}', headers)
        connection.getresponse().read()
        connection.close()
        shown = stop(process)
    assert shown[1] == "> POST /score HTTP/1.1"
    assert "> Authorization: Bearer ***" in shown
    assert "> X-Name: a" in shown
    assert shown[shown.index(">") :][:3] == [">", '> {"x":', r'> "\x1b[2J"}']
    assert "< 415" in shown
    assert '< {"message": "Expects Content-Type to be application/json"}' in shown
    assert "my-key" not in "".join(shown)


def test_each_request_is_one_line_without_the_key() -> None:
    """The line has method, target, status and milliseconds; a key in the target is masked."""
    with serving(SCORELINE_KEY="abc+secret") as (process, lines):
        connection = address(lines)
        for target in ("/score?code=abc+secret", "/nothing?abc%2Bsecret"):
            connection.request("POST", target, "{}")
            connection.getresponse().read()
        connection.close()
        first, second, last = stop(process)
        assert re.fullmatch(
            r"POST /score\?code=\*\*\* 401 \d+\.\d ms: there is no header Authorization", first
        )
        assert re.fullmatch(r"POST /nothing\?\*\*\* 404 \d+\.\d ms: no service has .*", second)
        assert last == "Stopped."


def test_the_command_line_becomes_the_options(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Omitted options have their defaults, and the exit status is 0 when serving ends."""
    given: list[ServeOptions] = []
    monkeypatch.setattr(serve, "serve", given.append)
    assert call("serve").status == 0
    assert call("serve", "--host", "::1", "--port", "0", "--name", "a", "--no-key").status == 0
    assert call("serve", "--key", "k", "--verbose").status == 0
    assert call("serve", "--tls", "self-signed").status == 0
    assert call("serve", "--case", "a/b", "--port", "0").status == 0
    assert given == [
        ServeOptions(),
        ServeOptions(host="::1", port=0, key=False, name="a"),
        ServeOptions(given_key="k", verbose=True),
        ServeOptions(tls=Certificate.SELF_SIGNED),
        ServeOptions(case="a/b", port=0),
    ]
    assert call("serve", "--key", "k", "--no-key").status == 2


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--tls", "expired"),
        ("--case", "errors/status-429"),
        ("--case", "tls/trusted"),
    ],
)
def test_a_port_in_use_is_one_line_and_status_2(
    call: Callable[..., Any], options: tuple[str, ...]
) -> None:
    """The line names the port, which is that of the service, whatever it listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = call("serve", "--port", str(port), *options)
    line = f"scoreline: port {port} of 127.0.0.1 is in use; choose another one\n"
    assert (done.status, done.out, done.err) == (2, "", line)


@pytest.mark.parametrize(
    ("options", "key", "code", "details"),
    [
        (ServeOptions(host="0.0.0.0"), "", Code.OPTION, {"host": "0.0.0.0"}),  # noqa: S104 - refused
        (ServeOptions(host="example.org"), "", Code.OPTION, {"host": "example.org"}),
        (ServeOptions(port=0, name="a/b"), "", Code.INVALID, {"service": "a/b"}),
        (ServeOptions(port=70000), "", Code.OPTION, {"host": "127.0.0.1", "port": 70000}),
        (ServeOptions(port=0), "a b", Code.OPTION, {"variable": "SCORELINE_KEY"}),
        (ServeOptions(port=0, given_key="a b"), "", Code.OPTION, {"variable": "--key"}),
    ],
)
def test_invalid_options_are_refused(
    options: ServeOptions, key: str, code: Code, details: dict[str, object]
) -> None:
    """The fault names the invalid host, port or name, but never the key."""
    with pytest.raises(FaultError) as raised:
        serve.serve(options, {"SCORELINE_KEY": key})
    fault = raised.value.fault
    assert (fault.code, fault.details) == (code, details)
    assert "a b" not in repr(fault)


@pytest.mark.parametrize(
    ("options", "key", "text"),
    [
        (("--host", "0.0.0.0"), "", "can be reached from other machines"),  # noqa: S104 - refused
        (("--host", "example.org"), "", "is not an IP address"),
        (("--port", "0", "--name", "a/b"), "", "is not a valid name for a service"),
        (("--port", "70000"), "", "port must be 0-65535"),
        ((), "a b", "SCORELINE_KEY holds a character"),
    ],
)
def test_a_refusal_is_one_line_and_status_2(
    call: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    key: str,
    text: str,
) -> None:
    """The line gives the reason, without the key."""
    monkeypatch.setenv("SCORELINE_KEY", key)
    done = call("serve", *options)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("scoreline: ")
    assert text in done.err
    assert "a b" not in done.err
