"""A one-shot that is run to its end, and what it leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from scoreline.drivers import oneshot
from scoreline.drivers.driver import Launch
from scoreline.drivers.fair_clock import FairClock
from scoreline.drivers.program import Program, ProgramError
from scoreline.fault import Code, Fault, Origin
from scoreline.runner.conditions import Conditions, timed_out
from scoreline.runner.record import Record


async def run(
    conditions: Conditions,
    record: Record,
    launch: Launch,
    stdin: bytes,
    on_started: Callable[[Program], None],
) -> Sequence[str]:
    """Runs a program to its end, at most until the deadline; what it leaves is recorded.

    Args:
        conditions: what it has in common with the client's other executions.
        record: what it leaves is added here.
        launch: how it is started.
        stdin: what it is given on standard input.
        on_started: is called with the program before that is given anything.

    Returns:
        The last lines of its standard error if it did not end by itself.

    Raises:
        ProgramError: it could not be run, for a reason that is not the client's.
    """
    program: Program | None = None
    seconds = conditions.deadline_seconds
    clock, started = FairClock(), asyncio.get_running_loop().time()
    clock.start()
    try:
        async with clock.limit(seconds):
            program = await conditions.start(launch)
            clock.watch(program)
            program.stderr.watch(record.secrets, record.traces)
            on_started(program)
            output = await oneshot.run(program, stdin)
    except TimeoutError:
        if program is None:
            message = f"its program had not started after {seconds:g} s"
            raise ProgramError(Fault(Code.ENGINE_FAILED, message)) from None
        if (silent := await program.driver_fault()) is not None:
            raise ProgramError(silent) from None
        fault = timed_out("had not ended after", seconds, clock.usage(started))
        return _unfinished(record, program, fault)
    except ProgramError as error:
        if error.fault.origin is not Origin.CLIENT:
            raise
        return _unfinished(record, program, error.fault)
    else:
        answer = record.bounded(oneshot.answer(output), len(output.stdout) + len(output.stderr))
        record.answer(answer)
        if not (isinstance(answer, Fault) and answer.code is Code.OUTPUT_TOO_LONG):
            record.steps[-1].outputs.append(output)
        record.search(output.stdout)
        record.search(output.stderr)
        return ()
    finally:
        await clock.stop()
        if program is not None:
            record.search("\n".join(program.stderr.leaked(record.traces)))
            await program.kill()


def _unfinished(record: Record, program: Program | None, fault: Fault) -> Sequence[str]:
    record.answer(fault)
    if program is None:
        return ()
    record.search(program.stderr.tail())
    return program.stderr.lines()
