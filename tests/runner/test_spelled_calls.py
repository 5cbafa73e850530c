"""Every message of a call is sent in the spelling that the call asks for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

import pytest

from scoreline.drivers.session import Received
from scoreline.protocol.message import CANCEL, Response
from scoreline.protocol.spelling import Spelling
from scoreline.runner.case_play import CasePlay
from scoreline.runner.execution import Execution
from scoreline.suite.call import Call, GiveUp
from scoreline.suite.loader import load_suite

(CASE,) = (one for one in load_suite().cases if one.identifier == "modes/session-ends")
ID: Final = 5


class Noting:
    """A session that notes messages; a call that is given up is answered after that."""

    arguments = None

    def __init__(self, give_up: GiveUp | None) -> None:
        """How its calls are given up."""
        self.sent: list[tuple[str, Spelling]] = []
        self._ended = asyncio.Event()
        if give_up is None:
            self._ended.set()

    async def call(self, method: str, _params: object, on_sent: Any, spelling: Spelling) -> Any:
        """An empty result."""
        self.sent.append((method, spelling))
        if method == "score":
            if on_sent is not None:
                on_sent(ID)
            await self._ended.wait()
        elif method == "close":
            self._ended.set()
        return Received(Response(ID, result={}), b"")

    async def notify(self, method: str, _params: object, spelling: Spelling) -> None:
        """Ends the call that it names."""
        self.sent.append((method, spelling))
        self._ended.set()

    def usage(self, _since: float) -> Any:
        """None."""
        return SimpleNamespace(waited=0.0, harness=0.0, late=0.0)


class Receiving:
    """An endpoint that receives each request at once."""

    def received(self, _services: object) -> int:
        """None so far."""
        return 0

    async def receives(self, _services: object, _count: int) -> None:
        """At once."""


@pytest.mark.parametrize(
    ("give_up", "methods"),
    [
        (None, ["open", "score", "close"]),
        (GiveUp.CLOSE, ["open", "score", "close"]),
        (GiveUp.CANCEL, ["open", "score", CANCEL, "close"]),
    ],
)
@pytest.mark.parametrize("spelling", [Spelling.PLAIN, Spelling.ESCAPED])
def test_spelling(give_up: GiveUp | None, methods: list[str], spelling: Spelling) -> None:
    """It is that of opening, scoring, cancelling and closing."""
    call: Call = replace(CASE.call, spelling=spelling, give_up=give_up)
    (step,) = CASE.story
    case = replace(CASE, call=call, steps=(replace(step, call=call),))

    async def scenario() -> list[tuple[str, Spelling]]:
        session: Any = Noting(give_up)
        conditions: Any = SimpleNamespace(endpoint=Receiving())
        setting: Any = SimpleNamespace(config=lambda _: {})
        await CasePlay(case, setting, Execution(conditions, session)).play()
        sent: list[tuple[str, Spelling]] = session.sent
        return sent

    assert asyncio.run(scenario()) == [(method, spelling) for method in methods]
