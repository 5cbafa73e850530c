"""One call, one process: a request on standard input, and what is left when it has ended."""

from __future__ import annotations

import asyncio
import contextlib

from scoreline.drivers.program import Program, ProgramError, ending
from scoreline.formats.json import parse
from scoreline.protocol.answer import Answer, CallError, Fault, Output, Predictions
from scoreline.protocol.message import shorten

MOST_OUTPUT = 64 << 20
"""Bytes of standard output after which it is a flood."""


async def run(program: Program, stdin: bytes) -> Output:
    """Gives a program its input and waits for its end. The caller sets the deadline and kills it.

    Raises:
        ProgramError: it wrote more than can be an answer.
    """
    writing = asyncio.create_task(_give(program, stdin))
    try:
        chunks: list[bytes] = []
        size = 0
        while data := await program.read():
            chunks.append(data)
            size += len(data)
            if size > MOST_OUTPUT:
                raise ProgramError(f"wrote more than {MOST_OUTPUT} bytes")
        status = await program.wait()
    finally:
        writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writing
    stderr = await program.rest_of_stderr()
    return Output(status, b"".join(chunks), stderr)


async def _give(program: Program, stdin: bytes) -> None:
    with contextlib.suppress(ProgramError):  # it need not read what it refuses anyway
        await program.write(stdin)
    program.end_input()


def answer(output: Output) -> Answer:
    """What a one-shot's output says."""
    succeeded = output.exit_status == 0
    stream, name = (output.stdout, "output") if succeeded else (output.stderr, "error")
    text = stream.decode("utf-8", "replace")
    if not text.strip():
        return Fault(f"{ending(output.exit_status)} and left an empty standard {name}")
    try:
        value = parse(text)
    except ValueError:
        words = f"{ending(output.exit_status)} and left a standard {name} that is no JSON"
        return Fault(f"{words}: {shorten(text)!r}")
    if succeeded:
        return Predictions(value)
    if not isinstance(value, dict):
        return Fault(f"reported an error that is no object: {shorten(text)!r}")
    return CallError(value)
