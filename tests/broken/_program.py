"""The entry point of the broken clients: the Python client's program with another client class."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, Any

from _client import response
from azureml_scoring import CallOptions, Cancellation, ScoringClient, ScoringResponse
from azureml_scoring.program import calling, oneshot, session

METHODS = {
    "score_rows": "score",
    "score_payload": "score_payload",
    "score_bytes": "score_bytes",
    "check_health": "health",
    "read_swagger": "swagger",
}
"""By the function that makes an operation, the method that performs it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A method of the client with its arguments, which a session performs as an operation."""

    method: str
    arguments: tuple[Any, ...]


class _Call(threading.local):
    """The call that a thread makes: its options, and the response if there is one."""

    options: CallOptions | None = None
    response: ScoringResponse[Any] | None = None


def run(client: type[ScoringClient], stdout: IO[bytes] | None = None) -> int:
    """Runs the mode that the command line names.

    Args:
        client: the client.
        stdout: where a session writes its answers; standard output, from which all else is kept
            away, if not given.

    Returns:
        The exit status.
    """
    if sys.argv[1:] == ["score"]:
        streams = (sys.stdin.buffer, sys.stdout.buffer, sys.stderr.buffer)
        return oneshot.score_once(client, *streams)
    for name, method in METHODS.items():
        setattr(calling, name, partial(_asked, method))
    return session.serve(_by_methods(client), stdout=stdout)


def _asked(method: str, *arguments: Any) -> Asked:
    return Asked(method, arguments)


def _by_methods(client: type[ScoringClient]) -> Callable[..., ScoringClient]:
    """The client whose session calls the methods of its class, which may be broken."""
    current = _Call()

    class _ByMethods(client):  # type: ignore[misc, valid-type]
        def call(
            self,
            operation: Any,
            options: CallOptions | None = None,
            *,
            cancellation: Cancellation | None = None,
        ) -> ScoringResponse[Any]:
            if isinstance(operation, Asked):
                current.options = None if options == CallOptions() else options
                current.response = None
                method = getattr(self, operation.method)
                value = method(*operation.arguments, cancellation=cancellation)
                return replace(current.response or response(value), value=value)
            more: dict[str, Any] = {} if current.options is None else {"options": current.options}
            current.response = super().call(operation, cancellation=cancellation, **more)
            return current.response

    return _ByMethods
