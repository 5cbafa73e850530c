"""The pytest plugin, seen as its user sees it: a folder, a command line, and what comes of it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from scoreline import plugin
from scoreline.contract.loader import load_clients, load_schemas, load_suite, schemas_folder
from scoreline.engine.options import DriverChoice, Options
from scoreline.plugin import judging
from scoreline.plugin.judging import Judging, NothingSaidError

HARNESS: Final = Path(__file__).parents[1] / "harness"
BOUND_SECONDS: Final = 120.0
PLUGIN: Final = ("-p", "no:scoreline", "-p", "scoreline.plugin")
"""Loaded by name, so that it does not matter whether it is installed as well."""
KEY: Final = re.compile(r"scoreline-[0-9a-f]{64}")
ENDLESS: Final = """
import json, os, sys
asked = json.loads(sys.stdin.readline())
words = dict.fromkeys(("name", "version", "language", "runtime"), "endless")
result = words | {"protocolVersion": "1", "capabilities": []}
print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}), flush=True)
with open("begun", "w") as pipe:
    pipe.write(str(os.getpid()))
for line in sys.stdin:
    if json.loads(line)["method"] == "shutdown":
        break
"""
"""A client that says who it is and nothing more, but for its process id in the file `begun`."""

Run = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The harness as it stands here, and a cache of the test's own."""
    monkeypatch.setenv("PYTHONPATH", str(HARNESS))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Runs pytest in an empty folder; `apart` as a process of its own, which takes a second."""

    def run_pytest(*arguments: str | Path, apart: bool = False) -> pytest.RunResult:
        if apart:
            return pytester.runpytest_subprocess(*PLUGIN, *arguments, timeout=BOUND_SECONDS)
        return pytester.runpytest_inprocess(*PLUGIN[:2], *arguments, plugins=[plugin])

    return run_pytest


@pytest.fixture
def judge(run: Run, smallest: Path) -> Run:
    """Runs pytest over the suite with the smallest adapter as the client."""

    def judge_smallest(*arguments: str | Path) -> pytest.RunResult:
        return run(
            "--scoreline",
            "--scoreline-driver=process",
            f"--scoreline-client={smallest}",
            *arguments,
        )

    return judge_smallest


@pytest.fixture
def client(pytester: pytest.Pytester) -> Callable[..., Path]:
    """Makes a client whose session is a piece of Python."""

    def make_client(name: str, code: str = "", *, requires: str = "python3") -> Path:
        folder = pytester.mkdir(name)
        (folder / "session.py").write_text(code, "utf-8")
        (folder / "client.toml").write_text(
            f'name = "{name}"\nlanguage = "Python"\n[process]\nrequires = ["{requires}"]\n'
            f'remedy = "get it"\nsession = ["{sys.executable}", "session.py"]\n',
            "utf-8",
        )
        return folder

    return make_client


@pytest.fixture
def suite(pytester: pytest.Pytester) -> Path:
    """A copy of the suite, to be changed."""
    folder = pytester.path / "suite"
    for name in ("vectors", "cases"):
        shutil.copytree(schemas_folder() / name, folder / name)
    shutil.copy(schemas_folder() / "requirements.toml", folder)
    return folder


def ended(number: int) -> bool:
    """Whether there is no such process any more."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


# --- without --scoreline ---------------------------------------------------------------------


def test_plain_run_does_not_notice_it(run: Run, suite: Path, pytester: pytest.Pytester) -> None:
    """Without --scoreline no TOML file is collected, and nothing that takes time is imported."""
    pytester.makepyfile(
        """
        import sys

        def test_nothing_heavy():
            heavy = {"aiohttp", "docker", "rich", "jsonschema", "scoreline.contract"}
            assert "scoreline.plugin" in sys.modules
            assert not heavy & sys.modules.keys()
        """
    )
    assert (suite / "cases" / "errors.toml").is_file()
    result = run(".", apart=True)
    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.OK


# --- collection ------------------------------------------------------------------------------


def test_whole_suite_is_collected(judge: Run) -> None:
    """Without arguments every case of the suite is an item, from any folder."""
    result = judge("--collect-only", "--quiet")
    found = {line.rpartition("/")[2] for line in result.outlines if ".toml::" in line}
    assert found == {f"{case.subject}.toml::{case.name}[smallest]" for case in load_suite().cases}
    assert result.ret == pytest.ExitCode.OK


def test_testpaths_are_left_aside(judge: Run, pytester: pytest.Pytester) -> None:
    """Without arguments the suite is meant, whatever `testpaths` says for other runs."""
    pytester.makeini("[pytest]\ntestpaths = here")
    pytester.makepyfile(**{"here/test_one": "def test_one(): pass"})
    result = judge("--collect-only", "--quiet")
    assert "test_one" not in result.stdout.str()
    result.stdout.fnmatch_lines(["*errors.toml::status-503[[]smallest[]]"])


