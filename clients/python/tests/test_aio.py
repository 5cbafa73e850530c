"""The asynchronous client. Its calls are made by the synchronous one, which has its own tests."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import pytest
from service import Answer, Service, reply
from service import Request as Received

from azureml_scoring import (
    CallOptions,
    Cancellation,
    CancelledError,
    ConfigurationError,
    Exchange,
    Operation,
    Reply,
    Request,
    ScoringClient,
    ScoringResponse,
    ServiceError,
    ThrottledError,
    score_rows,
)
from azureml_scoring.aio import AsyncScoringClient

LATE = 10.0
PREDICTIONS = [217.67978776218715, 224.78937091757172]


async def _value(call: Awaitable[ScoringResponse[object]]) -> object:
    return (await call).value


CALLS: list[tuple[Callable[[AsyncScoringClient], Awaitable[object]], str, object]] = [
    (lambda client: client.score([[1.0]]), "/score", PREDICTIONS),
    (lambda client: client.score_payload({"a": 1}), "/score", PREDICTIONS),
    (lambda client: client.score_bytes(b"a", "image/png"), "/score", PREDICTIONS),
    (lambda client: client.health(), "/", None),
    (lambda client: client.swagger(), "/swagger.json", {"swagger": "2.0"}),
    (lambda client: _value(client.call(Operation(b"", lambda got: got.status))), "/score", 200),
]
"""A call, the target of its request, and what it returns."""


class _Observed:
    """A layer that signals when the exchange of a call begins, and when it has ended."""

    def __init__(self, inner: Exchange) -> None:
        self._inner = inner
        self.begun = threading.Event()
        self.ended = threading.Event()

    def send(self, request: Request) -> Reply:
        self.begun.set()
        try:
            return self._inner.send(request)
        finally:
            self.ended.set()


@dataclass(frozen=True)
class _Stalled:
    """A client with one thread, in which a call waits for a reply that does not come."""

    service: Service
    client: AsyncScoringClient
    layer: _Observed
    call: asyncio.Task[list[float]]
    waiting: asyncio.Task[list[float]]
    cancellation: Cancellation


@asynccontextmanager
async def _stalled() -> AsyncGenerator[_Stalled]:
    """Begin a call, and another one that waits for the thread and has the cancellation."""
    layers: list[_Observed] = []

    def observed(inner: Exchange) -> Exchange:
        layers.append(_Observed(inner))
        return layers[-1]

    def answer(_: Received) -> Answer:
        arrived.set()
        return service.trickle([b"HTTP/1.1 "], gap=60)

    arrived, cancellation = threading.Event(), Cancellation()
    with Service(answer) as service:
        made = ScoringClient(service.uri, exchange=observed)
        async with AsyncScoringClient(made, threads=1) as client:
            call = asyncio.create_task(client.score([[1.0]]))
            waiting = asyncio.create_task(client.score([[2.0]], cancellation=cancellation))
            assert await asyncio.to_thread(arrived.wait, LATE)
            yield _Stalled(service, client, layers[0], call, waiting, cancellation)
        assert len(service.requests) == 1, "the call that waited for the thread was made"


async def _outcome(call: Awaitable[object]) -> object:
    """Return the result of a call, or its exception, which has to come at once."""
    async with asyncio.timeout(LATE):
        (outcome,) = await asyncio.gather(call, return_exceptions=True)
    return outcome


def test_same_methods() -> None:
    """Methods have the arguments of the synchronous client's."""
    ours, theirs = (
        {
            name: list(inspect.signature(method).parameters.values())
            for name, method in vars(of).items()
            if not name.startswith("_")
        }
        for of in (AsyncScoringClient, ScoringClient)
    )
    assert ours == theirs
    assert all(inspect.iscoroutinefunction(getattr(AsyncScoringClient, name)) for name in ours)


