"""The answer in the output of a one-shot, and the fault of an output without one."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from scoreline.drivers import oneshot
from scoreline.drivers.program import ProgramError
from scoreline.fault import Code, Fault, Origin
from scoreline.protocol.answer import Answer, CallError, CallResult, Output


@pytest.mark.parametrize(
    ("output", "answer"),
    [
        (Output(0, b"[1.5]\n", b""), CallResult([1.5])),
        (Output(0, b"null", b"ignored"), CallResult(None)),
        (Output(1, b"", b'{"kind": "model"}\n'), CallError({"kind": "model"})),
        (Output(-9, b"", b'{"kind": "model"}\n'), CallError({"kind": "model"})),
    ],
)
def test_answer(output: Output, answer: Answer) -> None:
    """Status 0 means predictions on standard output, any other an error on standard error."""
    assert oneshot.answer(output) == answer


@pytest.mark.parametrize(
    ("output", "code", "details"),
    [
        (Output(0, b" \n", b"[1.5]"), Code.EMPTY_OUTPUT, {"status": 0}),
        (Output(1, b"[1.5]", b""), Code.EMPTY_OUTPUT, {"status": 1}),
        (Output(-9, b"[1.5]", b""), Code.EMPTY_OUTPUT, {"signal": 9}),
        (Output(0, b"217.68 or so", b""), Code.OUTPUT_NOT_JSON, {"status": 0}),
        (Output(2, b"", b"Traceback"), Code.OUTPUT_NOT_JSON, {"status": 2}),
        (Output(1, b"", b"[1.5]"), Code.ERROR_NOT_OBJECT, {"status": 1}),
    ],
)
def test_no_answer(output: Output, code: Code, details: dict[str, int]) -> None:
    """An output without an answer is a fault of the client, which says how the program ended."""
    fault = oneshot.answer(output)
    assert isinstance(fault, Fault)
    assert fault.code == code
    assert fault.origin is Origin.CLIENT
    assert fault.details == details


def test_endless_output(run: Any) -> None:
    """No more is read of endless output than the bound, and the block in which it is exceeded."""
    block, read = b"x" * 65_536, 0

    async def reading() -> bytes:
        nonlocal read
        assert read <= oneshot.MOST_OUTPUT, "it reads on"
        read += len(block)
        return block

    async def scenario() -> None:
        program: Any = SimpleNamespace(
            read=reading, write=lambda _: asyncio.sleep(0), end_input=lambda: None
        )
        with pytest.raises(ProgramError) as caught:
            await oneshot.run(program, b"{}")
        assert caught.value.fault.code == Code.OUTPUT_TOO_LONG

    run(scenario())
