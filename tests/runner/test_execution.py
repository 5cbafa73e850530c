"""An execution keeps a bounded part of what a session answers, and finds secrets in all of it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from scoreline.drivers.driver import Launch
from scoreline.drivers.program import TAIL_LINES, ProgramError, StandardError
from scoreline.drivers.session import Received
from scoreline.fault import Code, Fault
from scoreline.protocol.answer import CallError, CallResult
from scoreline.protocol.manifest import Mode
from scoreline.protocol.message import LIBRARY_ERROR, Response
from scoreline.results.bounds import MOST_BYTES, MOST_BYTES_OF_SERVICE, MOST_VALUES
from scoreline.runner.execution import Execution

KEPT = MOST_BYTES_OF_SERVICE // MOST_BYTES
KEY = f"scoreline-{'0123456789abcdef' * 4}"


class Talkative:
    """A session whose client answers with the longest lines, and in some of them with the key."""

    def __init__(self, leaks: set[int]) -> None:
        """Its answers with these numbers, from 1, contain the key."""
        self.program = SimpleNamespace(stderr=StandardError())
        self.arguments = None
        self._leaks = leaks
        self._count = 0

    async def call(
        self, _method: str, _params: object, _on_sent: object, _spelling: object
    ) -> Received:
        """One answer."""
        self._count += 1
        line = (KEY if self._count in self._leaks else "x").ljust(MOST_BYTES).encode()
        return Received(Response(self._count, result={"predictions": [1.0]}), line)


@pytest.mark.parametrize("leaks", [set(), {1}, {2, 3, KEPT + 3}, {KEPT + 3}], ids=repr)
def test_many_long_answers(leaks: set[int]) -> None:
    """Answers beyond the bound are faults; of all lines only the first one with a key is kept."""

    async def scenario() -> None:
        session: Any = Talkative(leaks)
        conditions: Any = SimpleNamespace(endpoint=SimpleNamespace(received=lambda _: 0))
        execution = Execution(conditions, session)
        execution.give((KEY,))
        for _ in range(KEPT + 3):
            await execution.call({})
        evidence = execution.evidence()
        answers = evidence.testimony.answers
        assert answers[:KEPT] == (CallResult([1.0]),) * KEPT
        faults = [one.code for one in answers[KEPT:] if isinstance(one, Fault)]
        assert faults == [Code.OUTPUT_TOO_LONG] * 3
        assert (KEY in evidence.transcript) == bool(leaks)
        assert len(evidence.transcript) == (MOST_BYTES if leaks else 0)

    asyncio.run(scenario())


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize("succeeds", [True, False])
def test_answer_with_many_values(more: int, succeeds: bool) -> None:
    """An answer with more values than the bound, itself included, is a fault."""
    count = MOST_VALUES - 1 + more
    predictions, members = [1.0] * count, {str(number): None for number in range(count)}

    class Answers(Talkative):
        async def call(
            self, _method: str, _params: object, _on_sent: object, _spelling: object
        ) -> Received:
            if succeeds:
                return Received(Response(1, result={"predictions": predictions}), b"")
            return Received(Response(1, code=LIBRARY_ERROR, data=members), b"")

    async def scenario() -> None:
        session: Any = Answers(set())
        conditions: Any = SimpleNamespace(endpoint=SimpleNamespace(received=lambda _: 0))
        execution = Execution(conditions, session)
        await execution.call({})
        (answer,) = execution.evidence().testimony.answers
        if more:
            assert isinstance(answer, Fault)
            assert answer.code == Code.OUTPUT_TOO_LONG
        else:
            assert answer == (CallResult(predictions) if succeeds else CallError(members))

    asyncio.run(scenario())


class LongOutput:
    """A one-shot that prints JSON of the longest size, or ends in a way that cannot be told."""

    def __init__(self, end: Exception | None) -> None:
        """It ends with status 0, or raises `end` instead."""
        self.stderr = StandardError()
        self.stderr.feed(b"a line\n" * TAIL_LINES)
        self._rest = [b'"' + b"x" * (MOST_BYTES - 3) + b'"\n']
        self._end = end

    async def write(self, data: bytes) -> None:
        """Reads nothing."""

    def end_input(self) -> None:
        """Does nothing."""

    async def read(self) -> bytes:
        """All of the output, and then its end."""
        return self._rest.pop() if self._rest else b""

    async def wait(self) -> int:
        """Its exit status."""
        if self._end is not None:
            raise self._end
        return 0

    async def rest_of_stderr(self) -> bytes:
        """Nothing."""
        return b""

    async def kill(self) -> None:
        """Does nothing."""


def execution_of(*programs: LongOutput) -> Execution:
    """An execution whose one-shots are these programs."""
    rest = list(programs)

    async def start(_: Launch) -> Any:
        return rest.pop(0)

    conditions: Any = SimpleNamespace(endpoint=None, deadline_seconds=60.0, start=start)
    return Execution(conditions)


def test_many_long_outputs() -> None:
    """Outputs of one-shots beyond the bound are faults, and not kept."""

    async def scenario() -> None:
        execution = execution_of(*(LongOutput(None) for _ in range(KEPT + 3)))
        for _ in range(KEPT + 3):
            await execution.one_shot(Launch(Mode.ONE_SHOT), b"")
        testimony = execution.evidence().testimony
        assert len(testimony.outputs) == KEPT
        assert sum(len(one.stdout) for one in testimony.outputs) == MOST_BYTES_OF_SERVICE
        assert all(isinstance(one, CallResult) for one in testimony.answers[:KEPT])
        faults = [one.code for one in testimony.answers[KEPT:] if isinstance(one, Fault)]
        assert faults == [Code.OUTPUT_TOO_LONG] * 3

    asyncio.run(scenario())


def test_lines_of_many_one_shots() -> None:
    """Of the standard error of all of them the last lines are kept."""

    async def scenario() -> None:
        broken = ProgramError(Fault(Code.EXITED, "ended"))
        execution = execution_of(*(LongOutput(broken) for _ in range(3)))
        for _ in range(3):
            await execution.one_shot(Launch(Mode.ONE_SHOT), b"")
        assert execution.stderr == ("a line",) * TAIL_LINES

    asyncio.run(scenario())
