"""A run may contain items of any kind; each item defines how it is played and judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scoreline.fault import Code
from scoreline.protocol.answer import CallResult
from scoreline.protocol.manifest import Client, Mode
from scoreline.results.evidence import Evidence
from scoreline.results.masking import new_key
from scoreline.results.verdict import ItemInfo, Mismatch, Outcome, Witness
from scoreline.runner.execution import Execution
from scoreline.runner.plan import ClientPlan, OwnSession
from scoreline.suite.reply import Reply
from scoreline.suite.service import Service

Judge = Callable[..., Any]
Fake = Callable[..., Client]


@dataclass(frozen=True)
class Probe:
    """An item that is not a case: it calls two services and defines its own judgement."""

    name: str = "probe"
    expected: float = 2.0
    mode: Mode = Mode.SESSION
    needs: tuple[str, ...] = ()
    own_session: OwnSession | None = None
    limited: bool = False

    @property
    def info(self) -> ItemInfo:
        """An item without level and requirements."""
        return ItemInfo(f"made-up/{self.name}", "calls two services")

    async def play(self, execution: Execution) -> None:
        """Scores one row on each service."""
        key = new_key()
        execution.give((key,))
        for number, value in ((1, 1.0), (2, 2.0)):
            name = f"{execution.name}.{number}"
            execution.serve(Service(name, key, (Reply(json=[value]),)))
            uri = execution.uri.replace(execution.name, name)
            if await execution.open(name, {"uri": uri, "key": key, "application": self.name}):
                await execution.call({"client": name, "rows": [[1.0]]})
                await execution.close(name)

    def judge(self, evidence: Evidence) -> tuple[Mismatch, ...]:
        """Expects one request per service, and the prediction of the second service last."""
        found = evidence.testimony.answers[-1]
        services = {exchange.service[-1] for exchange in evidence.testimony.exchanges}
        if found == CallResult([self.expected]) and services == {"1", "2"}:
            return ()
        return (Mismatch("probe", Witness.CLIENT, "probe", str(self.expected), str(found)),)


def test_item_beside_cases(judge: Judge, fake: Fake) -> None:
    """An item that is not a case is played and judged in the same run and session as cases."""
    judged = judge([fake("honest")], items=[Probe(), Probe("wrong", expected=3.0)])
    outcomes = judged.outcomes("honest")
    assert outcomes.pop("wrong") is Outcome.FAIL
    assert judged.codes("honest", "wrong") == {"probe"}
    assert len(outcomes) == 13
    assert set(outcomes.values()) == {Outcome.PASS}
    assert judged.verdicts("honest")["probe"].item.level == ""


def test_item_alone(judge: Judge, fake: Fake) -> None:
    """A run may contain no case."""
    judged = judge([fake("honest")], [], items=[Probe()])
    assert judged.outcomes("honest") == {"probe": Outcome.PASS}
    assert judged.finished.exit_status == 0


def test_fault_in_an_item(judge: Judge, fake: Fake) -> None:
    """An item that breaks its session fails with the fault, as a case does."""
    judged = judge([fake("exits")], items=[Probe("poison-too")])
    outcomes = judged.outcomes("exits")
    assert outcomes.pop("poison-too") is outcomes.pop("poison") is Outcome.FAIL
    assert Code.EXITED in judged.codes("exits", "poison-too")
    assert set(outcomes.values()) == {Outcome.PASS}


def test_item_with_a_defect(judge: Judge, fake: Fake) -> None:
    """A defect in an item's code leaves only that item without a verdict."""

    class Defective(Probe):
        async def play(self, execution: Execution) -> None:
            raise LookupError(execution.name)

    judged = judge([fake("honest")], items=[Defective("defective")])
    outcomes = judged.outcomes("honest")
    assert outcomes.pop("defective") is Outcome.NO_VERDICT
    assert judged.codes("honest", "defective") == {Code.DEFECT}
    assert set(outcomes.values()) == {Outcome.PASS}


def test_same_identifier_twice() -> None:
    """Two items of one client with the same identifier are refused."""
    # Their verdicts could not be distinguished.
    with pytest.raises(ValueError, match="made-up/probe"):
        ClientPlan(Client("one", "Python", Path(), {}), (Probe(), Probe()))


def test_unknown_need() -> None:
    """An item that needs a capability that nobody can claim is refused, and not skipped."""
    with pytest.raises(ValueError, match="paylod"):
        ClientPlan(Client("one", "Python", Path(), {}), (Probe(needs=("paylod",)),))


def test_item_without_evidence(judge: Judge, fake: Fake) -> None:
    """An item that makes no call fails, even if its own judge finds nothing."""

    class Idle(Probe):
        async def play(self, execution: Execution) -> None:
            pass

        def judge(self, evidence: Evidence) -> tuple[Mismatch, ...]:  # noqa: ARG002
            return ()

    judged = judge([fake("honest")], [], items=[Idle("idle")])
    assert judged.outcomes("honest") == {"idle": Outcome.FAIL}
    assert judged.codes("honest", "idle") == {"answer-count"}


def test_item_whose_key_is_written(judge: Judge, fake: Fake) -> None:
    """A client that writes the key of an item fails, whatever the item itself judges."""
    judged = judge([fake("logs_key")], [], items=[Probe("poison")])
    assert judged.outcomes("logs-key") == {"poison": Outcome.FAIL}
    assert judged.codes("logs-key", "poison") == {"secret"}
