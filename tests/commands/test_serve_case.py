"""`scoreline serve --case`: the services of a case, to be called by hand."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
import requests
from tests.commands.printed_curl import curl_call
from tests.commands.serve_process import DEADLINE_SECONDS, serving, stop

from scoreline.endpoint import Endpoint
from scoreline.runner.options import Options
from scoreline.runner.selection import select_case
from scoreline.serving.case import ServedCase
from scoreline.suite.drawn import drawn, factor
from scoreline.suite.loader import load_suite

SEED: Final = 1
PROGRAM: Final = """
import os, sys, urllib.request
headers = {
    "Authorization": "Bearer " + os.environ["AZUREML_SCORING_KEY"],
    "Content-Type": "application/json",
}
uri = os.environ["AZUREML_SCORING_URI"]
request = urllib.request.Request(uri, sys.stdin.buffer.read(), headers)
sys.stdout.write(urllib.request.urlopen(request).read().decode())
"""


def test_a_scripted_reply_is_served() -> None:
    """The curl line gets the case's reply, each time; the log shows its message and no key."""
    with serving("--case", "errors/status-429") as (process, lines):
        assert lines[0] == "errors/status-429  (core)"
        assert "Expect:   error kind: throttled" in lines
        replies = [curl_call(lines)() for _ in range(2)]
        assert [reply.status_code for reply in replies] == [429, 429]
        assert replies[0].json() == {"message": "Too many pending requests."}
        *shown, last = stop(process)
        assert last == "Stopped."
        for line in shown:
            pattern = r"POST /api/v1/service/main/score 429 \S+ ms: Too many pending requests\."
            assert re.fullmatch(pattern, line)


def test_the_client_is_shown_its_configuration() -> None:
    """The line has URI, key and what the case adds, as JSON."""
    with serving("--case", "errors/status-429") as (process, lines):
        config = json.loads(shown(lines, "Config"))
        assert config == {
            "uri": shown(lines, "Scoring URI"),
            "key": shown(lines, "Key").split()[0],
            "retries": 0,
        }
        stop(process)


def test_keys_are_masked_in_the_log() -> None:
    """A key that the reply echoes is masked, even if replies are shown whole."""
    with serving("--case", "secrets/echoed-key", "--verbose") as (process, lines):
        key = shown(lines, "Key").split()[0]
        assert key in curl_call(lines)().text
        log = "\n".join(stop(process))
    assert "refused: Authorization: Bearer ***" in log
    assert key not in log


def test_the_script_starts_again() -> None:
    """After the last scripted reply follows the first one, and this is said."""
    with serving("--case", "request/retries-zero-503") as (process, lines):
        assert shown(lines, "Replies").endswith("after 2 requests the script starts again")
        statuses = [curl_call(lines)().status_code for _ in range(4)]
        assert statuses == [503, 200, 503, 200]
        stop(process)


def test_every_service_is_served() -> None:
    """A case of two services has a URI and a curl command for each, named as in the case."""
    with serving("--case", "errors/redirect-307") as (process, lines):
        calls = [curl_call(lines, number) for number in range(2)]
        redirect, other = (call() for call in calls)
        assert redirect.status_code == 307
        assert redirect.headers["Location"] == other.url
        assert other.status_code == 200
        assert [line for line in lines if line.startswith("Where to reach ")] == [
            "Where to reach the service main",
            "Where to reach the service other",
        ]
        assert [line.split()[1] for line in stop(process)[:-1]] == [
            "/api/v1/service/main/score",
            "/api/v1/service/other/score",
        ]


@pytest.mark.parametrize(("kind", "accepted"), [("trusted", True), ("expired", False)])
def test_a_case_over_tls(kind: str, accepted: bool) -> None:
    """A client that trusts the printed file calls the trusted service, and refuses the other."""
    name = "tls/trusted" if accepted else f"tls/{kind}-with-authority"
    with serving("--case", name) as (process, lines):
        authority = Path(shown(lines, "CA file"))
        assert json.loads(shown(lines, "Config"))["caCertificates"] == authority.read_text("ascii")
        if accepted:
            assert curl_call(lines)().status_code == 200
        else:
            with pytest.raises(requests.exceptions.SSLError):
                curl_call(lines)()
        first, _ = stop(process)
        assert ("TLS handshake failed: " in first) == (not accepted)
        assert not authority.exists()


