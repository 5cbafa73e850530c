"""The reference clients side by side, each in a session of its own, asked about one reply."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from scoreline.drivers.driver import Launch
from scoreline.drivers.registry import tables
from scoreline.drivers.selection import Drivers
from scoreline.drivers.session import Session
from scoreline.endpoint import Endpoint
from scoreline.fault import Fault, FaultError
from scoreline.protocol.answer import Answer
from scoreline.protocol.manifest import Client, Mode, load_clients, reference_manifests
from scoreline.runner.conditions import Conditions
from scoreline.runner.execution import Execution
from scoreline.suite.reply import Reply
from scoreline.suite.service import Service

ROWS: Final = [[1.0, 2.0]]
PAYLOAD: Final = {"input": [1, 2]}
LIMIT_SECONDS: Final = 20.0
"""How long one call may take. No reply that is tried here keeps a client waiting."""


@dataclass(frozen=True, slots=True)
class Siblings:
    """The clients, each with an endpoint that it alone calls.

    Attributes:
        sessions: of each client, by its name.
        conditions: of each client, by its name.
    """

    sessions: Mapping[str, Session]
    conditions: Mapping[str, Conditions]

    async def ask(self, reply: Reply, *, payload: bool) -> dict[str, Answer]:
        """What each client says of a reply.

        Args:
            reply: what its service answers.
            payload: whether a payload is scored, or else rows.
        """
        answers = await asyncio.gather(
            *(self._ask(name, reply, payload=payload) for name in self.sessions)
        )
        return dict(zip(self.sessions, answers, strict=True))

    async def _ask(self, name: str, reply: Reply, *, payload: bool) -> Answer:
        asked = {"payload": PAYLOAD} if payload else {"rows": ROWS}
        async with Execution(self.conditions[name], self.sessions[name]) as execution:
            execution.serve(Service(execution.name, replies=(reply,)))
            config = {"uri": execution.uri, "retries": 0}
            async with asyncio.timeout(LIMIT_SECONDS):
                if await execution.open(execution.name, config):
                    await execution.call({"client": execution.name, **asked})
                    await execution.close(execution.name)
            (answer,) = execution.evidence().testimony.answers
            return answer


@contextlib.asynccontextmanager
async def siblings(cache: Path, names: Sequence[str]) -> AsyncIterator[Siblings]:
    """Builds the reference clients and opens a session of each.

    Args:
        cache: the folder that builds are kept in.
        names: of the clients; empty: all.

    Raises:
        FaultError: a client cannot be run here.
    """
    chosen = [
        client
        for client in load_clients(reference_manifests(), tables())
        if not names or client.name in names
    ]
    sessions, conditions = dict[str, Session](), dict[str, Conditions]()
    async with contextlib.AsyncExitStack() as stack:
        drivers = await stack.enter_async_context(Drivers(cache, "process"))
        for client in chosen:
            opened = await _opened(stack, drivers, client)
            conditions[client.name], sessions[client.name] = opened
        yield Siblings(sessions, conditions)


async def _opened(
    stack: contextlib.AsyncExitStack, drivers: Drivers, client: Client
) -> tuple[Conditions, Session]:
    driver = drivers.choose(client)
    if isinstance(driver, Fault):
        raise FaultError(driver)
    await driver.build(client, lambda _: None)
    endpoint = await stack.enter_async_context(Endpoint(hosts=drivers.listen))
    conditions = Conditions(
        endpoint=endpoint,
        host=driver.host,
        start=partial(driver.start, client),
        deadline_seconds=LIMIT_SECONDS,
        grace_seconds=LIMIT_SECONDS,
    )
    session = Session(await conditions.start(Launch(Mode.SESSION)))
    stack.push_async_callback(session.stop)
    await session.initialize(60.0)
    return conditions, session
