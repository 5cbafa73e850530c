"""Limits that count only the time in which a program could run.

On a busy machine a sound client may exceed any limit, because it waits for a processor, or for a
harness that is busy with other clients. Both are measured, and a limit is extended by that time: a
client that idles is found within twice the limit, and one that is starved is not mistaken for it.
Both extensions are bounded, so that a run always ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from scoreline.drivers.processor_time import ThreadTime, own_thread_time, thread_times
from scoreline.drivers.program import Program

SAMPLE_SECONDS = 0.5
"""Time between two samples. The measured times are wrong by at most this much, in favour of the
client."""
PROBE_SECONDS = 0.05
"""Time between two looks at how late the event loop is."""
_SAMPLES = 1024
"""Samples that are kept: about eight minutes, which is longer than any limit."""
MOST_WAITING = 8.0
"""How much a limit is extended at most for what the program waited for a processor, as a multiple
of the limit. With sixteen busy programs on two processors a client gets one part in nine."""
MOST_HARNESS = 1.0
"""The same for what the harness was busy or waited: an idle client causes neither."""
_PASSES = 10
"""How often one exchange waits for the harness's event loop, and as much again for the answer: to
accept a connection, read and reply, read the answer, wake the call. Twice that, as the lateness is
an average."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What happened to the processors' time in a span, in seconds.

    Attributes:
        used: processor time of the program.
        waited: time in which the program waited for a processor, at most the length of the span.
        harness: time in which the harness was busy or waited for a processor itself.
        late: how late the harness was on average to take up what had arrived.
    """

    used: float
    waited: float
    harness: float
    late: float

    def delay(self, exchanges: int) -> float:
        """How much an answer can have been delayed by other programs and by the harness.

        Not by all the time in which the harness was busy: a client that waits of its own accord
        would be excused for it.

        Args:
            exchanges: how many took place before the answer.
        """
        return self.waited + min(self.harness, _PASSES * (exchanges + 1) * self.late)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Totals since the clock started, at a point in time."""

    at: float
    used: float
    waited: float
    harness: float
    late: float
    probes: int


class FairClock:
    """Measures one program between `start` and `stop`, and sets limits by what it finds.

    For one event loop. Without accounting by the system (see `processor_time`) only the harness's
    own processor time and lateness are known.
    """

    def __init__(self) -> None:
        """Measures the harness alone, until `watch` is called."""
        self._program: Program | None = None
        self._process: int | None = None
        self._threads: dict[int, ThreadTime] = {}
        self._used = self._waited = self._late = 0.0
        self._probes = 0
        self._own_thread = threading.get_native_id()
        self._samples: deque[_Sample] = deque(maxlen=_SAMPLES)
        self._sampling: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Starts to measure."""
        self._sample()
        self._sampling = asyncio.create_task(self._sample_regularly())

    async def stop(self) -> None:
        """Ends the measurement. May be called without `start`."""
        if self._sampling is not None:
            self._sampling.cancel()
            await asyncio.wait((self._sampling,))  # is cancelled if the caller is

    def watch(self, program: Program) -> None:
        """Measures a program, from its start on."""
        self._program = program

    def usage(self, since: float) -> Usage:
        """What has happened since a point on the event loop's clock."""
        self._sample()
        now = self._samples[-1]
        before = self._samples[0]
        for sample in self._samples:
            if sample.at > since:
                break
            before = sample
        span = max(now.at - before.at, 0.0)
        return Usage(
            used=now.used - before.used,
            waited=min(now.waited - before.waited, span),
            harness=min(now.harness - before.harness, span),
            late=(now.late - before.late) / max(now.probes - before.probes, 1),
        )

    @contextlib.asynccontextmanager
    async def limit(self, seconds: float) -> AsyncIterator[asyncio.Timeout]:
        """Cancels the body of the `async with` statement when the limit has passed.

        Args:
            seconds: limit for the time in which the program can run.

        Yields:
            The timeout, whose `expired` tells whether the limit has passed.

        Raises:
            TimeoutError: the limit has passed.
        """
        loop = asyncio.get_running_loop()
        start = loop.time()

        handle: asyncio.TimerHandle

        def check() -> None:
            nonlocal handle
            usage = self.usage(start)
            waiting = min(usage.waited, MOST_WAITING * seconds)
            end = start + seconds + waiting + min(usage.harness, MOST_HARNESS * seconds)
            if end <= loop.time():
                timeout.reschedule(loop.time())
            else:
                handle = loop.call_at(end, check)

        handle = loop.call_at(start + seconds, check)
        try:
            async with asyncio.timeout(None) as timeout:
                yield timeout
        finally:
            handle.cancel()

    async def _sample_regularly(self) -> None:
        loop = asyncio.get_running_loop()
        sampled = loop.time()
        while True:
            due = loop.time() + PROBE_SECONDS
            await asyncio.sleep(PROBE_SECONDS)
            self._late += loop.time() - due
            self._probes += 1
            if loop.time() < sampled + SAMPLE_SECONDS:
                continue
            sampled = loop.time()
            if self._program is not None and self._process is None:
                # Only now: for most programs, which end at once, nobody has to ask.
                self._process = await self._program.process_id()
            self._sample()

    def _sample(self) -> None:
        if self._process is not None:
            self._add_program(thread_times(self._process))
        own = own_thread_time(self._own_thread)
        busy = time.thread_time() + (self._late if own is None else own.waited)
        at = asyncio.get_running_loop().time()
        self._samples.append(_Sample(at, self._used, self._waited, busy, self._late, self._probes))

    def _add_program(self, times: dict[int, ThreadTime]) -> None:
        """Adds what each thread has used and waited since the last sample; threads come and go."""
        none = ThreadTime(0.0, 0.0)
        for thread, now in times.items():
            before = self._threads.get(thread, none)
            self._used += max(now.used - before.used, 0.0)
            self._waited += max(now.waited - before.waited, 0.0)
        self._threads = times
