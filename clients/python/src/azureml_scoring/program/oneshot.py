"""One-shot mode: one call per process, from standard input to standard output."""

from __future__ import annotations

from contextlib import suppress
from typing import IO, TYPE_CHECKING

from azureml_scoring import strict_json
from azureml_scoring.client import ScoringClient
from azureml_scoring.errors import ErrorKind, ScoringConnectionError, ScoringError
from azureml_scoring.program.error_data import configuration_data, error_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OK = 0
FAILED = 1
UNUSABLE = 2
"""Invalid usage, input or configuration; nothing was sent."""


def score_once(
    client_factory: Callable[[], ScoringClient],
    stdin: IO[bytes],
    stdout: IO[bytes],
    stderr: IO[bytes],
) -> int:
    """Score the JSON on `stdin`, and write the prediction to `stdout`.

    Args:
        client_factory: creates a client that is configured by the environment.
        stdin: the payload.
        stdout: receives the prediction, as one line of JSON.
        stderr: receives one line of JSON that describes the error, if there is one.

    Returns:
        The exit status: `OK`, `FAILED` or `UNUSABLE`.
    """
    try:
        payload = strict_json.parse(stdin.read())
    except OSError as problem:
        message = f"standard input cannot be read: {problem}"
        return fail(stderr, UNUSABLE, configuration_data(message))
    except ValueError as problem:
        message = f"standard input is not JSON: {problem}"
        return fail(stderr, UNUSABLE, configuration_data(message))
    try:
        with client_factory() as client:
            predictions = client.score_payload(payload)
    except ScoringError as error:
        status = UNUSABLE if error.kind is ErrorKind.CONFIGURATION else FAILED
        return fail(stderr, status, error_data(error))
    try:
        print_line(stdout, predictions)
    except OSError as problem:
        broken = ScoringConnectionError(
            f"standard output cannot be written: {problem.strerror}",
            attempts=1,
        )
        return fail(stderr, FAILED, error_data(broken))
    return OK


def fail(stderr: IO[bytes], status: int, members: Mapping[str, object]) -> int:
    """Write the error to `stderr` and return `status`."""
    with suppress(OSError):  # the error cannot be reported anywhere else
        print_line(stderr, members)
    return status


def print_line(stream: IO[bytes], value: object) -> None:
    """Write `value` as one line of JSON, completely.

    Raises:
        OSError: the line could not be written completely.
    """
    rest = memoryview(strict_json.write(value).encode() + b"\n")
    while rest:  # an unbuffered stream may write only a part, for example when a disk fills up
        rest = rest[stream.write(rest) :]
    stream.flush()
