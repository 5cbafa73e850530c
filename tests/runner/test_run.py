"""What a run comes to as a whole, and what one client can do to the others: nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoreline.drivers.process import ProcessDriver
from scoreline.protocol.manifest import Client, ProcessStart
from scoreline.results.event import ClientReady, ClientUnavailable
from scoreline.results.verdict import Outcome
from scoreline.runner import sessions
from scoreline.suite.case import Case

Judge = Callable[..., Any]
Fake = Callable[..., Client]


def changed(client: Client, name: str, **start: Any) -> Client:
    """A client under another name with another way to start."""
    assert client.process is not None
    process: ProcessStart = replace(client.process, **start)
    return replace(client, name=name, process=process)


def test_nothing_applicable(judge: Judge, fake: Fake, case: Any) -> None:
    """A client to which nothing applies has shown nothing, alone or beside others."""
    cases = [case("payload", needs=("payload",))]
    alone = judge([fake("honest")], cases)
    assert alone.outcomes("honest") == {"payload": Outcome.NOT_APPLICABLE}
    assert alone.words("honest", "payload") == "it does not claim payload"
    assert alone.finished.exit_status == 3


def test_no_case(judge: Judge, fake: Fake) -> None:
    """A run without a case judges nothing."""
    assert judge([fake("honest")], []).finished.exit_status == 3


def test_no_door(judge: Judge, fake: Fake, case: Any, one_shots: tuple[Case, ...]) -> None:
    """The cases of a door that a client does not have are not applicable to it."""
    shut = changed(fake("honest", one_shot="none"), "shut", session=None)
    judged = judge([shut, fake("honest")], [case("a"), *one_shots])
    assert judged.outcomes("shut")["a"] is Outcome.NOT_APPLICABLE
    assert judged.words("shut", "a") == "its client.toml names no session command"
    assert judged.outcomes("shut")["x"] is Outcome.PASS
    assert judged.outcomes("honest") == {"a": Outcome.PASS} | dict.fromkeys(
        ("x", "y", "poison"), Outcome.NOT_APPLICABLE
    )
    assert judged.finished.exit_status == 0
    only = judge([shut, fake("honest")], [case("a")])
    assert only.finished.exit_status == 1, "one of two clients has shown nothing"


def test_failing_build(judge: Judge, fake: Fake) -> None:
    """A build that fails shows the end of its output and costs only its own client."""
    script = "print('\\n'.join(f'line {n}' for n in range(100))); raise SystemExit(4)"
    broken = changed(fake("honest"), "broken", build=((sys.executable, "-c", script),))
    judged = judge([broken, fake("honest")])
    verdict = judged.verdicts("broken")["a"]
    assert verdict.outcome is Outcome.NO_VERDICT
    assert verdict.reason.startswith("it does not build: python")
    assert verdict.reason.endswith("exit status 4") or "status 4" in verdict.reason
    assert verdict.stderr[-1] == "line 99"
    assert len(verdict.stderr) < 100
    assert len(judged.verdicts("broken")) == 12
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_unavailable(judge: Judge, fake: Fake) -> None:
    """A client whose program is missing is unavailable with a remedy; required, it is a failure."""
    missing = changed(fake("honest"), "missing", requires=("no-such-program",), remedy="Get it.")
    beside = judge([missing, fake("honest")])
    events = [event for event in beside.events if isinstance(event, ClientUnavailable)]
    reason = "no-such-program not found on PATH"
    assert events == [ClientUnavailable("missing", reason, "Get it.", required=False)]
    assert beside.finished.exit_status == 0
    assert beside.finished.unavailable == ("missing",)
    required = judge([missing, fake("honest")], required=frozenset({"missing"}))
    assert required.finished.exit_status == 1
    assert required.finished.missing == ("missing",)
    assert judge([missing], required=frozenset({"missing"})).finished.exit_status == 3


def test_program_that_cannot_be_started(judge: Judge, fake: Fake, tmp_path: Path) -> None:
    """A command that is not there leaves its cases without a verdict and with the reason."""
    command = (str(tmp_path / "nothing"),)
    broken = changed(fake("honest"), "broken", session=command)
    judged = judge([broken, fake("honest")])
    assert set(judged.outcomes("broken").values()) == {Outcome.NO_VERDICT}
    assert "cannot be started: No such file or directory" in judged.words("broken", "a")
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_defect_of_the_harness(judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of ours in one client's run is named as ours and costs only that client."""
    start = ProcessDriver.start_session

    async def broken(driver: ProcessDriver, client: Client) -> Any:
        if client.name == "late":
            raise LookupError("no such thing")
        return await start(driver, client)

    monkeypatch.setattr(ProcessDriver, "start_session", broken)
    judged = judge([fake("late"), fake("honest")])
    assert set(judged.outcomes("late").values()) == {Outcome.NO_VERDICT}
    assert judged.words("late", "a") == "the harness failed: LookupError: no such thing"
    assert len(judged.verdicts("late")) == 12
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    assert judged.finished.exit_status == 1


def test_defect_of_the_harness_in_a_case(
    judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect of ours in one case costs that case alone."""
    play = sessions.conversation.in_session

    async def broken(session: Any, case: Case, stage: Any) -> Any:
        if case.name == "poison":
            raise LookupError("no such thing")
        return await play(session, case, stage)

    monkeypatch.setattr(sessions.conversation, "in_session", broken)
    outcomes = judge([fake("honest")]).outcomes("honest")
    assert outcomes.pop("poison") is Outcome.NO_VERDICT
    assert set(outcomes.values()) == {Outcome.PASS}


def test_ready(judge: Judge, fake: Fake) -> None:
    """A client is ready once, with what it says of itself, however often it is started."""
    judged = judge([fake("exits")])
    ready = [event for event in judged.events if isinstance(event, ClientReady)]
    assert [(event.client, event.driver, event.built) for event in ready] == [
        ("exits", "process", False)
    ]
    assert ready[0].identity is not None
    assert ready[0].identity.name == "fake"
    assert set(judged.finished.seconds) >= {"build", "start", "cases", "engine", "cleanup", "total"}