def test_item_for_each_client(run: Run, client: Callable[..., Path]) -> None:
    """Each case is an item for each client, in the order they were given."""
    manifests = [f"--scoreline-client={client(name)}" for name in ("two", "one")]
    errors = schemas_folder() / "cases" / "errors.toml"
    result = run("--scoreline", *manifests, "--collect-only", "--quiet", f"{errors}::status-503")
    found = [line.rpartition("::")[2] for line in result.outlines if ".toml::" in line]
    assert found == ["status-503[two]", "status-503[one]"]


def test_installed_as_a_wheel(
    run: Run, smallest: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Installed elsewhere, with the schemas inside the package, it judges from any folder."""
    site = pytester.mkdir("site-packages")
    shutil.copytree(HARNESS / "scoreline", site / "scoreline")
    shutil.copytree(schemas_folder(), site / "scoreline" / "schemas")
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.chdir(pytester.mkdir("elsewhere"))
    arguments = ("--scoreline", "--scoreline-driver=process", f"--scoreline-client={smallest}")
    result = run(*arguments, "-k", "status-404 or status-503", apart=True)
    result.assert_outcomes(passed=2, deselected=result.parseoutcomes()["deselected"])


def test_installed_without_clients(
    run: Run, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Installed elsewhere there are no reference clients: a client has to be named."""
    site = pytester.mkdir("site-packages")
    shutil.copytree(HARNESS / "scoreline", site / "scoreline")
    shutil.copytree(schemas_folder(), site / "scoreline" / "schemas")
    monkeypatch.setenv("PYTHONPATH", str(site))
    result = run("--scoreline", apart=True)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: there are no reference clients*--scoreline-client"])


# --- verdicts --------------------------------------------------------------------------------


def test_outcomes(judge: Run) -> None:
    """A case that passes, one that fails and one that is not applicable are told apart."""
    result = judge("-k", "documented-first or user-agent or one-shot-scores", "-rs")
    counts = result.parseoutcomes()
    assert (counts["passed"], counts["failed"], counts["skipped"]) == (1, 1, 1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["SKIPPED*client.toml:1: not applicable to smallest: *one-shot*"])


def test_failure_is_told_in_words(judge: Run) -> None:
    """A failure shows expected and found, both witnesses, the line that reruns it, and no code."""
    result = judge("-k", "user-agent")
    result.stdout.fnmatch_lines(
        [
            "*request/user-agent [[]smallest[]]*",
            "header User-Agent: expected *nightly-report*",
            "client said: predictions *",
            "endpoint saw: POST *",
            "again: scoreline run */smallest* --client smallest --case request/user-agent",
        ]
    )
    text = result.stdout.str()
    assert "Traceback" not in text
    assert ".py:" not in text
    assert KEY.search(text) is None


def test_same_verdicts_as_the_command(judge: Run, smallest: Path, tmp_path: Path) -> None:
    """Every verdict is that of `scoreline run`."""
    report = tmp_path / "junit.xml"
    judge(f"--junitxml={report}")
    mine = {
        re.sub(r"\[smallest\]$", "", case.attrib["name"]): {
            "failure": "fail",
            "skipped": "not-applicable",
        }.get(case[0].tag if len(case) else "", "pass")
        for case in ET.parse(report).iter("testcase")  # noqa: S314 - our own
    }
    events = tmp_path / "events.jsonl"
    command = (sys.executable, "-m", "scoreline.cli", "run", smallest, "--driver", "process")
    subprocess.run(
        (*command, "--format", "json", "--output", events),
        check=False,
        capture_output=True,
        timeout=BOUND_SECONDS,
    )
    lines = [json.loads(line) for line in events.read_text("utf-8").splitlines()]
    theirs = {
        line["case"].partition("/")[2]: line["outcome"]
        for line in lines
        if line["event"] == "case-judged"
    }
    assert set(theirs.values()) == {"pass", "fail", "not-applicable"}
    assert mine == theirs


def test_error_without_a_verdict(run: Run, client: Callable[..., Path]) -> None:
    """A client about which nothing can be said is an error, and no failure."""
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


@pytest.mark.parametrize(
    ("option", "outcome", "status"), [("", "skipped", 0), ("all", "failed", 1)]
)
def test_unavailable(
    run: Run, client: Callable[..., Path], option: str, outcome: str, status: int
) -> None:
    """An unavailable client is skipped aloud, with the remedy, and fails where it is required."""
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


def test_harness_fails(monkeypatch: pytest.MonkeyPatch, smallest: Path, tmp_path: Path) -> None:
    """A defect of the harness is told by each case that it leaves without a verdict."""

    async def broken(*_: object, **__: object) -> None:
        raise ValueError("made up")

    monkeypatch.setattr(judging, "run", broken)
    judged = start(smallest, tmp_path)
    for case in load_suite().cases[:2]:
        with pytest.raises(NothingSaidError, match=r"the harness failed: .*made up"):
            judged.word(load_clients([smallest])[0], case)
    judged.stop()


def test_stop_waits_for_the_cleanup(
    monkeypatch: pytest.MonkeyPatch, smallest: Path, tmp_path: Path
) -> None:
    """A run that goes on is cancelled, and has cleaned up when stop returns."""
    done = []

    async def endless(*_: object, **__: object) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            done.append("cleaned up")

    monkeypatch.setattr(judging, "run", endless)
    start(smallest, tmp_path).stop()
    assert done in ([], ["cleaned up"])
    judged = start(smallest, tmp_path)
    judged.stop()
    with pytest.raises(NothingSaidError):
        judged.word(load_clients([smallest])[0], load_suite().cases[0])


def start(manifest: Path, cache: Path) -> Judging:
    """A run over the whole suite."""
    suite = load_suite()
    return Judging(
        {load_clients([manifest])[0]: suite.cases},
        control=suite.control,
        schemas=load_schemas(),
        options=Options(cache=cache, driver=DriverChoice.PROCESS),
        tell=lambda _: None,
    )


# --- what pytest does with items ---------------------------------------------------------------


def test_selection_by_mark_and_word(judge: Run) -> None:
    """Levels are marks; requirements, subjects and clients are words for -k."""
    for arguments, case in (
        (("-m", "full", "-k", "ERROR-4"), "request-ids"),
        (("-k", "errors and status-503 and smallest"), "status-503"),
    ):
        result = judge("--collect-only", "--quiet", *arguments)
        found = [line.rpartition("::")[2] for line in result.outlines if ".toml::" in line]
        assert found == [f"{case}[smallest]"]


def test_last_failed(judge: Run) -> None:
    """--lf runs what failed the last time, and nothing else."""
    judge("-k", "documented-first or user-agent")
    result = judge("--lf")
    counts = result.parseoutcomes()
    assert counts["failed"] == 1
    assert "passed" not in counts


def test_expected_failure(judge: Run, pytester: pytest.Pytester) -> None:
    """A conftest may expect a failure, strictly: the day it passes, the run fails."""
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
    """JUnit carries the words of a failure, and no key."""
    report = tmp_path / "junit.xml"
    judge(f"--junitxml={report}", "-k", "user-agent or request-ids")
    text = report.read_text("utf-8")
    (first, second) = ET.fromstring(text).iter("failure")  # noqa: S314 - our own
    assert "header User-Agent: expected" in f"{first.text}{second.text}"
    assert KEY.search(text) is None


@pytest.fixture
def begun(client: Callable[..., Path]) -> Iterator[Path]:
    """A client that never answers, with a pipe in place of the file `begun`."""
    folder = client("endless", ENDLESS)
    os.mkfifo(folder / "begun")
    return folder


def test_stop_at_the_first_failure(run: Run, begun: Path, client: Callable[..., Path]) -> None:
    """With -x the engine is stopped, and no client of its lives on."""
    number = os.open(begun / "begun", os.O_RDWR)
    unavailable = client("absent", requires="no-such-program")
    result = run(
        "--scoreline",
        "--scoreline-driver=process",
        "--scoreline-require=absent",
        "-x",
        "--scoreline-deadline=1000",
        f"--scoreline-client={unavailable}",
        f"--scoreline-client={begun}",
        "-k",
        "documented-first",
    )
    assert result.parseoutcomes()["failed"] == 1
    os.set_blocking(number, False)
    try:
        assert ended(int(os.read(number, 100)))
    except BlockingIOError:
        pass  # it was stopped before the client began
    finally:
        os.close(number)


def test_interrupt(begun: Path, pytester: pytest.Pytester) -> None:
    """On Ctrl-C the engine is stopped, and no client of its lives on."""
    command = (
        sys.executable,
        "-m",
        "pytest",
        *PLUGIN,
        "--scoreline",
        "--scoreline-driver=process",
        "--scoreline-deadline=1000",
        f"--scoreline-client={begun}",
        "-k",
        "documented-first",
    )
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=pytester.path
    ) as program:
        number = int((begun / "begun").read_text("utf-8"))
        program.send_signal(signal.SIGINT)
        said, _ = program.communicate(timeout=BOUND_SECONDS)
    assert program.returncode == pytest.ExitCode.INTERRUPTED
    assert b"KeyboardInterrupt" in said
    assert ended(number)


def test_xdist(run: Run, smallest: Path, pytester: pytest.Pytester) -> None:
    """With pytest-xdist each worker judges the cases of its clients, with an engine of its own."""
    other = pytester.path / "other"
    shutil.copytree(smallest, other)
    manifest = other / "client.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('"smallest"', '"other"'), "utf-8")
    result = run(
        "--scoreline",
        "--scoreline-driver=process",
        f"--scoreline-client={smallest}",
        f"--scoreline-client={other}",
        "-n2",
        "-v",
        "-k",
        "status-4 or user-agent",
        apart=True,
    )
    counts = result.parseoutcomes()
    cases = sum(case.name.startswith("status-4") for case in load_suite().cases)
    assert (counts["passed"], counts["failed"]) == (2 * cases, 2)
    pattern = re.compile(r"^\[(gw\d)\].* (?:PASSED|FAILED) .*\[(\w+)\] ?$")
    found = [pattern.match(line) for line in result.outlines]
    pairs = {(match[2], match[1]) for match in found if match}
    assert len(pairs) == 2
    assert {name for name, _ in pairs} == {"smallest", "other"}


# --- what is wrong -----------------------------------------------------------------------------


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