def test_configured_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a client, one is made that the environment configures."""

    async def main() -> None:
        async with AsyncScoringClient() as client:
            assert await client.score([[1.0]]) == PREDICTIONS

    with Service() as service:
        monkeypatch.setenv("AZUREML_SCORING_URI", service.uri)
        asyncio.run(main())


def test_beside_its_client() -> None:
    """The client that was given can be used too, until it is closed with this one."""

    async def main() -> None:
        client = ScoringClient(service.uri)
        async with AsyncScoringClient(client) as other:
            assert await other.score([[1.0]]) == client.score([[1.0]])
        with pytest.raises(ConfigurationError):
            client.score([[1.0]])

    with Service() as service:
        asyncio.run(main())
    assert service.connections == 1


@pytest.mark.parametrize(("call", "target", "expected"), CALLS)
def test_calls(
    call: Callable[[AsyncScoringClient], Awaitable[object]], target: str, expected: object
) -> None:
    """Each method returns what the synchronous one does."""

    def answer(request: Received) -> Answer:
        return reply(b'{"swagger": "2.0"}') if request.target == "/swagger.json" else reply()

    async def main() -> None:
        async with AsyncScoringClient(ScoringClient(service.uri)) as client:
            assert await call(client) == expected

    with Service(answer) as service:
        asyncio.run(main())
    assert [request.target for request in service.requests] == [target]


def test_error() -> None:
    """An error is that of the synchronous client, and references no other exception."""

    async def main() -> None:
        async with AsyncScoringClient(ScoringClient(service.uri)) as client:
            with pytest.raises(ThrottledError) as caught:
                await client.score([[1.0]])
        assert (caught.value.status, caught.value.retry_after) == (429, 7)
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)

    with Service(reply(status=429, headers=(("Retry-After", "7"),))) as service:
        asyncio.run(main())


def test_options_of_a_call() -> None:
    """A call has the settings that it is given."""

    async def main() -> None:
        async with AsyncScoringClient(ScoringClient(service.uri, retries=0)) as client:
            with pytest.raises(ServiceError) as caught:
                await client.call(score_rows([[1.0]]), CallOptions(retries=1))
        assert caught.value.attempts == 2

    with Service(reply(b"", 503, (("retry-after-ms", "1"),))) as service:
        asyncio.run(main())


def test_as_many_calls_as_threads() -> None:
    """As many calls are made at once as there are threads, and no more."""
    together = threading.Barrier(2)
    lock, present, most = threading.Lock(), 0, 0

    def answer(_: Received) -> Answer:
        nonlocal present, most
        with lock:
            present += 1
            most = max(most, present)
        together.wait(timeout=LATE)
        with lock:
            present -= 1
        return reply()

    async def main() -> None:
        async with AsyncScoringClient(ScoringClient(service.uri), threads=2) as client:
            calls = [client.score([[1.0]]) for _ in range(20)]
            assert await asyncio.gather(*calls) == [PREDICTIONS] * 20

    with Service(answer) as service:
        asyncio.run(main())
    assert most == 2


@pytest.mark.parametrize("threads", [0, -1, True, 1.0, "1"])
def test_number_of_threads(threads: Any) -> None:  # noqa: ANN401  # also of a wrong type
    """A number of threads that is not one is a configuration error."""
    with pytest.raises(ConfigurationError):
        AsyncScoringClient(ScoringClient("http://127.0.0.1/"), threads=threads)


def test_context_variables() -> None:
    """A layer around the transport sees the context variables of the task."""
    variable: ContextVar[str] = ContextVar("variable")

    class Reading:
        def __init__(self, _: Exchange) -> None:
            pass

        def send(self, request: Request) -> Reply:
            assert request.body == b"null"
            return Reply(200, {}, f'["{variable.get()}"]'.encode())

    async def score(client: AsyncScoringClient, value: str) -> list[str]:
        variable.set(value)
        result: list[str] = await client.score_payload(None)
        return result

    async def main() -> None:
        made = ScoringClient("http://127.0.0.1/", exchange=Reading)
        async with AsyncScoringClient(made) as client:
            seen = await asyncio.gather(score(client, "a"), score(client, "b"))
        assert [*seen] == [["a"], ["b"]]

    asyncio.run(main())


def test_cancelled_task() -> None:
    """Cancelling the task of a call raises asyncio's error at once, and ends the call."""

    async def main() -> None:
        async with _stalled() as stalled:
            stalled.waiting.cancel()
            assert isinstance(await _outcome(stalled.waiting), asyncio.CancelledError)
            stalled.call.cancel()
            assert isinstance(await _outcome(stalled.call), asyncio.CancelledError)
            assert await asyncio.to_thread(stalled.layer.ended.wait, LATE)

    asyncio.run(main())


