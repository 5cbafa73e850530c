"""The background run ends with the pytest session, however the session ends."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from scoreline.fault import Code
from scoreline.formats.schema import load_schemas
from scoreline.plugin import background_run
from scoreline.plugin.background_run import BackgroundRun, NoResultError
from scoreline.runner.case_item import case_items
from scoreline.runner.given import read_clients
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Plan
from scoreline.suite.loader import load_suite

BOUND_SECONDS: Final = 120.0
ENDLESS: Final = """
import json, os, sys
asked = json.loads(sys.stdin.readline())
names = dict.fromkeys(("name", "version", "language", "runtime"), "endless")
result = names | {"protocolVersion": "1", "capabilities": []}
print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}), flush=True)
with open("begun", "w") as pipe:
    pipe.write(str(os.getpid()))
for line in sys.stdin:
    if json.loads(line)["method"] == "shutdown":
        break
"""
"""A client that answers only `initialize`, and writes its process id to `begun`."""

Run = Callable[..., pytest.RunResult]


def test_defect_of_the_harness(
    monkeypatch: pytest.MonkeyPatch, smallest: Path, tmp_path: Path
) -> None:
    """Each case that a defect of the harness leaves without a verdict reports the defect."""

    async def broken(*_: object, **__: object) -> None:
        raise ValueError("made up")

    monkeypatch.setattr(background_run, "run", broken)
    background = start(smallest, tmp_path)
    for case in load_suite().cases[:2]:
        with pytest.raises(NoResultError) as raised:
            background.result("smallest", case.identifier)
        assert raised.value.fault.code == Code.DEFECT
        assert raised.value.fault.details == {"type": "ValueError"}
    background.stop()


def test_stop_waits_for_the_cleanup(
    monkeypatch: pytest.MonkeyPatch, smallest: Path, tmp_path: Path
) -> None:
    """Stop cancels a run that has not finished, and returns after its clean-up."""
    done = []

    async def endless(*_: object, **__: object) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            done.append("cleaned up")

    monkeypatch.setattr(background_run, "run", endless)
    start(smallest, tmp_path).stop()
    assert done in ([], ["cleaned up"])
    background = start(smallest, tmp_path)
    background.stop()
    with pytest.raises(NoResultError) as raised:
        background.result("smallest", load_suite().cases[0].identifier)
    assert raised.value.fault.code == Code.RUN_ENDED


def start(manifest: Path, cache: Path) -> BackgroundRun:
    """Starts a run of the whole suite."""
    suite = load_suite()
    (client,) = read_clients([str(manifest)], "MANIFEST").clients
    items = case_items(suite.cases, suite.control, load_schemas(), seed=7)
    plan = Plan((ClientPlan(client, items),))
    return BackgroundRun(plan, Options(cache=cache, driver="process"), lambda _: None)


@pytest.fixture
def begun(client: Callable[..., Path]) -> Iterator[Path]:
    """A client that answers no call; its file `begun` is a pipe."""
    folder = client("endless", ENDLESS)
    os.mkfifo(folder / "begun")
    return folder


def ended(number: int) -> bool:
    """Whether the process no longer exists."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


def test_stop_at_the_first_failure(run: Run, begun: Path, client: Callable[..., Path]) -> None:
    """With -x the run is stopped, and no client is left running."""
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
        pass  # the run was stopped before the client started
    finally:
        os.close(number)


def test_interrupt(begun: Path, pytester: pytest.Pytester) -> None:
    """On Ctrl-C the run is stopped, and no client is left running."""
    command = (
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:scoreline",
        "-p",
        "scoreline.plugin",
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
        output, _ = program.communicate(timeout=BOUND_SECONDS)
    assert program.returncode == pytest.ExitCode.INTERRUPTED
    assert b"KeyboardInterrupt" in output
    assert ended(number)


def test_xdist(run: Run, smallest: Path, pytester: pytest.Pytester) -> None:
    """With pytest-xdist each worker has a separate run, and starts only the clients it judges."""
    names = ("one", "two")
    for name in names:
        shutil.copytree(smallest, pytester.path / name)
        for file, old, new in (
            ("client.toml", '"smallest"', f'"{name}"'),
            ("adapter.py", "configs = {}", "configs = {}; open('starts', 'a').write('x')"),
        ):
            path = pytester.path / name / file
            path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    clients = [f"--scoreline-client={name}" for name in names]
    selection = ("-n2", "-v", "-k", "status-4 or user-agent")
    result = run("--scoreline", "--scoreline-driver=process", *clients, *selection, apart=True)
    counts = result.parseoutcomes()
    cases = sum(case.name.startswith("status-4") for case in load_suite().cases)
    assert (counts["passed"], counts["failed"]) == (2 * cases, 2)
    pattern = re.compile(r"^\[(gw\d)\].* (?:PASSED|FAILED) .*\[(\w+)\] ?$")
    found = [pattern.match(line) for line in result.outlines]
    assert len({(match[2], match[1]) for match in found if match}) == len(names)
    assert [(pytester.path / name / "starts").read_text("utf-8") for name in names] == ["x", "x"]


def test_last_failed(judge: Run) -> None:
    """--lf runs only the cases that failed last time."""
    judge("-k", "documented-first or user-agent")
    result = judge("--lf")
    counts = result.parseoutcomes()
    assert counts["failed"] == 1
    assert "passed" not in counts
