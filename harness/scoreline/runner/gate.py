"""A gate that opens when everybody has come to it."""

from __future__ import annotations

import asyncio


class Gate:
    """Lets nobody through before all that are expected have arrived or are excused."""

    def __init__(self, expected: int) -> None:
        """Takes how many are expected."""
        self._missing = expected
        self._open = asyncio.Event()

    def arrive(self) -> None:
        """One of those that are expected is there, or will not come any more."""
        self._missing -= 1
        if self._missing <= 0:
            self._open.set()

    async def passed(self) -> None:
        """Waits until the gate is open."""
        await self._open.wait()
