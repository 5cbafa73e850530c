"""The registered drivers. To add one, add a module to this package and a line here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:  # the names of the drivers are needed by every command, their modules are not
    from scoreline.drivers.driver import DriverFactory


def _module(name: str) -> Any:
    return importlib.import_module(f"scoreline.drivers.{name}")


@dataclass(frozen=True, slots=True)
class Registered:
    """A driver whose modules are imported when they are needed.

    Attributes:
        module: the module that has the driver.
        name: the driver's class.
        table: the module that has `NAME` and `SCHEMA` of its table in client.toml. Every command
            that reads a manifest imports it, so it imports nothing that is slow to load.
    """

    module: str
    name: str
    table: str

    def __call__(self) -> DriverFactory:
        """The driver's class."""
        factory: DriverFactory = getattr(_module(self.module), self.name)
        return factory


DRIVERS: Final[dict[str, Callable[[], DriverFactory]]] = {
    "container": Registered("container", "ContainerDriver", "container_table"),
    "process": Registered("process", "ProcessDriver", "process_table"),
}
"""By name, in the order of preference."""


def tables() -> Mapping[str, Mapping[str, Any]]:
    """JSON Schema of each table that a client.toml may have, by the name of the table."""
    return dict(map(_table, DRIVERS.values()))


def _table(load: Callable[[], DriverFactory]) -> tuple[str, Mapping[str, Any]]:
    if isinstance(load, Registered):
        table = _module(load.table)
        return table.NAME, table.SCHEMA
    factory = load()
    return factory.TABLE_NAME, factory.TABLE
