"""Blocking calls beside the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def to_its_end(call: Callable[[], T]) -> T:
    """Runs a short call in a thread; cancelled, it waits for the call's end all the same."""
    running = asyncio.ensure_future(asyncio.to_thread(call))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait((running,))
        if not running.cancelled():
            running.exception()  # nobody else will ask for it
        raise


async def abandonable(call: Callable[[threading.Event], T]) -> T:
    """Runs a long call in a thread of its own. Cancelled, it leaves the call alone.

    The thread does not keep the program from ending; where that goes on, the call is told by the
    event that nobody waits for it any more.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    given_up = threading.Event()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # of the call that did not raise

    def run() -> None:
        result, failure = None, None
        try:
            result = call(given_up)
        except BaseException as error:  # noqa: BLE001 - raised where the call is waited for
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="scoreline", daemon=True).start()
    try:
        return await future
    finally:
        given_up.set()
