"""The drivers there are. A new one is a module of this package, and a line here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:  # the names of the drivers are needed by every command, their modules are not
    from scoreline.drivers.driver import DriverFactory


def _load(module: str, name: str) -> DriverFactory:
    factory: DriverFactory = getattr(importlib.import_module(f"scoreline.drivers.{module}"), name)
    return factory


DRIVERS: Final[dict[str, Callable[[], DriverFactory]]] = {
    "container": partial(_load, "container", "ContainerDriver"),
    "process": partial(_load, "process", "ProcessDriver"),
}
"""By name, in the order of preference. A driver's module is imported when it is needed."""


def tables() -> Mapping[str, Mapping[str, Any]]:
    """JSON Schema of each table that a client.toml may have, by the name of the table."""
    factories = (load() for load in DRIVERS.values())
    return {factory.TABLE_NAME: factory.TABLE for factory in factories}
