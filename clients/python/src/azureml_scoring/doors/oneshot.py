"""One call a process: request on standard input, prediction on standard output."""

from __future__ import annotations

from contextlib import suppress
from typing import IO, TYPE_CHECKING

from azureml_scoring import strict_json
from azureml_scoring.client import ScoringClient
from azureml_scoring.doors.error_data import configuration_data, error_data
from azureml_scoring.errors import ErrorKind, ScoringError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OK = 0
FAILED = 1
UNUSABLE = 2
"""Bad usage or configuration: nothing was sent."""


def score_once(
    client_factory: Callable[[], ScoringClient],
    stdin: IO[bytes],
    stdout: IO[bytes],
    stderr: IO[bytes],
) -> int:
    """Score what `stdin` holds with a client configured by the environment.

    Returns:
        The exit status; other than 0, `stderr` has one line of JSON that says why.
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
        broken = ScoringError(
            ErrorKind.CONNECTION, f"standard output is broken: {problem.strerror}", attempts=1
        )
        return fail(stderr, FAILED, error_data(broken))
    return OK


def fail(stderr: IO[bytes], status: int, members: Mapping[str, object]) -> int:
    """Print the error and hand back the exit status."""
    with suppress(OSError):  # there is nowhere left to say it
        print_line(stderr, members)
    return status


def print_line(stream: IO[bytes], value: object) -> None:
    """Write `value` as one line, and see it through.

    Raises:
        OSError: the stream did not take all of it.
    """
    left = memoryview(strict_json.write(value).encode() + b"\n")
    while left:  # an unbuffered stream may take a part: a disk that fills up does
        left = left[stream.write(left) :]
    stream.flush()
