"""Blocking calls beside the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from scoreline.drivers.thread import abandonable

Run = Callable[[Any], None]


def test_abandoned_call(run: Run) -> None:
    """A long call is not waited for once it is cancelled, and is notified."""

    async def scenario() -> None:
        notified = threading.Event()

        def call(abandoned: threading.Event) -> None:
            abandoned.wait()
            notified.set()

        running = asyncio.create_task(abandonable(call))
        await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert await asyncio.to_thread(notified.wait, 10)

    run(scenario())
