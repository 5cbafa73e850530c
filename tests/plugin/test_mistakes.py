"""What cannot be used is refused, and a run that judges nothing is a failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., pytest.RunResult]


def test_nothing_selected(judge: Run, pytester: pytest.Pytester) -> None:
    """A run that has no case to judge is a failure, also where ordinary tests pass."""
    assert judge("-k", "no-such-case").ret == pytest.ExitCode.NO_TESTS_COLLECTED
    ordinary = pytester.makepyfile("def test_one(): pass")
    result = judge(ordinary)
    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    result.stdout.fnmatch_lines(["NOTHING JUDGED: no case was selected"])


def test_bad_case_file(judge: Run, suite: Path) -> None:
    """A case file that cannot be used is a usage error with file, case and field."""
    path = suite / "cases" / "doors.toml"
    path.write_text(path.read_text("utf-8").replace("call.alone = true", "call.alnoe = true"))
    for argument in (f"{path}::session-ends[smallest]", path.parent):
        result = judge(argument)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines(["ERROR: *doors.toml: session-ends: call.alnoe: unknown key*"])


def test_bad_case_file_in_a_folder_above(judge: Run, suite: Path) -> None:
    """A case file that is found on the way and cannot be used stops the run with its problems."""
    path = suite / "cases" / "doors.toml"
    path.write_text(path.read_text("utf-8").replace("call.alone = true", "call.alnoe = true"))
    result = judge(suite.parent)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*doors.toml: session-ends: call.alnoe: unknown key*"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("other.toml", "ERROR: other.toml is no case file*"),
        ("--scoreline-client=other.toml", "other.toml: x: unknown key*"),
        ("--scoreline-client=nowhere", "ERROR: nowhere: No such file or directory*"),
        ("--scoreline-require=nobody", "ERROR: --scoreline-require: 'nobody': matches nothing*"),
        ("--scoreline-deadline=0", "ERROR: --scoreline-deadline: 0.0 is no number of seconds"),
    ],
)
def test_usage(judge: Run, pytester: pytest.Pytester, argument: str, words: str) -> None:
    """What cannot be used is a usage error that names it."""
    pytester.makefile(".toml", other="x = 1")
    result = judge(argument)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([words])
