"""Cases wait until every client is built."""

from __future__ import annotations

import asyncio

from scoreline.runner.gate import Gate


def test_gate() -> None:
    """A gate stays shut until all that are expected have arrived, and open from then on."""

    async def scenario() -> None:
        gate = Gate(2)
        waiting = asyncio.create_task(gate.passed())
        gate.arrive()
        await asyncio.sleep(0)
        assert not waiting.done()
        gate.arrive()
        await waiting
        await gate.passed()

    asyncio.run(scenario())
