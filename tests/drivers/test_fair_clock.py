"""Limits count the time in which a program could run, and end in any case."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Final

import pytest

from scoreline.drivers import fair_clock
from scoreline.drivers.fair_clock import FairClock
from scoreline.drivers.processor_time import ThreadTime, thread_times

LIMIT_SECONDS: Final = 0.2
BOUND_SECONDS: Final = 60.0
Starve = Callable[[float, float], None]


@pytest.fixture
def starve(monkeypatch: pytest.MonkeyPatch) -> Starve:
    """Sets what the system accounts for: waiting, as a fraction of the time that passes."""

    def set_fractions(program: float, harness: float) -> None:
        begun = time.monotonic()

        def passed() -> float:
            return time.monotonic() - begun

        monkeypatch.setattr(fair_clock, "SAMPLE_SECONDS", 0.01)
        monkeypatch.setattr(fair_clock, "PROBE_SECONDS", 0.01)
        monkeypatch.setattr(fair_clock, "time", SimpleNamespace(thread_time=lambda: 0.0))
        monkeypatch.setattr(
            fair_clock, "thread_times", lambda _: {1: ThreadTime(0.0, program * passed())}
        )
        monkeypatch.setattr(
            fair_clock, "own_thread_time", lambda _: ThreadTime(0.0, harness * passed())
        )

    return set_fractions


async def exceed(seconds: float = LIMIT_SECONDS) -> tuple[float, fair_clock.Usage]:
    """Waits for ever inside a limit; how long that took, and the usage in that time."""

    async def process_id() -> int:
        return 1

    program: Any = SimpleNamespace(process_id=process_id)
    clock = FairClock()
    clock.watch(program)
    clock.start()
    await asyncio.sleep(0.02)  # the first sample that knows the program
    started = asyncio.get_running_loop().time()
    try:
        with pytest.raises(TimeoutError):
            async with clock.limit(seconds) as limit:
                await asyncio.Event().wait()
        assert limit.expired()
        return asyncio.get_running_loop().time() - started, clock.usage(started)
    finally:
        await clock.stop()


def run_exceed() -> tuple[float, fair_clock.Usage]:
    """The same in an event loop of its own, within bounds."""
    return asyncio.run(asyncio.wait_for(exceed(), BOUND_SECONDS))


def test_idle_program(starve: Starve) -> None:
    """A program that idles has exactly the limit, and nothing is reported as waiting."""
    starve(0.0, 0.0)
    seconds, usage = run_exceed()
    assert seconds >= LIMIT_SECONDS
    assert (usage.waited, usage.harness) == (0.0, 0.0)


@pytest.mark.parametrize(("program", "harness"), [(0.5, 0.0), (0.0, 0.5), (0.25, 0.25)])
def test_starved_program(starve: Starve, program: float, harness: float) -> None:
    """The limit is extended by what the program or the harness waited for a processor."""
    starve(program, harness)
    seconds, usage = run_exceed()
    assert seconds >= LIMIT_SECONDS * 1.5
    assert (usage.waited > 0.0, usage.harness > 0.0) == (program > 0.0, harness > 0.0)


def test_limit_ends(starve: Starve) -> None:
    """A program that waits all the time is ended as well, and an idle one within two limits."""
    starve(1.0, 1.0)
    most = 1.0 + fair_clock.MOST_WAITING + fair_clock.MOST_HARNESS
    seconds, _ = run_exceed()
    assert seconds >= LIMIT_SECONDS * most * 0.9
    assert fair_clock.MOST_HARNESS <= 1.0


def test_body_that_ends() -> None:
    """A limit that is not reached does nothing, even later."""

    async def scenario() -> None:
        clock = FairClock()
        clock.start()
        async with clock.limit(0.01) as limit:
            pass
        await asyncio.sleep(0.05)
        assert not limit.expired()
        await clock.stop()

    asyncio.run(scenario())


def test_late_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event loop that is blocked is as late as that on average; one that is not, hardly."""
    monkeypatch.setattr(fair_clock, "SAMPLE_SECONDS", 0.01)
    monkeypatch.setattr(fair_clock, "PROBE_SECONDS", 0.01)
    blocked = 0.2

    async def scenario() -> tuple[float, float]:
        clock, loop = FairClock(), asyncio.get_running_loop()
        clock.start()

        async def probes(count: int) -> None:
            end = clock._probes + count
            while clock._probes < end:  # noqa: ASYNC110 - the clock tells nobody
                await asyncio.sleep(0)

        started = loop.time()
        await probes(10)
        idle = clock.usage(started).late
        await probes(2)  # the last sample is from before the loop is blocked
        started = loop.time()
        for _ in range(3):
            loop.call_soon(time.sleep, blocked)
            await probes(1)
        late = clock.usage(started).late
        await clock.stop()
        return idle, late

    idle, late = asyncio.run(scenario())
    assert idle < late
    assert late > blocked / 4


def test_time_of_a_real_process() -> None:
    """The processor time of a process includes its threads and its children."""
    code = (
        "import subprocess, sys, threading\n"
        "burn = 'while True: pass'\n"
        "threading.Thread(target=exec, args=(burn,)).start()\n"
        "subprocess.run([sys.executable, '-c', burn])\n"
    )
    with subprocess.Popen((sys.executable, "-c", code), start_new_session=True) as program:
        try:
            end = time.monotonic() + BOUND_SECONDS
            busy = 0
            while busy < 2 and time.monotonic() < end:
                times = thread_times(program.pid)
                busy = sum(one.used > 0.3 for one in times.values())
                time.sleep(0.01)
            assert busy == 2, "one thread of the process, and one of its child"
        finally:
            os.killpg(program.pid, signal.SIGKILL)
    assert thread_times(program.pid) == {}
