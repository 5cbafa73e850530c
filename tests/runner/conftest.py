"""Runs fake clients with the real runner."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from scoreline.fault import Fault
from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client, Mode
from scoreline.results.event import Event, ItemJudged, RunFinished
from scoreline.results.verdict import Outcome, Verdict
from scoreline.runner.case_item import case_items
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan, Item, Plan
from scoreline.runner.run import run
from scoreline.suite.call import Call
from scoreline.suite.case import Case
from scoreline.suite.drawn import drawn_vector
from scoreline.suite.expectation import Expectation
from scoreline.suite.reply import Reply
from scoreline.suite.requirement import Level
from scoreline.suite.service import ServiceDefinition
from scoreline.suite.vector import Vector

CLIENTS = Path(__file__).parent / "clients"
MARK = "SCORELINE_TEST_RUN"
BOUND_SECONDS = 120
GONE_SECONDS = 10
CONTROL = Vector("made-up", "zeros", "made up", ((0.0,) * 10,), (152.11788558574,), 0.0)
"""A vector that the model really scores, since it answers the control calls."""
SEED = 7


def make_client(name: str, folder: Path, *, one_shot: str | None = None) -> Client:
    """A client of tests/runner/clients for the process driver.

    Args:
        name: name of the client's file without the suffix.
        folder: folder of the client, in which it runs.
        one_shot: defect of the client in one-shot mode; None if it lacks this mode.
    """
    python = (sys.executable, "-S")
    table: dict[str, object] = {
        "requires": [],
        "remedy": "",
        "session": [*python, str(CLIENTS / f"{name}.py")],
    }
    if one_shot is not None:
        table["one-shot"] = [*python, str(CLIENTS / "one_shot.py"), one_shot]
    return Client(name.replace("_", "-"), "Python", folder, {"process": table})


def make_case(name: str, **changes: object) -> Case:
    """A case in which the service replies `[1.5]` and the client must predict the same."""
    case = Case(
        subject="made-up",
        name=name,
        title="scores one row",
        why="",
        file="made-up.toml",
        definition=1,
        requirements=(),
        level=Level.CORE,
        needs=(),
        service=ServiceDefinition(key=True, replies=(Reply(json=[1.5]),)),
        call=Call(rows=((1.0,),)),
        expect=Expectation(predictions=[1.5]),
    )
    case = replace(case, **changes)  # type: ignore[arg-type]  # names of fields
    # Names of services and handles are random: this is how a fake client recognises its case.
    config = {**case.call.config, "application": name}
    return replace(case, call=replace(case.call, config=config))


NAMES = ("a", "b", "c", "poison", "d", "e", "f", "g", "h", "i", "j", "k")
CASES = tuple(make_case(name) for name in NAMES)
"""A client shows its defect in `poison`. There are more cases than can be in flight at once."""
ENDS = make_case("ends", call=Call(rows=((1.0,),), alone=True))
"""A case that tests how a session ends."""
ONE_SHOTS = tuple(
    make_case(name, call=Call(mode=Mode.ONE_SHOT, payload={"data": [[number]]}))
    for name, number in (("x", 1.0), ("poison", 666.0), ("y", 1.0))
)


@dataclass(frozen=True)
class Judged:
    """The events of a run."""

    events: list[Event] = field(default_factory=list)

    @property
    def finished(self) -> RunFinished:
        """The last event."""
        last = self.events[-1]
        assert isinstance(last, RunFinished)
        return last

    def verdicts(self, client: str) -> dict[str, Verdict]:
        """The verdicts on a client, by the name of the item."""
        found = [
            event.verdict
            for event in self.events
            if isinstance(event, ItemJudged) and event.verdict.client == client
        ]
        by_name = {verdict.item.identifier.partition("/")[2]: verdict for verdict in found}
        assert len(by_name) == len(found), "an item was judged twice"
        return by_name

    def outcomes(self, client: str) -> dict[str, Outcome]:
        """The outcomes for a client, by the name of the item."""
        return {name: verdict.outcome for name, verdict in self.verdicts(client).items()}

    def codes(self, client: str, name: str) -> set[str]:
        """The codes of a verdict's mismatches and of its reason."""
        verdict = self.verdicts(client)[name]
        codes = {mismatch.code for mismatch in verdict.mismatches}
        return codes | ({verdict.reason.code} if verdict.reason else set())

    def faults(self, client: str, name: str) -> list[Fault]:
        """The faults among a verdict's answers, and its reason."""
        verdict = self.verdicts(client)[name]
        faults = [one for one in verdict.testimony.answers if isinstance(one, Fault)]
        return faults + ([verdict.reason] if verdict.reason else [])


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> str:
    """A value that all processes of this test have in their environment."""
    value = f"{os.getpid()}-{time.monotonic_ns()}"
    monkeypatch.setenv(MARK, value)
    return value


def processes(mark: str) -> list[int]:
    """The running processes with this mark, except the current one."""
    needle = f"{MARK}={mark}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if needle in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return [number for number in found if number != os.getpid()]


@pytest.fixture
def gone(mark: str) -> Callable[[], bool]:
    """Whether all processes that this test started exit within GONE_SECONDS."""

    def all_gone() -> bool:
        end = time.monotonic() + GONE_SECONDS
        while processes(mark):
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    return all_gone


@pytest.fixture
def judge(tmp_path: Path, gone: Callable[[], bool]) -> Callable[..., Judged]:
    """Judges clients in a run that must end in time and leave no process running."""

    def judge_clients(
        clients: Sequence[Client],
        cases: Sequence[Case] = CASES,
        *,
        items: Sequence[Item] = (),
        control: Vector = CONTROL,
        **changes: object,
    ) -> Judged:
        judged = Judged()
        options = Options(
            cache=tmp_path / "cache",
            driver="process",
            deadline_seconds=4.0,
            grace_seconds=1.0,
            start_seconds=30.0,
        )
        played = (*case_items(cases, control, load_schemas(), seed=SEED), *items)
        plan = Plan(tuple(ClientPlan(client, played) for client in clients))
        changed = replace(options, **changes)  # type: ignore[arg-type]  # names of fields
        running = run(plan, changed, judged.events.append)
        asyncio.run(asyncio.wait_for(running, BOUND_SECONDS))
        assert gone(), "a process is still running"
        return judged

    return judge_clients


@pytest.fixture
def fake(tmp_path: Path) -> Callable[..., Client]:
    """Makes a client of tests/runner/clients, in a new folder."""

    def fake_client(name: str, **changes: str) -> Client:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        return make_client(name, folder, **changes)

    return fake_client


@pytest.fixture
def case() -> Callable[..., Case]:
    """Makes a case."""
    return make_case


@pytest.fixture
def control() -> Vector:
    """The vector of the control calls, with the predictions of these runs."""
    return drawn_vector(CONTROL, SEED)


@pytest.fixture
def cases() -> tuple[Case, ...]:
    """The cases that are judged by default; a client shows its defect in `poison`."""
    return CASES


@pytest.fixture
def ends() -> Case:
    """A case that tests how a session ends."""
    return ENDS


@pytest.fixture
def one_shots() -> tuple[Case, ...]:
    """Cases in one-shot mode; a client shows its defect in one of them."""
    return ONE_SHOTS
