"""An execution keeps a bounded part of what a session answers, and finds secrets in all of it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from scoreline.drivers.program import StandardError
from scoreline.drivers.session import Received
from scoreline.fault import Code, Fault
from scoreline.protocol.answer import Predictions
from scoreline.protocol.message import Response
from scoreline.results.bounds import MOST_BYTES, MOST_BYTES_OF_SERVICE
from scoreline.runner.execution import Execution

KEPT = MOST_BYTES_OF_SERVICE // MOST_BYTES
KEY = f"scoreline-{'0123456789abcdef' * 4}"


class Talkative:
    """A session whose client answers with the longest lines, and in some of them with the key."""

    def __init__(self, leaks: set[int]) -> None:
        """Its answers with these numbers, from 1, contain the key."""
        self.program = SimpleNamespace(stderr=StandardError())
        self._leaks = leaks
        self._count = 0

    async def call(self, _method: str, _params: object) -> Received:
        """One answer."""
        self._count += 1
        line = (KEY if self._count in self._leaks else "x").ljust(MOST_BYTES).encode()
        return Received(Response(self._count, result={"predictions": [1.0]}), line)


@pytest.mark.parametrize("leaks", [set(), {1}, {2, 3, KEPT + 3}, {KEPT + 3}], ids=repr)
def test_many_long_answers(leaks: set[int]) -> None:
    """Answers beyond the bound are faults; of all lines only the first one with a key is kept."""

    async def scenario() -> None:
        session: Any = Talkative(leaks)
        conditions: Any = SimpleNamespace(endpoint=None)
        execution = Execution(conditions, session)
        execution.give(target="/", key=KEY, secrets=(KEY,))
        for _ in range(KEPT + 3):
            await execution.score({})
        evidence = execution.evidence()
        answers = evidence.testimony.answers
        assert answers[:KEPT] == (Predictions([1.0]),) * KEPT
        faults = [one.code for one in answers[KEPT:] if isinstance(one, Fault)]
        assert faults == [Code.OUTPUT_TOO_LONG] * 3
        assert (KEY in evidence.transcript) == bool(leaks)
        assert len(evidence.transcript) == (MOST_BYTES if leaks else 0)

    asyncio.run(scenario())
