"""A run of fake clients through the real engine, and what it left."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from scoreline.formats.schema import load_schemas
from scoreline.protocol.manifest import Client, Command, ProcessStart
from scoreline.results.event import CaseJudged, Event, RunFinished
from scoreline.results.verdict import Outcome, Verdict
from scoreline.runner.options import DriverChoice, Options
from scoreline.runner.run import run
from scoreline.suite.case import Call, Case, Door, Expectation
from scoreline.suite.requirement import Level
from scoreline.suite.service import Reply
from scoreline.suite.vector import Vector

CLIENTS = Path(__file__).parent / "clients"
MARK = "SCORELINE_TEST_RUN"
BOUND_SECONDS = 120
GONE_SECONDS = 10
CONTROL = Vector("made-up", "one row", "made up", ((1.0,),), (1.5,), 0.0)


def make_client(name: str, folder: Path, *, one_shot: str | None = None) -> Client:
    """A client of tests/engine/clients as a process.

    Args:
        name: the file's name without its ending.
        folder: the folder that it runs in.
        one_shot: the defect of its other door; None: no such door.
    """
    python = (sys.executable, "-S")
    other: Command | None = None
    if one_shot is not None:
        other = (*python, str(CLIENTS / "one_shot.py"), one_shot)
    session = (*python, str(CLIENTS / f"{name}.py"))
    start = ProcessStart(requires=(), remedy="", build=(), session=session, one_shot=other)
    return Client(name.replace("_", "-"), "Python", folder, None, start)


def make_case(name: str, **changes: object) -> Case:
    """A case in which the reply is `[1.5]`, and so must be the predictions."""
    case = Case(
        subject="made-up",
        name=name,
        title="scores one row",
        why="",
        file="made-up.toml",
        requirements=(),
        level=Level.CORE,
        needs=(),
        authenticated=True,
        replies=(Reply(headers=(("Content-Type", "application/json"),), body=b"[1.5]"),),
        call=Call(rows=((1.0,),)),
        expect=Expectation(predictions=[1.5]),
    )
    return replace(case, **changes)  # type: ignore[arg-type]  # names of fields, said once


NAMES = ("a", "b", "c", "poison", "d", "e", "f", "g", "h", "i", "j", "k")
CASES = tuple(make_case(name) for name in NAMES)
"""One of them is the case that a client goes wrong in; more than are in flight at once."""
ENDS = make_case("ends", call=Call(rows=((1.0,),), alone=True))
"""Looks at how a session ends."""
ONE_SHOTS = tuple(
    make_case(name, call=Call(door=Door.ONE_SHOT, payload={"data": [[1.0]]}))
    for name in ("x", "poison", "y")
)


@dataclass(frozen=True)
class Judged:
    """What came of a run."""

    events: list[Event] = field(default_factory=list)

    @property
    def finished(self) -> RunFinished:
        """The last event."""
        last = self.events[-1]
        assert isinstance(last, RunFinished)
        return last

    def verdicts(self, client: str) -> dict[str, Verdict]:
        """A client's verdicts by the name of the case; one for each."""
        found = [
            event.verdict
            for event in self.events
            if isinstance(event, CaseJudged) and event.verdict.client == client
        ]
        by_name = {verdict.case.partition("/")[2]: verdict for verdict in found}
        assert len(by_name) == len(found), "a case was judged twice"
        return by_name

    def outcomes(self, client: str) -> dict[str, Outcome]:
        """The same, outcomes only."""
        return {name: verdict.outcome for name, verdict in self.verdicts(client).items()}

    def words(self, client: str, case: str) -> str:
        """All that a verdict says."""
        verdict = self.verdicts(client)[case]
        return "\n".join((*map(str, verdict.mismatches), verdict.reason, *verdict.stderr))


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> str:
    """What all processes of this test carry in their environment."""
    word = f"{os.getpid()}-{time.monotonic_ns()}"
    monkeypatch.setenv(MARK, word)
    return word


def processes(mark: str) -> list[int]:
    """The living processes that carry the mark, this one apart."""
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
    """Whether all processes that were started in this test come to their end."""

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
    """Judges clients in a run that must come to its end in time and leave no process."""

    def judge_clients(
        clients: Sequence[Client],
        cases: Sequence[Case] = CASES,
        *,
        leaves: bool = False,
        **changes: object,
    ) -> Judged:
        judged = Judged()
        options = Options(
            cache=tmp_path / "cache",
            driver=DriverChoice.PROCESS,
            case_seconds=4.0,
            grace_seconds=1.0,
            start_seconds=30.0,
        )
        running = run(
            clients,
            cases,
            control=CONTROL,
            schemas=load_schemas(),
            options=replace(options, **changes),  # type: ignore[arg-type]  # names of fields
            emit=judged.events.append,
        )
        asyncio.run(asyncio.wait_for(running, BOUND_SECONDS))
        assert leaves or gone(), "a process is left"
        return judged

    return judge_clients


@pytest.fixture
def fake(tmp_path: Path) -> Callable[..., Client]:
    """Makes a client of tests/engine/clients, in a folder of its own."""

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
def ends() -> Case:
    """A case that looks at how a session ends."""
    return ENDS


@pytest.fixture
def one_shots() -> tuple[Case, ...]:
    """Cases of the other door, one of which a client goes wrong in."""
    return ONE_SHOTS
