"""The result of a whole run, and the independence of its clients."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scoreline.drivers.driver import Launch
from scoreline.drivers.process import ProcessDriver
from scoreline.drivers.process_arguments import ProcessArguments
from scoreline.fault import Code
from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client
from scoreline.results.event import (
    ArgumentsUnread,
    ClientReady,
    ClientUnavailable,
    Event,
    ItemJudged,
)
from scoreline.results.keeping import FIRST, KeptEvents
from scoreline.results.verdict import Outcome
from scoreline.runner import run as runner
from scoreline.runner.case_item import CaseItem, case_items
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Plan
from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.expectation import Expectation
from scoreline.suite.vector import Vector

Judge = Callable[..., Any]
CONTROL = Vector("made-up", "one row", "made up", ((1.0,),), (1.5,), 0.0)
Fake = Callable[..., Client]


def changed(client: Client, name: str, **start: Any) -> Client:
    """A client with another name and other members in its table; None removes a member."""
    table = client.tables["process"] | {key.replace("_", "-"): one for key, one in start.items()}
    kept = {key: value for key, value in table.items() if value is not None}
    return replace(client, name=name, tables={"process": kept})


def test_nothing_applicable(judge: Judge, fake: Fake, case: Any) -> None:
    """A run whose client has no applicable case exits with status 3."""
    cases = [case("payload", needs=("payload",))]
    alone = judge([fake("honest")], cases)
    assert alone.outcomes("honest") == {"payload": Outcome.NOT_APPLICABLE}
    assert alone.codes("honest", "payload") == {Code.CAPABILITY_NOT_CLAIMED}
    assert alone.finished.exit_status == 3


def test_kept_evidence(
    fake: Fake, case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report keeps a bounded amount of evidence; each event has all of its own."""
    monkeypatch.setattr(runner, "KeptEvents", partial(KeptEvents, 0))
    times = FIRST + 2
    expect = Expectation(predictions=[1.5], requests=times)
    repeated = case("a", call=Call(rows=((1.0,),), repeat=times), expect=expect)
    items = case_items([repeated], CONTROL, load_schemas(), seed=7)
    plan = Plan((ClientPlan(fake("honest"), items),))
    told: list[Event] = []
    options = Options(cache=tmp_path / "cache", driver="process")
    report = asyncio.run(asyncio.wait_for(runner.run(plan, options, told.append), 60))
    (whole,) = (event.verdict for event in told if isinstance(event, ItemJudged))
    (kept,) = report.verdicts
    assert len(whole.testimony.exchanges) == times
    assert kept.testimony.exchanges == whole.testimony.exchanges[:FIRST]
    assert kept.outcome is whole.outcome is Outcome.PASS
    assert report.exit_status == 0


def test_no_case(judge: Judge, fake: Fake) -> None:
    """A run without cases exits with status 3."""
    assert judge([fake("honest")], []).finished.exit_status == 3


def test_missing_mode(judge: Judge, fake: Fake, case: Any, one_shots: tuple[Case, ...]) -> None:
    """Cases in a mode that a client lacks are not applicable to it."""
    single = changed(fake("honest", one_shot="none"), "single", session=None)
    judged = judge([single, fake("honest")], [case("a"), *one_shots])
    assert judged.outcomes("single")["a"] is Outcome.NOT_APPLICABLE
    assert judged.codes("single", "a") == {Code.MODE_MISSING}
    assert judged.outcomes("single")["x"] is Outcome.PASS
    assert judged.outcomes("honest") == {"a": Outcome.PASS} | dict.fromkeys(
        ("x", "y", "poison"), Outcome.NOT_APPLICABLE
    )
    assert judged.finished.exit_status == 0
    only = judge([single, fake("honest")], [case("a")])
    assert only.finished.exit_status == 1, "one of two clients has no applicable case"