def test_a_refusing_service_refuses() -> None:
    """Nobody listens on the port that is shown."""
    with serving("--case", "errors/refused") as (process, lines):
        assert shown(lines, "Replies") == "none: connections are refused"
        with pytest.raises(requests.exceptions.ConnectionError):
            curl_call(lines)()
        stop(process)


def test_a_one_shot_is_shown_as_a_command(tmp_path: Path) -> None:
    """The line runs a program with the environment and the standard input of the case."""
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, "utf-8")
    with serving("--case", "modes/one-shot-scores") as (process, lines):
        (line,) = (line for line in lines if "PROGRAM <" in line)
        command = line.replace("PROGRAM", shlex.join([sys.executable, str(path)]))
        shell = ["/bin/sh", "-c", command]
        done = subprocess.run(shell, check=True, capture_output=True, timeout=DEADLINE_SECONDS)
        (expected,) = re.findall(r"predictions (\[.*?\])", "\n".join(lines))
        assert json.loads(done.stdout) == pytest.approx(json.loads(expected), rel=1e-12)
        stop(process)


def test_every_case_can_be_served(tmp_path: Path) -> None:
    """Each case of the suite has a URI and a curl command for each service, and what is given."""
    suite = load_suite(cache=Options().cache)

    async def scenario() -> None:
        for number, case in enumerate(suite.cases):
            folder = tmp_path / str(number)
            folder.mkdir()
            offer = ServedCase(drawn(case, SEED), factor(SEED), suite.requirements)
            async with Endpoint() as endpoint:
                lines = offer.open(endpoint, 0, folder).introduction
            commands = [shlex.split(line) for line in lines if line.startswith("curl ")]
            assert len(commands) == len(case.definitions), case.identifier
            given = [line for line in lines if line.startswith("Client, ")]
            assert bool(given) == any(step.call for step in case.story), case.identifier
            assert "${" not in "".join(lines[len(lines) - len(given) * 3 :]), case.identifier

    asyncio.run(scenario())


def test_a_case_with_more_calls_than_replies_is_played_as_in_a_run(tmp_path: Path) -> None:
    """The last reply is repeated until the calls are made; then the script starts again."""
    suite = load_suite(cache=Options().cache)
    case = select_case(suite.cases, "calls/at-once")

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            offer = ServedCase(case, 1.0, suite.requirements)
            service = offer.open(endpoint, 0, tmp_path).services["main"]
            assert service.starts_again
            assert [one.delay_seconds for one in service.replies] == [0.3, 0.1, *[0.0] * 14]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--name", "diabetes"), "--name cannot be combined with --case"),
        (("--key", "k"), "--key cannot be combined with --case"),
        (("--no-key",), "--no-key cannot be combined with --case"),
        (("--tls", "trusted"), "--tls cannot be combined with --case"),
    ],
)
def test_options_of_the_model_are_refused(
    call: Callable[..., Any], options: tuple[str, ...], text: str
) -> None:
    """The line names the option, even if its value is the default."""
    done = call("serve", "--case", "errors/status-429", *options)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert text in done.err


def test_an_unknown_case_is_refused(call: Callable[..., Any]) -> None:
    """The line has the case that was probably meant."""
    done = call("serve", "--case", "errors/stauts-429")
    line = "scoreline: --case: 'errors/stauts-429': matches nothing; did you mean errors/status-429"
    assert (done.status, done.out, done.err) == (2, "", f"{line}?\n")


def test_a_pattern_of_several_cases_is_refused(call: Callable[..., Any]) -> None:
    """The line lists the first of them, and how many more there are."""
    done = call("serve", "--case", "errors/*")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    found = re.search(r"matches (\d+) cases, and one is needed: (.*) and (\d+) more\n", done.err)
    assert found is not None
    assert len(found[2].split(", ")) + int(found[3]) == int(found[1])


def shown(lines: list[str], heading: str) -> str:
    """What follows a heading."""
    return next(
        line.removeprefix(heading).strip() for line in lines if line.startswith(f"{heading} ")
    )
