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
from scoreline.drivers.session import Session, SessionBrokenError
from scoreline.endpoint import Endpoint
from scoreline.fault import Code, Fault, FaultError
from scoreline.protocol.answer import Answer
from scoreline.protocol.manifest import Client, Mode, load_clients, reference_manifests
from scoreline.runner.conditions import Conditions
from scoreline.runner.execution import Execution
from scoreline.suite.reply import Reply
from scoreline.suite.service import Service

ROWS: Final = [[1.0, 2.0]]
PAYLOAD: Final = {"input": [1, 2]}
ATTEMPT_SECONDS: Final = 5.0
"""A client's limit for a reply. None that is tried here keeps it waiting as long as it should."""
LIMIT_SECONDS: Final = 20.0
"""How long one call may take; a client that takes longer hangs."""
_START_SECONDS: Final = 60.0


class Sibling:
    """A client with an endpoint that it alone calls. A session that breaks is replaced."""

    def __init__(self, conditions: Conditions) -> None:
        """A client whose session is not open yet."""
        self._conditions = conditions
        self._session: Session | None = None

    async def stop(self) -> None:
        """Ends the session."""
        if self._session is not None:
            await self._session.stop()
            self._session = None

    async def ask(self, reply: Reply, asked: Mapping[str, object]) -> Answer:
        """What the client says of a reply; a fault if it says nothing that can be read.

        Args:
            reply: what its service answers.
            asked: what is scored, as in the message.
        """
        try:
            if self._session is None:
                self._session = Session(await self._conditions.start(Launch(Mode.SESSION)))
                await self._session.initialize(_START_SECONDS)
            return await self._ask(self._session, reply, asked)
        except SessionBrokenError as error:
            await self.stop()
            return error.fault
        except TimeoutError:
            await self.stop()
            return Fault(Code.TIMEOUT, f"no answer within {LIMIT_SECONDS:g} s")

    async def _ask(self, session: Session, reply: Reply, asked: Mapping[str, object]) -> Answer:
        async with Execution(self._conditions, session) as execution:
            execution.serve(Service(execution.name, replies=(reply,)))
            config = {
                "uri": execution.uri,
                "retries": 0,
                "attemptTimeoutSeconds": ATTEMPT_SECONDS,
            }
            async with asyncio.timeout(LIMIT_SECONDS):
                if await execution.open(execution.name, config):
                    await execution.call({"client": execution.name, **asked})
                    await execution.close(execution.name)
            (answer,) = execution.evidence().testimony.answers
            return answer


@dataclass(frozen=True, slots=True)
class Siblings:
    """The clients by their names."""

    clients: Mapping[str, Sibling]

    async def ask(self, reply: Reply, *, payload: bool) -> dict[str, Answer]:
        """What each client says of a reply.

        Args:
            reply: what its service answers.
            payload: whether a payload is scored, or else rows.
        """
        asked = {"payload": PAYLOAD} if payload else {"rows": ROWS}
        answers = await asyncio.gather(*(one.ask(reply, asked) for one in self.clients.values()))
        return dict(zip(self.clients, answers, strict=True))


@contextlib.asynccontextmanager
async def siblings(cache: Path, names: Sequence[str]) -> AsyncIterator[Siblings]:
    """Builds the reference clients.

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
    async with contextlib.AsyncExitStack() as stack:
        drivers = await stack.enter_async_context(Drivers(cache, "process"))
        yield Siblings({client.name: await _built(stack, drivers, client) for client in chosen})


async def _built(stack: contextlib.AsyncExitStack, drivers: Drivers, client: Client) -> Sibling:
    driver = drivers.choose(client)
    if isinstance(driver, Fault):
        raise FaultError(driver)
    await driver.build(client, lambda _: None)
    endpoint = await stack.enter_async_context(Endpoint(hosts=drivers.listen))
    sibling = Sibling(
        Conditions(
            endpoint=endpoint,
            host=driver.host,
            start=partial(driver.start, client),
            deadline_seconds=LIMIT_SECONDS,
            grace_seconds=LIMIT_SECONDS,
        )
    )
    stack.push_async_callback(sibling.stop)
    return sibling
