"""Invalid input is refused, and a run that judges nothing fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoreline.formats.schema import schemas_folder

Run = Callable[..., pytest.RunResult]


def test_nothing_selected(judge: Run, pytester: pytest.Pytester) -> None:
    """A run that judges no case fails, even if ordinary tests pass."""
    assert judge("-k", "no-such-case").ret == pytest.ExitCode.NO_TESTS_COLLECTED
    ordinary = pytester.makepyfile("def test_one(): pass")
    result = judge(ordinary)
    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    result.stdout.fnmatch_lines(["NOTHING JUDGED: no case was selected"])


def test_bad_case_file(judge: Run, suite: Path) -> None:
    """An invalid case file is a usage error that names file, case and field."""
    path = suite / "cases" / "modes.toml"
    path.write_text(path.read_text("utf-8").replace("call.alone = true", "call.alnoe = true"))
    for argument in (f"{path}::session-ends[smallest]", path.parent):
        result = judge(argument)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines(["ERROR: *modes.toml: session-ends: call.alnoe: unknown key*"])


def test_bad_case_file_in_a_folder_above(judge: Run, suite: Path) -> None:
    """An invalid case file found during collection stops the run with its problems."""
    path = suite / "cases" / "modes.toml"
    path.write_text(path.read_text("utf-8").replace("call.alone = true", "call.alnoe = true"))
    result = judge(suite.parent)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*modes.toml: session-ends: call.alnoe: unknown key*"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        ("other.toml", "ERROR: other.toml is not a case file*"),
        ("--scoreline-client=other.toml", "other.toml: x: unknown key*"),
        ("--scoreline-client=nowhere", "ERROR: nowhere: No such file or directory*"),
        ("--scoreline-require=nobody", "ERROR: --scoreline-require: 'nobody': matches nothing*"),
        ("--scoreline-deadline=0", "*--scoreline-deadline: 0 is not a positive number of seconds"),
    ],
)
def test_usage(judge: Run, pytester: pytest.Pytester, argument: str, text: str) -> None:
    """Invalid input is a usage error that names the input."""
    pytester.makefile(".toml", other="x = 1")
    result = judge(argument)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([text])


def test_same_case_in_two_suites(judge: Run, suite: Path) -> None:
    """Two files with the same case are a usage error that names both."""
    files = [folder / "cases" / "request.toml" for folder in (suite, schemas_folder())]
    result = judge(*files)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*two files have the case request/*"])
    assert all(str(path) in result.stderr.str() for path in files)


def test_case_of_another_suite_is_rerun_by_pytest(judge: Run, suite: Path) -> None:
    """The command under a failure plays that case: `scoreline run` would play its own."""
    path = suite / "cases" / "request.toml"
    result = judge(f"{path}::user-agent[smallest]")
    result.stdout.fnmatch_lines(
        ["again: pytest --scoreline --scoreline-client=*'*request.toml::user-agent[[]smallest]'"]
    )


def test_options_are_listed_under_scoreline(pytester: pytest.Pytester) -> None:
    """The help of pytest lists the plugin's options under a heading that begins with its name."""
    lines = pytester.runpytest("--help").outlines
    heading = next(line for line in lines if line.startswith("scoreline: "))
    after = lines[lines.index(heading) + 1 :]
    assert after[0].startswith("  --scoreline ")
