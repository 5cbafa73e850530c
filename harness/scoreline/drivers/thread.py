"""Blocking calls beside the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def abandonable(call: Callable[[threading.Event], T]) -> T:
    """Runs a long call in a thread of its own. If it is cancelled, it does not wait for the call.

    Args:
        call: is given an event that is set once nobody waits for the result any more. Its thread
            does not keep the program from exiting.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    abandoned = threading.Event()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # of a call that did not raise

    def run() -> None:
        result, failure = None, None
        try:
            result = call(abandoned)
        except BaseException as error:  # noqa: BLE001 - raised again in the event loop
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="scoreline", daemon=True).start()
    try:
        return await future
    finally:
        abandoned.set()
