"""How pytest reports verdicts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from scoreline.drivers.process_arguments import ProcessArguments

BOUND_SECONDS: Final = 120.0
KEY: Final = re.compile(r"scoreline-[0-9a-f]{64}")

Run = Callable[..., pytest.RunResult]


def test_outcomes(judge: Run) -> None:
    """Cases that pass, fail or are not applicable are passed, failed or skipped tests."""
    result = judge("-k", "documented-first or user-agent or one-shot-scores", "-rs")
    counts = result.parseoutcomes()
    assert (counts["passed"], counts["failed"], counts["skipped"]) == (1, 1, 1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["SKIPPED*client.toml:1: not applicable to smallest: *one-shot*"])


def test_text_of_a_failure(judge: Run) -> None:
    """A failure shows expected and found, both witnesses and the rerun command, but no source."""
    result = judge("-k", "user-agent")
    result.stdout.fnmatch_lines(
        [
            "*request/user-agent [[]smallest[]]*",
            "header User-Agent: expected *nightly-report*",
            "client answered: predictions *",
            "endpoint saw: POST *",
            "again: scoreline run */smallest* --client smallest --case request/user-agent",
        ]
    )
    text = result.stdout.str()
    assert "Traceback" not in text
    assert ".py:" not in text
    assert KEY.search(text) is None


def test_same_verdicts_as_the_command(judge: Run, smallest: Path, tmp_path: Path) -> None:
    """Each verdict is the same as that of `scoreline run`, for passes, failures and the others."""
    report = tmp_path / "junit.xml"
    judge(f"--junitxml={report}", "-k", "scoring or connections")
    mine = {
        re.sub(r"\[smallest\]$", "", case.attrib["name"]): {
            "failure": "fail",
            "skipped": "not-applicable",
        }.get(case[0].tag if len(case) else "", "pass")
        for case in ET.parse(report).iter("testcase")  # noqa: S314 - trusted input
    }
    events = tmp_path / "events.jsonl"
    command = (sys.executable, "-m", "scoreline.cli", "run", smallest, "--driver", "process")
    patterns = ("--case", "scoring/*", "--case", "*connections*")
    subprocess.run(
        (*command, *patterns, "--report", f"json={events}"),
        check=False,
        capture_output=True,
        timeout=BOUND_SECONDS,
    )
    lines = [json.loads(line) for line in events.read_text("utf-8").splitlines()]
    theirs = {
        line["item"]["identifier"].partition("/")[2]: line["outcome"]
        for line in lines
        if line["event"] == "item-judged"
    }
    assert set(theirs.values()) == {"pass", "fail", "not-applicable"}
    assert mine == theirs


def test_error_without_a_verdict(run: Run, client: Callable[..., Path]) -> None:
    """A case without a verdict is an error, not a failure."""
    manifest = client("dead", "raise SystemExit('no luck')")
    result = run(
        "--scoreline",
        "--scoreline-driver=process",
        f"--scoreline-client={manifest}",
        "-k",
        "documented-first",
    )
    assert result.parseoutcomes()["errors"] == 1
    result.stdout.fnmatch_lines(["*exited with status 1*no luck*"])
    assert "Traceback" not in result.stdout.str()


def test_arguments_that_cannot_be_read(judge: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the processes of a client cannot be seen is noted once, and its cases are judged."""

    async def nothing(_: ProcessArguments) -> None:
        return None

    monkeypatch.setattr(ProcessArguments, "read", nothing)
    result = judge("-k", "documented-first or request/key")
    assert result.ret == pytest.ExitCode.OK
    assert result.stdout.str().count("ARGUMENTS NOT SEARCHED: smallest: ") == 1


@pytest.mark.parametrize(
    ("option", "outcome", "status"), [("", "skipped", 0), ("all", "failed", 1)]
)
def test_unavailable(
    run: Run, client: Callable[..., Path], option: str, outcome: str, status: int
) -> None:
    """An unavailable client is skipped with a notice and the remedy, and fails if required."""
    manifest = client("mine", requires="no-such-program")
    result = run(
        "--scoreline",
        "--scoreline-driver=process",
        f"--scoreline-client={manifest}",
        f"--scoreline-require={option}",
        "-k",
        "documented-first",
    )
    assert result.parseoutcomes()[outcome] == 1
    assert result.ret == status
    result.stdout.fnmatch_lines(["UNAVAILABLE mine: no-such-program not found*remedy: get it"])


def test_expected_failure(judge: Run, pytester: pytest.Pytester) -> None:
    """A conftest may expect failures strictly; the run fails if such a case passes."""
    pytester.makeconftest(
        """
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker(pytest.mark.xfail(strict=True, reason="known"))
        """
    )
    result = judge("-k", "documented-first or user-agent")
    counts = result.parseoutcomes()
    assert (counts["xfailed"], counts["failed"]) == (1, 1)
    result.stdout.fnmatch_lines(["*XPASS(strict)*known*"])


def test_junit(judge: Run, tmp_path: Path) -> None:
    """The JUnit report contains the text of a failure, but no key."""
    report = tmp_path / "junit.xml"
    judge(f"--junitxml={report}", "-k", "user-agent or request-ids")
    text = report.read_text("utf-8")
    (first, second) = ET.fromstring(text).iter("failure")  # noqa: S314 - trusted input
    assert "header User-Agent: expected" in f"{first.text}{second.text}"
    assert KEY.search(text) is None
