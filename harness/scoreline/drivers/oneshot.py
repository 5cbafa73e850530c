"""A one-shot: one call per process, JSON on standard input, and the output that it leaves."""

from __future__ import annotations

import asyncio
import contextlib

from scoreline.drivers.program import Program, ProgramError, ending
from scoreline.fault import Code, Fault
from scoreline.formats.json import parse
from scoreline.protocol.answer import Answer, CallError, CallResult, Output
from scoreline.protocol.message import shorten
from scoreline.results.bounds import MOST_BYTES

MOST_OUTPUT = MOST_BYTES
"""The most bytes of standard output that are read."""


async def run(program: Program, stdin: bytes) -> Output:
    """Writes a program's standard input and waits for its end.

    The caller sets a deadline, and kills the program.

    Raises:
        ProgramError: it wrote more than `MOST_OUTPUT` bytes (`OUTPUT_TOO_LONG`), or it cannot be
            found out how it ended.
    """
    writing = asyncio.create_task(_write(program, stdin))
    try:
        chunks: list[bytes] = []
        size = 0
        while data := await program.read():
            chunks.append(data)
            size += len(data)
            if size > MOST_OUTPUT:
                message = f"wrote more than {MOST_OUTPUT} bytes"
                raise ProgramError(Fault(Code.OUTPUT_TOO_LONG, message, {"bytes": MOST_OUTPUT}))
        status = await program.wait()
    finally:
        writing.cancel()
        await asyncio.wait((writing,))
    stderr = await program.rest_of_stderr()
    return Output(status, b"".join(chunks), stderr)


async def _write(program: Program, stdin: bytes) -> None:
    with contextlib.suppress(ProgramError):  # a program need not read a request that it refuses
        await program.write(stdin)
    program.end_input()


def answer(output: Output) -> Answer:
    """The answer in a one-shot's output.

    Returns:
        The predictions if it exited with status 0, else the error that it reported. If the stream
        that should hold it is empty or invalid, a fault with one of the codes `EMPTY_OUTPUT`,
        `OUTPUT_NOT_JSON` and `ERROR_NOT_OBJECT`.
    """
    end = ending(output.exit_status)
    succeeded = output.exit_status == 0
    stream, name = (output.stdout, "output") if succeeded else (output.stderr, "error")
    text = stream.decode("utf-8", "replace")
    if not text.strip():
        message = f"{end.message} and left an empty standard {name}"
        return Fault(Code.EMPTY_OUTPUT, message, end.details)
    try:
        value = parse(text)
    except ValueError:
        message = f"{end.message} and left a standard {name} that is not JSON: {shorten(text)!r}"
        return Fault(Code.OUTPUT_NOT_JSON, message, end.details)
    if succeeded:
        return CallResult(value)
    if not isinstance(value, dict):
        message = f"reported an error that is not an object: {shorten(text)!r}"
        return Fault(Code.ERROR_NOT_OBJECT, message, end.details)
    return CallError(value)
