"""A listener whose system refuses connections: it pauses, goes on, and says so once."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scoreline.endpoint import Endpoint, listener
from scoreline.endpoint.listener import Listener
from scoreline.suite.service import Service

ROOM = 16
REFUSALS = 3


@contextmanager
def no_descriptors() -> Iterator[Callable[[], None]]:
    """This process cannot open anything any more, until the function is called."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(one.name) for one in Path("/dev/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + ROOM, hard))
    taken: list[int] = []

    def free() -> None:
        while taken:
            os.close(taken.pop())

    try:
        taken.extend(iter(_one_more, None))
        yield free
    finally:
        free()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _one_more() -> int | None:
    """Another descriptor; None if there are too many."""
    try:
        return os.dup(0)
    except OSError as error:
        if error.errno != errno.EMFILE:
            raise
        return None


def test_it_pauses_and_goes_on(run: Any) -> None:
    """Between two refusals it waits, and then accepts what has waited."""

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        refused: list[float] = []
        enough = asyncio.Event()
        accepted: asyncio.Future[socket.socket] = loop.create_future()

        def failed(_: OSError) -> None:
            refused.append(loop.time())
            if len(refused) >= REFUSALS:
                enough.set()

        listening = Listener("127.0.0.1", 0, accepted.set_result, failed)
        with closing(listening), closing(socket.socket()) as caller:
            caller.setblocking(False)
            with no_descriptors() as free:
                await loop.sock_connect(caller, ("127.0.0.1", listening.port))
                await enough.wait()
                assert not accepted.done()
                free()
                (await accepted).close()
        pauses = [later - earlier for earlier, later in pairwise(refused)]
        assert min(pauses) >= listener.PAUSE_SECONDS * 0.9

    run(scenario())


def test_endpoint_logs_it_once(
    run: Any, dial: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An endpoint without descriptors writes one traceback, and answers again later."""
    monkeypatch.setattr(listener, "PAUSE_SECONDS", 0.001)

    async def scenario() -> None:
        async with Endpoint() as endpoint:
            endpoint.add(Service("one"))
            failures = asyncio.Semaphore(0)
            count = endpoint._connections.failed

            def failed(error: BaseException | None) -> None:
                count(error)
                failures.release()

            monkeypatch.setattr(endpoint._listeners[0], "_on_failed", failed)
            with closing(socket.socket()) as caller:
                caller.setblocking(False)
                with no_descriptors():
                    address = ("127.0.0.1", endpoint.addresses[0][1])
                    await asyncio.get_running_loop().sock_connect(caller, address)
                    for _ in range(REFUSALS):
                        await failures.acquire()
            async with dial(endpoint.uri("one")) as again:
                assert (await again.call("GET", "/api/v1/service/one/")).status == 200
        assert len(caplog.records) == 1

    run(scenario())
