"""`scoreline run`: how much is shown, what is played again, and equal failures."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

import pytest

from scoreline.results.event import ItemJudged
from scoreline.results.stream import read_events
from scoreline.suite.drawn import factor
from scoreline.suite.loader import load_suite

PASSES, FAILS = "scoring/documented-first", "request/user-agent"
"""A case that the smallest adapter passes, and one that it fails."""
MODEL_SAYS: Final = 217.67978776218715
"""The model's prediction for the row of `PASSES`."""
BOTH: Final = ("--case", PASSES, "--case", FAILS)


class Done(Protocol):
    """The result of a call of the command, as conftest.py defines it."""

    status: int
    out: str
    err: str


Call = Callable[..., Done]


def test_quiet(judge: Call) -> None:
    """With -q only problems and the last line are shown."""
    assert re.fullmatch(r"1 passed, 0 failed in \d+\.\d s\n", judge("-q", "--case", PASSES).out)
    lines = judge("--quiet", *BOTH).out.strip().splitlines()
    assert lines[0] == f"FAIL smallest  {FAILS}"
    assert lines[-1].startswith("1 passed, 1 failed in ")


def test_verbose(judge: Call) -> None:
    """With -v each verdict is a line."""
    out = judge("-v", *BOTH).out
    assert re.search(rf"^smallest: {PASSES} passed in \d+\.\d\d s$", out, re.MULTILINE)
    assert re.search(rf"^smallest: {FAILS} failed in \d+\.\d\d s$", out, re.MULTILINE)


def test_end_of_a_client(judge: Call) -> None:
    """Identity and end of each client are shown."""
    out = judge(*BOTH).out
    assert "smallest: finished: 1 passed, 1 failed\n" in out
    assert re.search(r"^smallest: .* \(process, nothing to build, ready after ", out, re.MULTILINE)


def test_exit_first(judge: Call) -> None:
    """With -x the first failure ends the run; what was judged is shown, and the status is 1."""
    done = judge("-x", "--case", FAILS, "--case", "errors/*")
    assert done.status == 1
    assert "\nFAIL smallest  " in done.out
    assert "\nstopped at the first failure, because of -x; " in done.out
    assert "CUT OFF" not in done.out
    assert "interrupted" not in done.err


def test_exit_first_without_a_failure(judge: Call) -> None:
    """With -x a run without a failure is not different."""
    assert judge("-x", "--case", PASSES).status == 0


def test_last_failed(judge: Call) -> None:
    """With --last-failed only what failed in the last run is played, until nothing did."""
    judge(*BOTH)
    for _ in range(2):
        again = judge("--last-failed")
        assert again.status == 1
        assert "0 passed, 1 failed in " in again.out
    judge("--case", PASSES)
    assert judge("--last-failed").status == 2


def test_last_failed_of_other_clients(judge: Call, call: Call, other: Path) -> None:
    """What failed with one client is not played with another one, nor what is not selected."""
    judge(*BOTH)
    done = call("run", "--driver", "process", other, "--last-failed")
    assert (done.status, done.out) == (2, "")
    done = judge("--last-failed", "--case", PASSES)
    assert done.status == 2
    assert done.err.startswith("scoreline: --last-failed: nothing of what is selected failed")


def test_last_failed_keeps_what_was_cut_off(judge: Call) -> None:
    """What failed before and was not judged again, since the run was cut off, still counts."""
    judge("--case", FAILS, "--case", "modes/*", "--case", "errors/*")
    before = failed(judge("--last-failed").out)
    judge("--last-failed", "-x")
    assert failed(judge("--last-failed").out) == before


def test_unreadable_record(judge: Call, tmp_path: Path) -> None:
    """A record that is not readable counts as none."""
    cache = tmp_path / "cache" / "scoreline"
    cache.mkdir(parents=True)
    for content in ("{", "[]", '{"a": 1}'):
        (cache / "last-failed.json").write_text(content, "utf-8")
        assert judge("--last-failed").status == 2


def failed(out: str) -> list[str]:
    """The headings of the failures in an output."""
    return sorted(re.findall(r"^FAIL (.*)$", out, re.MULTILINE))


@pytest.mark.parametrize("command", ["no-such-program-anywhere", sys.executable])
def test_equal_failures_are_one_block(
    call: Call, client: Callable[..., Path], command: str
) -> None:
    """A client that cannot be started, or always exits, is one block that lists its cases."""
    manifest = client("mine", "raise SystemExit('no luck')") / "client.toml"
    text = manifest.read_text("utf-8").replace(sys.executable, command)
    manifest.write_text(text, "utf-8")
    done = call("run", "--driver", "process", manifest)
    sessions = [case for case in load_suite().cases if case.call.mode.value == "session"]
    assert done.status == 3
    assert done.out.count("NO VERDICT") == 1
    assert f"NO VERDICT mine  {len(sessions)} items, for the same reason\n" in done.out
    (names,) = re.findall(r"^  items: (.*)$", done.out, re.MULTILINE)
    assert sorted(names.split(", ")) == sorted(case.identifier for case in sessions)
    assert len(done.out.splitlines()) < 30


def test_items_in_flight(judge: Call, tmp_path: Path) -> None:
    """Each verdict has the number of other items that were in flight; a single item has none."""
    report = tmp_path / "run.jsonl"

    def in_flight(*arguments: str) -> list[int]:
        judge(*arguments, "--report", f"json={report}")
        events = read_events(report)
        return [one.verdict.in_flight for one in events if isinstance(one, ItemJudged)]

    assert in_flight("--case", PASSES) == [0]
    assert in_flight(*BOTH) == [1, 1]


def test_seed(judge: Call, tmp_path: Path) -> None:
    """A run has the numbers of its seed, which it shows; without the option, another one."""
    report = tmp_path / "events"

    def play(*arguments: str) -> tuple[int, float]:
        done = judge("--case", PASSES, "--report", f"json={report}", *arguments)
        started, *_, judged, _ = map(json.loads, report.read_text("utf-8").splitlines())
        assert f", seed {started['seed']}\n" in done.out
        assert judged["outcome"] == "pass"
        (exchange,) = judged["testimony"]["exchanges"]
        (prediction,) = json.loads(exchange["reply"]["body"]["text"])
        return started["seed"], prediction

    seed, prediction = play("--seed", "5")
    assert (seed, prediction) == (5, MODEL_SAYS * factor(5))
    assert play("--seed", "5") == (seed, prediction)
    one, other = play(), play()
    assert one[0] != other[0]
    assert one[1] != other[1]