def test_failing_build(judge: Judge, fake: Fake) -> None:
    """A failed build reports its last output lines, and affects only its own client."""
    script = "print('\\n'.join(f'line {n}' for n in range(100))); raise SystemExit(4)"
    broken = changed(fake("honest"), "broken", build=[[sys.executable, "-c", script]])
    judged = judge([broken, fake("honest")])
    verdict = judged.verdicts("broken")["a"]
    assert verdict.outcome is Outcome.NO_VERDICT
    assert verdict.reason is not None
    assert verdict.reason.code == Code.BUILD_FAILED
    assert verdict.stderr[-1] == "line 99"
    assert len(verdict.stderr) < 100
    assert len(judged.verdicts("broken")) == 12
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_unavailable(judge: Judge, fake: Fake) -> None:
    """A client without its program is unavailable, with a remedy; if required, the run fails."""
    missing = changed(fake("honest"), "missing", requires=["no-such-program"], remedy="Get it.")
    beside = judge([missing, fake("honest")])
    (event,) = (event for event in beside.events if isinstance(event, ClientUnavailable))
    assert (event.client, event.required) == ("missing", False)
    assert (event.fault.code, event.fault.remedy) == (Code.PROGRAM_MISSING, "Get it.")
    assert beside.finished.exit_status == 0
    assert beside.finished.unavailable == ("missing",)
    required = judge([missing, fake("honest")], required=frozenset({"missing"}))
    assert required.finished.exit_status == 1
    assert required.finished.required_unavailable == ("missing",)
    assert judge([missing], required=frozenset({"missing"})).finished.exit_status == 3


@pytest.mark.parametrize("changes", [{}, {"one_shot": "none"}])
def test_arguments_that_cannot_be_read(
    judge: Judge,
    fake: Fake,
    one_shots: tuple[Case, ...],
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, str],
) -> None:
    """If no process of a client can be seen, that is told once, and its cases are judged."""
    cases = (one_shots,) if changes else ()

    async def nothing(_: ProcessArguments) -> None:
        return None

    def told(judged: Any) -> list[str]:
        return [event.client for event in judged.events if isinstance(event, ArgumentsUnread)]

    assert told(judge([fake("honest", **changes)], *cases)) == []
    monkeypatch.setattr(ProcessArguments, "read", nothing)
    judged = judge([fake("honest", **changes)], *cases)
    assert told(judged) == ["honest"]
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}


def test_program_that_cannot_be_started(judge: Judge, fake: Fake, tmp_path: Path) -> None:
    """If a client's command does not exist, its cases have no verdict but a reason."""
    command = [str(tmp_path / "nothing")]
    broken = changed(fake("honest"), "broken", session=command)
    judged = judge([broken, fake("honest")])
    assert set(judged.outcomes("broken").values()) == {Outcome.NO_VERDICT}
    (fault,) = judged.faults("broken", "a")
    assert (fault.code, fault.details) == (Code.ABANDONED, {"cause": Code.START_FAILED})
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_defect_of_the_harness(judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of the harness is reported as such, and affects only the client it occurs with."""
    start = ProcessDriver.start

    async def broken(driver: ProcessDriver, client: Client, launch: Launch) -> Any:
        if client.name == "exits":
            raise LookupError("no such thing")
        return await start(driver, client, launch)

    monkeypatch.setattr(ProcessDriver, "start", broken)
    judged = judge([fake("exits"), fake("honest")])
    assert set(judged.outcomes("exits").values()) == {Outcome.NO_VERDICT}
    (fault,) = judged.faults("exits", "a")
    assert (fault.code, fault.details) == (Code.DEFECT, {"type": "LookupError"})
    assert len(judged.verdicts("exits")) == 12
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_defect_of_the_harness_in_a_case(
    judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect of the harness in one case leaves only that case without a verdict."""
    play = CaseItem.play

    async def broken(item: CaseItem, execution: Any) -> None:
        if item.case.name == "poison":
            raise LookupError("no such thing")
        await play(item, execution)

    monkeypatch.setattr(CaseItem, "play", broken)
    outcomes = judge([fake("honest")]).outcomes("honest")
    assert outcomes.pop("poison") is Outcome.NO_VERDICT
    assert set(outcomes.values()) == {Outcome.PASS}


def test_ready(judge: Judge, fake: Fake) -> None:
    """A client is reported ready once, with its identity, however often it is started."""
    judged = judge([fake("exits")])
    ready = [event for event in judged.events if isinstance(event, ClientReady)]
    assert [(event.client, event.driver, event.built) for event in ready] == [
        ("exits", "process", False)
    ]
    assert ready[0].identity is not None
    assert ready[0].identity.name == "fake"
    assert set(judged.finished.seconds) >= {
        "drivers",
        "build",
        "start",
        "items",
        "clean-up",
        "total",
    }


def test_defect_before_the_build(judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect in one client's run before its build ends does not stop the other clients."""
    build = ProcessDriver.build

    async def broken(driver: ProcessDriver, client: Client, progress: Any) -> bool:
        if client.name == "exits":
            raise LookupError("no such thing")
        return await build(driver, client, progress)

    monkeypatch.setattr(ProcessDriver, "build", broken)
    judged = judge([fake("exits"), fake("honest")])
    assert {*judged.codes("exits", "a")} == {Code.DEFECT}
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
