"""`scoreline run`: what is selected, what is written, and how it ends before its time."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol
from xml.etree import ElementTree as ET

import pytest

from scoreline.formats.schema import load_schemas
from scoreline.suite.loader import load_suite

COMMAND: Final = (sys.executable, "-m", "scoreline.cli")
BOUND_SECONDS: Final = 120.0
KEY: Final = re.compile(r"scoreline-[0-9a-f]{64}")
PASSES, FAILS = "scoring/documented-first", "request/user-agent"
"""A case that the smallest adapter passes, and one that it fails."""
WAITS: Final = """
import json, os, sys
with open("begun", "w") as pipe:
    pipe.write(str(os.getpid()))
for line in sys.stdin:
    if json.loads(line)["method"] == "shutdown":
        break
"""


class Done(Protocol):
    """What a call of the command left: see conftest.py."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


def test_selection(call: Call, smallest: Path, other: Path, tmp_path: Path) -> None:
    """Clients are selected by name, cases by pattern, each as often as one likes."""
    report = tmp_path / "events"
    call(
        "run",
        "--driver",
        "process",
        smallest,
        other,
        "--client",
        "other",
        "--case",
        PASSES,
        "--case",
        "errors/status-4*",
        "--format",
        "json",
        "--output",
        report,
    )
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    judged = {(line["client"], line["case"]) for line in lines if line["event"] == "case-judged"}
    identifiers = {case.identifier for case in load_suite().cases}
    chosen = {one for one in identifiers if one.startswith("errors/status-4")} | {PASSES}
    assert judged == {("other", case) for case in chosen}


def test_line_that_plays_it_again(call: Call, smallest: Path, other: Path) -> None:
    """The line under a failure names its own client's manifest, and comes to the same."""
    done = call("run", "--driver", "process", smallest, other, "--client", "other", "--case", FAILS)
    (line,) = re.findall(r"^  again: scoreline (.*)$", done.out, re.MULTILINE)
    assert str(other) in line
    assert str(smallest) not in line
    again = call(*line.split())
    assert again.status == 1
    assert f"FAIL other  {FAILS}" in again.out


def test_json(judge: Call, tmp_path: Path) -> None:
    """The JSON report is valid line by line, and ends with the totals."""
    report = tmp_path / "events.jsonl"
    done = judge("--case", PASSES, "--case", FAILS, "--format", "json", "--output", report)
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    for line in lines:
        assert list(load_schemas().errors("harness/report", line)) == []
    assert lines[0]["event"] == "run-started"
    assert lines[-1]["totals"] == {"pass": 1, "fail": 1, "no-verdict": 0, "not-applicable": 0}
    assert lines[-1]["exit_status"] == done.status == 1
    assert KEY.search(report.read_text("utf-8")) is None


def test_junit(judge: Call, tmp_path: Path) -> None:
    """The JUnit report is XML with a test case a verdict."""
    report = tmp_path / "junit.xml"
    judge("--case", PASSES, "--case", FAILS, "--format", "junit", "--output", report)
    root = ET.parse(report)  # noqa: S314 - our own
    assert sorted(case.attrib["name"] for case in root.iter("testcase")) == [FAILS, PASSES]


@pytest.mark.parametrize("kind", ["json", "junit"])
def test_report_on_standard_output(judge: Call, kind: str) -> None:
    """With `-` the report is all of standard output; what is for people is on standard error."""
    done = judge("--case", PASSES, "--format", kind, "--output", "-")
    assert "1 passed" in done.err
    assert "1 passed" not in done.out
    if kind == "json":
        assert [json.loads(line)["event"] for line in done.out.splitlines()][-1] == "run-finished"
    else:
        assert ET.fromstring(done.out).tag == "testsuites"  # noqa: S314 - our own


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(client: Callable[..., Path], number: signal.Signals, tmp_path: Path) -> None:
    """On Ctrl-C and on SIGTERM clients are ended, the report is cut off, and the status is 130."""
    folder = client("waits", WAITS)
    os.mkfifo(folder / "begun")
    report = tmp_path / "events"
    command = (
        *COMMAND,
        "run",
        folder,
        "--driver",
        "process",
        "--format",
        "json",
        "--output",
        report,
    )
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        child = int((folder / "begun").read_text("utf-8"))
        program.send_signal(number)
        _, said = program.communicate(timeout=BOUND_SECONDS)
    assert program.returncode == 130
    assert said == b"scoreline: interrupted\n"
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert "run-finished" not in report.read_text("utf-8")


@pytest.mark.parametrize("arguments", [["list"], ["run", "--driver", "process", "--case", PASSES]])
def test_reader_has_gone(smallest: Path, arguments: list[str]) -> None:
    """Where nobody reads any more the command ends in silence, and with its clients."""
    more = [str(smallest)] if arguments[0] == "run" else []
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        (*COMMAND, *arguments, *more),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=BOUND_SECONDS,
    )
    os.close(writing)
    assert done.returncode == 141
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_report_cannot_be_written(judge: Call) -> None:
    """A report that cannot be written ends the run, and is told."""
    done = judge("--case", PASSES, "--format", "json", "--output", "/dev/full")
    assert done.status == 2
    assert "No space left on device" in done.err
