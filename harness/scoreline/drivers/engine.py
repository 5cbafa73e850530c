"""The container engine: how it is found, and what its errors mean."""

from __future__ import annotations

import os
from typing import Any

import docker
from docker.errors import APIError, DockerException
from urllib3.exceptions import HTTPError

from scoreline.fault import Code, Fault, FaultError

ENGINE_ERRORS = (DockerException, OSError, HTTPError)
"""What the SDK raises: errors of its own, and those of a connection that breaks."""
_TIMEOUT_SECONDS = 600
_CONNECTIONS = 64
_INSTALL = "install Docker and start its engine: https://docs.docker.com/engine/install/"
_CHECK = "check that the container engine is running (`docker version`), and run again"


def connect() -> docker.APIClient:
    """Connects to the engine that the environment or the current docker context names.

    Raises:
        FaultError: none answers; the code is `ENGINE_UNAVAILABLE`.
    """
    try:
        client = _named() if os.environ.get("DOCKER_HOST") else _of_context()
        client.ping()
    except ENGINE_ERRORS as error:
        raise unavailable("no Docker engine answers", error) from error
    api: docker.APIClient = client.api
    return api


def _named() -> Any:
    return docker.from_env(timeout=_TIMEOUT_SECONDS, max_pool_size=_CONNECTIONS)


def _of_context() -> Any:
    context = docker.context.ContextAPI.get_current_context()
    return docker.DockerClient(
        base_url=context.Host, timeout=_TIMEOUT_SECONDS, max_pool_size=_CONNECTIONS
    )


def unavailable(message: str, error: BaseException) -> FaultError:
    """What is raised if the engine cannot be used at all, before anything is built or run."""
    fault = Fault(Code.ENGINE_UNAVAILABLE, f"{message} ({_cause(error)})", remedy=_INSTALL)
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
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return str(error.args[-1] if error.args else error)
