"""`scoreline run`: selection, reports, and early ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
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
import os, signal
child = os.fork()
if child == 0:
    os.setsid()
    signal.pause()
with open("begun", "w") as file:
    file.write(f"{os.getpid()} {child}.")
signal.pause()
"""
"""A client that answers nothing and has a child in another session."""
BUILDS: Final = """
import os, signal
child = os.fork()
if child == 0:
    os.setsid()
    signal.pause()
with open("{begun}", "w") as file:
    file.write(f"{{os.getpid()}} {{child}}")
signal.pause()
"""
"""A build that does not end."""


class Done(Protocol):
    """The result of a call of the command, as conftest.py defines it."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]
Ends = Callable[[int], bool]


def test_selection(call: Call, smallest: Path, other: Path, tmp_path: Path) -> None:
    """Clients are selected by name and cases by pattern; both options can be repeated."""
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
        "--report",
        f"json={report}",
    )
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    judged = {
        (line["client"], line["item"]["identifier"])
        for line in lines
        if line["event"] == "item-judged"
    }
    identifiers = {case.identifier for case in load_suite().cases}
    chosen = {one for one in identifiers if one.startswith("errors/status-4")} | {PASSES}
    assert judged == {("other", case) for case in chosen}


def test_rerun_command(call: Call, smallest: Path, other: Path, tmp_path: Path) -> None:
    """The rerun command of a failure names only that client's manifest, and fails the same way.

    It is the last line of the failure in the JUnit report, too.
    """
    xml = tmp_path / "run.xml"
    arguments = ("--driver", "process", "--client", "other", "--case", FAILS)
    done = call("run", smallest, other, *arguments, "--report", f"junit={xml}")
    (line,) = re.findall(r"^  again: scoreline (.*)$", done.out, re.MULTILINE)
    failure = ET.parse(xml).find(".//failure")  # noqa: S314 - our own
    assert failure is not None
    assert (failure.text or "").splitlines()[-1] == f"again: scoreline {line}"
    assert str(other) in line
    assert str(smallest) not in line
    again = call(*line.split())
    assert again.status == 1
    assert f"FAIL other  {FAILS}" in again.out


def test_json(judge: Call, tmp_path: Path) -> None:
    """Each line of the JSON report is valid, and the last one has the totals."""
    report = tmp_path / "events.jsonl"
    done = judge("--case", PASSES, "--case", FAILS, "--report", f"json={report}")
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    for line in lines:
        assert list(load_schemas().errors("harness/report", line)) == []
    assert lines[0]["event"] == "run-started"
    assert lines[-1]["totals"] == {"pass": 1, "fail": 1, "no-verdict": 0, "not-applicable": 0}
    assert lines[-1]["exit_status"] == done.status == 1
    assert KEY.search(report.read_text("utf-8")) is None


def test_junit(judge: Call, tmp_path: Path) -> None:
    """The JUnit report is XML with one test case per verdict."""
    report = tmp_path / "junit.xml"
    judge("--case", PASSES, "--case", FAILS, "--report", f"junit={report}")
    root = ET.parse(report)  # noqa: S314 - trusted input
    assert sorted(case.attrib["name"] for case in root.iter("testcase")) == [FAILS, PASSES]


@pytest.mark.parametrize("kind", ["json", "junit"])
def test_report_on_standard_output(judge: Call, kind: str) -> None:
    """With `-` only the report goes to standard output, and the rest to standard error."""
    done = judge("--case", PASSES, "--report", f"{kind}=-")
    assert "1 passed" in done.err
    assert "1 passed" not in done.out
    if kind == "json":
        assert [json.loads(line)["event"] for line in done.out.splitlines()][-1] == "run-finished"
    else:
        assert ET.fromstring(done.out).tag == "testsuites"  # noqa: S314 - trusted input


def text(path: Path) -> str:
    """The content of a file; empty if there is none."""
    return path.read_text("utf-8") if path.exists() else ""


@pytest.mark.usefixtures("hangup")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("times", [1, 5])
def test_interrupted(
    client: Callable[..., Path],
    number: signal.Signals,
    times: int,
    *,
    smallest: Path,
    tmp_path: Path,
    ends: Ends,
) -> None:
    """Signals stop all clients; what had been judged is shown and reported; the status is 130."""
    folder, temporary = client("waits", WAITS), tmp_path / "temporary"
    temporary.mkdir()
    lines, tests = tmp_path / "events", tmp_path / "tests"
    given = (folder, smallest, "--driver", "process", "--case", PASSES, "--case", FAILS)
    reports = ("--report", f"json={lines}", "--report", f"junit={tests}")
    with subprocess.Popen(
        (*COMMAND, "run", *given, *reports),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(temporary)},
    ) as program:
        # The other client has only calls that are answered.
        while text(lines).count("item-judged") < 2 or not text(folder / "begun").endswith("."):
            assert program.poll() is None
            time.sleep(0.01)
        for _ in range(times):
            program.send_signal(number)
        output, errors = program.communicate(timeout=BOUND_SECONDS)
    assert program.returncode == 130
    assert errors == b"scoreline: interrupted\n"
    for process in map(int, text(folder / "begun").rstrip(".").split()):
        assert ends(process)
    assert b"CUT OFF" in output
    assert b"1 passed, 1 failed" in output
    assert "run-finished" not in lines.read_text("utf-8")
    names = [case.attrib["name"] for case in ET.parse(tests).iter("testcase")]  # noqa: S314
    assert {PASSES, FAILS} <= set(names)
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("times", [1, 5])
def test_interrupted_build(client: Callable[..., Path], times: int, ends: Ends) -> None:
    """Ctrl-C during a build ends the build with its children."""
    folder = client("waits")
    os.mkfifo(folder / "begun")
    code = BUILDS.format(begun=str(folder / "begun"))
    with (folder / "client.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(f"build = [['{sys.executable}', '-c', {json.dumps(code)}]]\n")
    with subprocess.Popen(
        (*COMMAND, "run", folder, "--driver", "process"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        build, child = map(int, (folder / "begun").read_text("utf-8").split())
        for _ in range(times):
            program.send_signal(signal.SIGINT)
        output, _ = program.communicate(timeout=BOUND_SECONDS)
    assert program.returncode == 130
    assert b"CUT OFF" in output
    for process in (build, child):
        assert ends(process)


@pytest.mark.parametrize("arguments", [["list"], ["run", "--driver", "process", "--case", PASSES]])
def test_closed_standard_output(smallest: Path, arguments: list[str]) -> None:
    """If standard output is closed, the command ends without a message and stops its clients."""
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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full does not exist")
def test_report_cannot_be_written(judge: Call) -> None:
    """A report that cannot be written ends the run with a message."""
    done = judge("--case", PASSES, "--report", "json=/dev/full")
    assert done.status == 2
    assert "No space left on device" in done.err
