"""The runner works with any driver, and a fault of a driver never counts against a client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scoreline.drivers import registry
from scoreline.drivers.process import ProcessDriver
from scoreline.drivers.program import Program, ProgramError
from scoreline.fault import Code, Fault
from scoreline.protocol.manifest import Client
from scoreline.results.event import ClientReady
from scoreline.results.verdict import Outcome
from scoreline.suite.case import Case

Judge = Callable[..., Any]
Fake = Callable[..., Client]
LOST = Fault(Code.ENGINE_FAILED, "the engine failed")


class ForeignDriver(ProcessDriver):
    """A driver from outside the package that shares a table of client.toml with another one."""

    name = "foreign"


class Breaking(ProcessDriver):
    """A driver whose engine fails at the third start."""

    name = "breaking"
    starts = 0

    async def start(self, *arguments: Any, **options: Any) -> Any:
        """Starts the first two programs, and fails after that."""
        Breaking.starts += 1
        if Breaking.starts > 2:
            raise ProgramError(LOST)
        return await super().start(*arguments, **options)


class Silent(ProcessDriver):
    """A driver whose engine cannot report the exit status of a program."""

    name = "silent"

    async def start(self, *arguments: Any, **options: Any) -> Any:
        """Starts a program whose exit status is unknown."""
        program: Program = await super().start(*arguments, **options)

        async def wait() -> int:
            raise ProgramError(LOST)

        program.wait = wait  # type: ignore[method-assign]
        return program


def test_foreign_driver(judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A driver needs only a class and an entry in the registry."""
    monkeypatch.setitem(registry.DRIVERS, "foreign", lambda: ForeignDriver)
    judged = judge([fake("honest")], driver="foreign")
    assert set(judged.outcomes("honest").values()) == {Outcome.PASS}
    (ready,) = (event for event in judged.events if isinstance(event, ClientReady))
    assert ready.driver == "foreign"


def test_engine_fails_before_a_start(
    judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch, one_shots: tuple[Case, ...]
) -> None:
    """Items whose program the driver cannot start have no verdict, and do not fail."""
    monkeypatch.setitem(registry.DRIVERS, "breaking", lambda: Breaking)
    monkeypatch.setattr(Breaking, "starts", 0)
    judged = judge([fake("honest", one_shot="none")], one_shots, driver="breaking")
    outcomes = judged.outcomes("honest")
    assert sorted(outcomes.values()) == [Outcome.NO_VERDICT, Outcome.PASS, Outcome.PASS]
    (name,) = (name for name, outcome in outcomes.items() if outcome is Outcome.NO_VERDICT)
    assert judged.faults("honest", name) == [LOST]
    assert judged.finished.exit_status == 1


def test_engine_fails_during_a_session(
    judge: Judge, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Items in flight when the engine fails have no verdict."""
    monkeypatch.setitem(registry.DRIVERS, "silent", lambda: Silent)
    judged = judge([fake("exits")], driver="silent")
    outcomes = judged.outcomes("exits")
    assert outcomes.pop("poison") is Outcome.NO_VERDICT
    assert judged.codes("exits", "poison") == {Code.ENGINE_FAILED}
    assert Outcome.FAIL not in outcomes.values()
