"""The asynchronous client: each call is one of the synchronous client, made in a thread.

Why threads, and not an asynchronous HTTP library? The client promises that a target is sent to the
letter, that one limit holds for a whole attempt, what is retried and what is masked. On a second
HTTP library each of these would have to be built and proved again, and some would turn out
different. The price is one thread for each call that is being made: enough for hundreds of calls at
a time, and too much for thousands.

    async with AsyncScoringClient(ScoringClient(uri, key)) as client:
        predictions = await client.score(rows)
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from azureml_scoring.call import Call
from azureml_scoring.cancellation import Cancellation
from azureml_scoring.client import ScoringClient
from azureml_scoring.errors import configuration_error
from azureml_scoring.exchange import cancelled
from azureml_scoring.outcome import error_of_failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from azureml_scoring.call_options import CallOptions
    from azureml_scoring.operation import Operation
    from azureml_scoring.response import ScoringResponse
    from azureml_scoring.rows import Rows
    from azureml_scoring.strict_json import Json

THREADS = 32
"""Default limit for the number of calls that are made at the same time."""

Result = TypeVar("Result")


class AsyncScoringClient:
    """A client of one scoring endpoint for asyncio. Share it between tasks, and close it when done.

    Its methods have the arguments, results and errors of those of `ScoringClient`. Cancelling the
    task of a call ends the call at once and raises `asyncio.CancelledError` as usual. A call that
    its `cancellation` or the closing of the client ends raises `azureml_scoring.CancelledError`.

    A call runs in a thread, with a copy of the context variables of its task. It reads its
    arguments there, so do not change them while it runs. While all threads are in use, further
    calls wait for one; their time limits start when they have it.

    Args:
        client: makes the calls; one that the environment configures if not given. It is closed with
            this client, and can be used beside it until then.
        threads: largest number of calls that are made at the same time; 32 if not given.

    Raises:
        ScoringError: of kind `configuration`, if a value is invalid.
    """

    def __init__(self, client: ScoringClient | None = None, *, threads: int = THREADS) -> None:
        if not isinstance(threads, int) or isinstance(threads, bool) or threads <= 0:
            raise configuration_error("threads is not a whole number from 1")
        self._client = ScoringClient() if client is None else client
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="azureml-scoring")
        self._closed = False

    async def score(self, rows: Rows, *, cancellation: Cancellation | None = None) -> list[float]:
        """Score a matrix of doubles; see `ScoringClient.score`."""
        return await self._in_thread(partial(self._client.score, rows), cancellation)

    async def score_payload(
        self, payload: Json, *, cancellation: Cancellation | None = None
    ) -> Any:  # noqa: ANN401  # the type depends on the service
        """Score any JSON value; see `ScoringClient.score_payload`."""
        return await self._in_thread(partial(self._client.score_payload, payload), cancellation)

    async def score_bytes(
        self, body: bytes, content_type: str, *, cancellation: Cancellation | None = None
    ) -> Any:  # noqa: ANN401  # the type depends on the service
        """Score bytes, such as an image; see `ScoringClient.score_bytes`."""
        call = partial(self._client.score_bytes, body, content_type)
        return await self._in_thread(call, cancellation)

    async def health(self, *, cancellation: Cancellation | None = None) -> None:
        """Return if the service is healthy; see `ScoringClient.health`."""
        await self._in_thread(self._client.health, cancellation)

    async def swagger(self, *, cancellation: Cancellation | None = None) -> dict[str, Any]:
        """Return the description of the service; see `ScoringClient.swagger`."""
        return await self._in_thread(self._client.swagger, cancellation)

    async def call(
        self,
        operation: Operation[Result],
        options: CallOptions | None = None,
        *,
        cancellation: Cancellation | None = None,
    ) -> ScoringResponse[Result]:
        """Perform an operation; see `ScoringClient.call`. Its `read` is called in the thread."""
        return await self._in_thread(partial(self._client.call, operation, options), cancellation)

    async def close(self) -> None:
        """Close the connections; safe to repeat.

        Calls in flight, and those that wait for a thread, end at once with
        `azureml_scoring.CancelledError`, and later calls raise `ConfigurationError`.
        """
        self._closed = True
        # In this order: a call that waits must not get the thread of one that ends.
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    async def _in_thread(
        self, call: Callable[..., Result], cancellation: Cancellation | None
    ) -> Result:
        if self._closed:
            raise configuration_error("the client is closed")
        own = Cancellation()
        future = self._threads.submit(copy_context().run, call, cancellation=own)

        def end() -> None:
            future.cancel()  # if it still waits for a thread
            own.cancel()

        unsubscribe = (cancellation or Cancellation()).subscribe(end)
        try:
            # gather tells the two cancellations apart: it returns that of the future, and raises
            # that of the task.
            (outcome,) = await asyncio.gather(asyncio.wrap_future(future), return_exceptions=True)
        except asyncio.CancelledError:
            end()
            raise
        finally:
            unsubscribe()
        if isinstance(outcome, asyncio.CancelledError):
            raise error_of_failure(cancelled(), Call())
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    async def __aenter__(self) -> Self:
        """Return the client itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the client."""
        await self.close()
