"""The container engine: how it is found, and what its errors mean."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import docker
from docker.errors import APIError, DockerException
from urllib3.exceptions import HTTPError

from scoreline.drivers import thread
from scoreline.fault import Code, Fault, FaultError

ENGINE_ERRORS = (DockerException, OSError, HTTPError)
"""What the SDK raises: errors of its own, and those of a connection that breaks."""
CONNECT_SECONDS = 10.0
"""How long the engine may take to answer at all, before a run."""
PATIENCE_SECONDS = 10.0
"""How long the engine may take to answer a ping during a run. A busy machine delays it too."""
CLOSING_SECONDS = 2.0
"""The same when something is removed, or when the run was cancelled. What is left is removed by
the next run."""
_CHECK_SECONDS = 0.5
"""How long a call may take before the engine is pinged beside it."""
_TIMEOUT_SECONDS = 120
"""How long a call may take to answer, even if the engine answers pings."""
_CONNECTIONS = 64
_INSTALL = "install Docker and start its engine: https://docs.docker.com/engine/install/"
_JOIN = (
    "join the group docker (`sudo usermod -aG docker $USER`, then log in again), or use an engine "
    "of your own: https://docs.docker.com/engine/security/rootless/"
)
_CHECK = "check that the container engine is running (`docker version`), and run again"


T = TypeVar("T")


class SilentError(DockerException):
    """The engine does not answer."""


class Engine:
    """An engine, and whether it answers. For one event loop.

    Attributes:
        api: the connection.
    """

    def __init__(self, api: docker.APIClient) -> None:
        """An engine that is connected by `api`."""
        self.api = api
        self._ping: asyncio.Task[Any] | None = None
        self._pinged = 0.0

    async def answers(self, seconds: float | None = None) -> bool:
        """Whether the engine answers a ping.

        There is one ping at a time: an engine that has been silent for long is known at once.

        Args:
            seconds: how long that ping may take, from its start; None: `PATIENCE_SECONDS`.
        """
        seconds = PATIENCE_SECONDS if seconds is None else seconds
        loop = asyncio.get_running_loop()
        if self._ping is None or self._ping.done():
            self._pinged = loop.time()
            self._ping = asyncio.create_task(thread.abandonable(lambda _: self.api.ping()))
        ping, left = self._ping, self._pinged + seconds - loop.time()
        done, _ = await asyncio.wait((ping,), timeout=max(left, 0.0))
        return bool(done) and not ping.cancelled() and ping.exception() is None

    async def call(self, action: Callable[[], T], seconds: float | None = None) -> T:
        """Makes calls of the engine in a thread, and waits for them as long as it answers pings.

        If this is cancelled, it waits all the same, so that what the engine makes can be removed.

        Args:
            action: makes the calls.
            seconds: how long a ping may take; None: `PATIENCE_SECONDS`.

        Raises:
            SilentError: the engine does not answer.
            DockerException, OSError, HTTPError: what the calls raise.
        """
        running = asyncio.create_task(thread.abandonable(lambda _: action()))
        cancelled = False
        while not running.done():
            try:
                await self._wait(running, CLOSING_SECONDS if cancelled else seconds)
            except asyncio.CancelledError:
                cancelled = True
            except SilentError:
                if not cancelled:
                    raise
                break
        if cancelled:
            if running.done():
                running.exception()  # marks it as retrieved
            running.cancel()
            raise asyncio.CancelledError
        return running.result()

    async def watched(self, action: Callable[[threading.Event], T]) -> T:
        """Makes a long call in a thread, as long as the engine answers. Can be cancelled.

        Args:
            action: is given an event that is set once nobody waits for the result any more.

        Raises:
            SilentError: the engine does not answer.
            DockerException, OSError, HTTPError: what the call raises.
        """
        running = asyncio.create_task(thread.abandonable(action))
        try:
            while not running.done():
                await self._wait(running)
            return running.result()
        finally:
            running.cancel()

    async def _wait(self, running: asyncio.Task[Any], seconds: float | None = None) -> None:
        done, _ = await asyncio.wait((running,), timeout=_CHECK_SECONDS)
        if not done and not await self.answers(seconds) and not running.done():
            running.cancel()
            raise SilentError("it does not answer")


async def opened() -> Engine:
    """Connects to the engine, if it answers in time.

    Raises:
        FaultError: none answers; the code is `ENGINE_UNAVAILABLE`.
    """
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            return Engine(await thread.abandonable(lambda _: connect()))
    except TimeoutError as error:
        raise unavailable("no Docker engine answers", TimeoutError("it is silent")) from error


def connect() -> docker.APIClient:
    """Connects to the engine that the environment or the current docker context names.

    Raises:
        FaultError: none answers; the code is `ENGINE_UNAVAILABLE`.
    """
    try:
        _reach(
            os.environ.get("DOCKER_HOST") or docker.context.ContextAPI.get_current_context().Host
        )
        client = _named() if os.environ.get("DOCKER_HOST") else _of_context()
        client.ping()
    except ENGINE_ERRORS as error:
        raise unavailable("no Docker engine answers", error) from error
    api: docker.APIClient = client.api
    return api


def _reach(address: str | None) -> None:
    """Connects to an engine's local socket once: the SDK leaves its own open if that fails.

    Raises:
        OSError: nothing listens there, or this user may not use it.
    """
    scheme, _, path = (address or "").partition("://")
    if scheme == "unix":
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(CONNECT_SECONDS)
            probe.connect(path)


def _named() -> Any:
    return docker.from_env(timeout=_TIMEOUT_SECONDS, max_pool_size=_CONNECTIONS)


def _of_context() -> Any:
    context = docker.context.ContextAPI.get_current_context()
    return docker.DockerClient(
        base_url=context.Host, timeout=_TIMEOUT_SECONDS, max_pool_size=_CONNECTIONS
    )


def unavailable(message: str, error: BaseException) -> FaultError:
    """What is raised if the engine cannot be used at all, before anything is built or run."""
    if isinstance(_root(error), PermissionError):
        message = "this user may not use the Docker engine"
        details, remedy = {"cause": "permission"}, _JOIN
    else:
        details, remedy = {}, _INSTALL
    fault = Fault(Code.ENGINE_UNAVAILABLE, f"{message} ({_cause(error)})", details, remedy)
    return FaultError(fault)


def failed(action: str, error: BaseException | None = None) -> Fault:
    """A failure of the engine.

    Args:
        action: what failed because of it, such as `its image cannot be built`.
        error: what the SDK raised, if it raised anything.
    """
    cause = f" ({_cause(error)})" if error else ""
    return Fault(Code.ENGINE_FAILED, f"{action}: the container engine failed{cause}", {}, _CHECK)


def refused(action: str, error: BaseException, code: Code) -> Fault:
    """What an error means if the engine may have refused something because of the client.

    Args:
        action: what failed, such as `its container cannot be started`.
        error: what the SDK raised.
        code: the code if the engine did refuse it, by a status of 4xx. Any other error is a failure
            of the engine.
    """
    if isinstance(error, APIError) and error.is_client_error():
        return Fault(code, f"{action}: {error.explanation or error}")
    return failed(action, error)


def _cause(error: BaseException) -> str:
    """The engine's explanation, or the message of the error that caused all others."""
    if isinstance(error, APIError) and error.explanation:
        return str(error.explanation)
    error = _root(error)
    return str(error.args[-1] if error.args else error)


def _root(error: BaseException) -> BaseException:
    """The error that caused all others."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return error
