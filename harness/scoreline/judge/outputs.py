"""A one-shot's exit status and its two streams, as docs/protocol.md defines them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scoreline.protocol.answer import Output
from scoreline.protocol.message import shorten
from scoreline.results.evidence import StepEvidence
from scoreline.results.verdict import Mismatch, Witness
from scoreline.suite.expectation import Expectation

CONFIGURATION: Final = "configuration"
"""The kind of error that has a separate exit status."""

SUCCEEDED: Final = 0
CALL_FAILED: Final = 1
WRONG_CONFIGURATION: Final = 2


def outputs(expect: Expectation, found: StepEvidence) -> Iterator[Mismatch]:
    """Every mismatch in the outputs of one-shots; none for a session, which has no outputs."""
    for output in found.outputs:
        yield from _output(_exit_status(expect), output)


def _exit_status(expect: Expectation) -> int:
    if expect.error is None:
        return SUCCEEDED
    return WRONG_CONFIGURATION if expect.error.members["kind"] == CONFIGURATION else CALL_FAILED


def _output(status: int, output: Output) -> Iterator[Mismatch]:
    if output.exit_status != status:
        yield _mismatch("exit-status", "exit status", str(status), str(output.exit_status))
    empty, used = ("error", "output") if status == SUCCEEDED else ("output", "error")
    streams = {"output": output.stdout, "error": output.stderr}
    if streams[empty]:
        yield _mismatch("output", f"standard {empty}", "empty", _text(streams[empty]))
    if streams[used].count(b"\n") != 1 or not streams[used].endswith(b"\n"):
        yield _mismatch("output", f"standard {used}", "one line", _text(streams[used]))


def _text(stream: bytes) -> str:
    return repr(shorten(stream.decode("utf-8", "replace")))


def _mismatch(code: str, subject: str, expected: str, found: str) -> Mismatch:
    return Mismatch(code, Witness.CLIENT, subject, expected, found)
