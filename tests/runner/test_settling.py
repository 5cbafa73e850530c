"""A verdict waits until the endpoint has seen the end of each exchange that the client began.

A client may answer before that: the endpoint learns a moment later that a reply was read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from scoreline.drivers.driver import Launch
from scoreline.drivers.program import StandardError
from scoreline.protocol.manifest import Client, Mode
from scoreline.results.connection import ConnectionRecord
from scoreline.results.evidence import Evidence, Testimony
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.verdict import ItemInfo, Mismatch, Witness
from scoreline.runner.client_run import ClientRun
from scoreline.runner.conditions import Conditions
from scoreline.runner.execution import Execution
from scoreline.runner.options import Options
from scoreline.runner.plan import ClientPlan
from scoreline.runner.session_play import play_in_session
from scoreline.suite.service import Service

Play = Callable[[Execution, "Late"], Awaitable[None]]


class Late:
    """An endpoint on which exchanges end only while somebody waits for them."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self._ended: list[Exchange] = []
        self._begun = 0

    def add(self, _: Service, _on_received: object) -> None:
        """Opens nothing."""

    def remove(self, _: str) -> None:
        """Closes nothing."""

    def uri(self, name: str, *, host: str) -> str:
        """Where nothing listens."""
        return f"http://{host}/{name}"

    def connections(self, _: str) -> tuple[ConnectionRecord, ...]:
        """None is kept."""
        return ()

    def begin(self) -> None:
        """The client sends a request."""
        self._begun += 1

    async def settled(self, name: str, _seconds: float) -> None:
        """All exchanges end."""
        count = self._begun
        self._ended = [
            Exchange(name, 1, n, "POST", "/", "HTTP/1.1", (), b"", None, Ending.REPLIED, n, n)
            for n in range(count)
        ]

    def exchanges(self, _: str, *, in_flight: bool) -> tuple[Exchange, ...]:
        """Those that have ended."""
        assert in_flight
        return tuple(self._ended)


class Calls:
    """An item that makes calls and keeps the evidence that it is judged by."""

    own_session = None
    limited = False
    needs = ()
    info = ItemInfo("made-up/calls", "makes calls")

    def __init__(self, endpoint: Late, play: Play, mode: Mode = Mode.SESSION) -> None:
        """An item that calls the endpoint as `play` says."""
        self.mode = mode
        self.evidence: list[Evidence] = []
        self._endpoint = endpoint
        self._play = play

    async def play(self, execution: Execution) -> None:
        """Opens a service and makes the calls."""
        execution.serve(Service(execution.name))
        await self._play(execution, self._endpoint)

    def judge(self, evidence: Evidence) -> tuple[Mismatch, ...]:
        """Finds something wrong, so that nobody takes this for a pass."""
        self.evidence.append(evidence)
        return (Mismatch("made-up", Witness.CLIENT, "all", "something", "something else"),)


async def one_call(_: Execution, endpoint: Late) -> None:
    """The client sends a request, and answers before the exchange has ended."""
    endpoint.begin()


def conditions(endpoint: Any) -> Conditions:
    """Conditions with this endpoint, under which nothing can be started."""

    async def start(_: Launch) -> Any:
        raise NotImplementedError

    return Conditions(endpoint, "host", start, 60.0, 60.0)


def in_session(play: Play) -> Evidence:
    """The evidence of an item that is played in a session."""
    endpoint = Late()
    session: Any = SimpleNamespace(
        limit=lambda _: nullcontext(SimpleNamespace(expired=bool)),
        program=SimpleNamespace(stderr=StandardError()),
        arguments=None,
    )
    item: Any = Calls(endpoint, play)
    return asyncio.run(play_in_session(conditions(endpoint), session, item))


def counts(*testimonies: Testimony | None) -> list[int]:
    """How many exchanges each has."""
    return [len(one.exchanges) for one in testimonies if one is not None]


def test_item_in_a_session() -> None:
    """The evidence has the exchange of the last call."""
    assert counts(in_session(one_call).testimony) == [1]


def test_control_call_in_a_session() -> None:
    """What the item itself sent is not taken for the control call."""

    async def play(execution: Execution, endpoint: Late) -> None:
        endpoint.begin()
        await execution.begin_control()
        endpoint.begin()

    evidence = in_session(play)
    assert counts(evidence.testimony, evidence.control) == [1, 1]


@pytest.mark.parametrize("made_before", [True, False])
def test_control_call_that_is_shared(*, made_before: bool) -> None:
    """The one that is offered, and the one that is made, has the exchange of its call."""
    offered: list[Testimony] = []

    async def call(endpoint: Late) -> None:
        endpoint.begin()

    async def play(execution: Execution, endpoint: Late) -> None:
        if made_before:
            endpoint.begin()
            await execution.offer_control(lambda made: not offered.append(made))
        await execution.share_control(lambda: call(endpoint))
        assert counts(execution.record.control) == [1]

    evidence = in_session(play)
    assert counts(*offered) == ([1] if made_before else [])
    assert counts(evidence.testimony, evidence.control) == [int(made_before), 1]


def test_one_shot() -> None:
    """The evidence of a one-shot has the exchange of its call."""
    endpoint: Any = Late()
    item: Any = Calls(endpoint, one_call, Mode.ONE_SHOT)
    driver: Any = SimpleNamespace(host="host", start=len)
    client = Client("made-up", "Python", None, {})  # type: ignore[arg-type]  # nothing is started
    run = ClientRun(ClientPlan(client, (item,)), driver, endpoint, Options(), lambda _: None)
    asyncio.run(run._play_one_shots((item,)))
    assert counts(*(one.testimony for one in item.evidence)) == [1]
