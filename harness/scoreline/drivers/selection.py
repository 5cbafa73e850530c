"""The drivers of one run: which of them can be used here, and which one runs a client."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from scoreline.drivers import registry
from scoreline.drivers.driver import Driver
from scoreline.fault import Fault, FaultError
from scoreline.protocol.manifest import Client

LOOPBACK = "127.0.0.1"


class Drivers:
    """The drivers of one run. An asynchronous context manager, which opens and closes them."""

    def __init__(self, cache: Path, choice: str | None = None) -> None:
        """Drivers that are not open yet.

        Args:
            cache: folder for builds, and for the locks of live runs.
            choice: name of the only driver to use; None for all, in the registry's order.

        Raises:
            KeyError: there is no driver of the name `choice`.
        """
        names = registry.DRIVERS if choice is None else (choice,)
        self._drivers: dict[str, Driver] = {name: registry.DRIVERS[name]()(cache) for name in names}
        self._faults: dict[str, Fault] = {}
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Opens the drivers, and keeps the fault of each one that cannot be used here."""
        async with AsyncExitStack() as stack:
            for name, driver in self._drivers.items():
                stack.push_async_callback(driver.close)
                try:
                    await driver.open()
                except FaultError as error:
                    self._faults[name] = error.fault
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes the drivers, also those that could not be opened."""
        await self._stack.aclose()

    @property
    def unusable(self) -> tuple[tuple[str, Fault], ...]:
        """Name and fault of each driver that could not be opened, if one after it could."""
        names = list(self._drivers)
        last = max((at for at, name in enumerate(names) if name not in self._faults), default=0)
        return tuple((name, self._faults[name]) for name in names[:last] if name in self._faults)

    @property
    def listen(self) -> tuple[str, ...]:
        """The addresses on which the endpoint has to listen; loopback first, and always there."""
        opened = (one for name, one in self._drivers.items() if name not in self._faults)
        return tuple(dict.fromkeys((LOOPBACK, *(driver.listen for driver in opened))))

    def choose(self, client: Client) -> Driver | Fault:
        """The first driver that can run a client; if there is none, why."""
        faults: list[Fault] = []
        for name, driver in self._drivers.items():
            fault = self._faults.get(name) or driver.unavailable(client)
            if fault is None:
                return driver
            faults.append(fault)
        return _joined(faults)


def _joined(faults: list[Fault]) -> Fault:
    """Several faults as one, with the code and the details of the first."""
    return Fault(
        faults[0].code,
        ", and ".join(dict.fromkeys(fault.message for fault in faults)),
        faults[0].details,
        "; or ".join(dict.fromkeys(fault.remedy for fault in faults if fault.remedy)),
    )