def test_cancelled_task_of_an_ended_call(caplog: pytest.LogCaptureFixture) -> None:
    """A task that is cancelled while its call fails is cancelled, and asyncio logs nothing."""

    async def main() -> None:
        async with _stalled() as stalled:
            stalled.waiting.cancel()
            stalled.call.cancel()
            stalled.cancellation.cancel()
            outcomes = [await _outcome(call) for call in (stalled.call, stalled.waiting)]
        assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError] * 2

    asyncio.run(main())
    assert not caplog.records


def test_timeout() -> None:
    """A call in an `asyncio.timeout` ends with it."""

    async def main() -> None:
        async with _stalled() as stalled:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0):
                    await stalled.client.score([[3.0]])

    asyncio.run(main())


def test_cancellation() -> None:
    """A cancellation ends a call that waits for a thread at once, and no other call."""

    async def main() -> None:
        async with _stalled() as stalled:
            await asyncio.to_thread(stalled.cancellation.cancel)
            error = await _outcome(stalled.waiting)
            assert isinstance(error, CancelledError)
            assert (error.attempts, error.message) == (0, "the call was cancelled")
            assert not stalled.call.done()

    asyncio.run(main())


def test_cancellation_in_flight() -> None:
    """A cancellation ends a call in flight."""
    arrived, cancellation = threading.Event(), Cancellation()

    def answer(_: Received) -> Answer:
        arrived.set()
        return service.trickle([b"HTTP/1.1 "], gap=60)

    async def main() -> None:
        async with AsyncScoringClient(ScoringClient(service.uri)) as client:
            call = asyncio.create_task(client.score([[1.0]], cancellation=cancellation))
            assert await asyncio.to_thread(arrived.wait, LATE)
            cancellation.cancel()
            assert isinstance(await _outcome(call), CancelledError)

    with Service(answer) as service:
        asyncio.run(main())


def test_finished_call_leaves_its_cancellation() -> None:
    """A cancellation that is used for many calls keeps none that has finished."""

    class Counting(Cancellation):
        subscriptions = 0

        def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
            unsubscribe = super().subscribe(callback)
            self.subscriptions += 1

            def leave() -> None:
                self.subscriptions -= 1
                unsubscribe()

            return leave

    async def main() -> None:
        async with AsyncScoringClient(ScoringClient(service.uri)) as client:
            await client.score([[1.0]], cancellation=cancellation)

    cancellation = Counting()
    with Service() as service:
        asyncio.run(main())
    assert cancellation.subscriptions == 0


def test_end_of_the_context_closes() -> None:
    """The client is closed at the end of `async with`."""

    async def main() -> None:
        async with AsyncScoringClient(ScoringClient("http://127.0.0.1/")) as client:
            pass
        with pytest.raises(ConfigurationError) as caught:
            await client.score([[1.0]])
        assert caught.value.message == "the client is closed"

    asyncio.run(main())


def test_closing() -> None:
    """Closing ends the call in flight and the one that waits, and is final; it can be repeated."""

    async def main() -> None:
        async with _stalled() as stalled:
            await stalled.client.close()
            for call in (stalled.call, stalled.waiting):
                assert isinstance(await _outcome(call), CancelledError)
            with pytest.raises(ConfigurationError) as caught:
                await stalled.client.score([[1.0]])
            assert caught.value.message == "the client is closed"

    asyncio.run(main())
