"""Tables of a client.toml: what those of all drivers have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from scoreline.drivers.program import ProgramError
from scoreline.fault import Code, Fault
from scoreline.protocol.manifest import Client, Mode

Command: TypeAlias = tuple[str, ...]
"""A program and its arguments, or arguments alone. No shell reads it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a client.toml.

    Attributes:
        commands: what is run in each mode. A mode that is absent is not described.
    """

    commands: Mapping[Mode, Command]

    def command(self, mode: Mode) -> Command:
        """What is run in a mode.

        Raises:
            ProgramError: the mode is not described.
        """
        if mode not in self.commands:
            message = f"its client.toml has no {mode.value} command"
            raise ProgramError(Fault(Code.MODE_MISSING, message, {"mode": mode.value}))
        return self.commands[mode]


def commands(table: Mapping[str, Any]) -> dict[Mode, Command]:
    """The commands of a table as it is written: each mode is a key."""
    return {mode: tuple(table[mode.value]) for mode in Mode if mode.value in table}


def modes(client: Client, name: str) -> frozenset[Mode]:
    """The modes that a client's table `name` describes; none if it has no such table."""
    return frozenset(commands(client.tables.get(name, {})))


def undescribed(client: Client, name: str, remedy: str) -> Fault | None:
    """The fault of a client that has no table `name`; None if it has one."""
    if name in client.tables:
        return None
    message = f"its client.toml has no [{name}] table"
    return Fault(Code.NOT_DESCRIBED, message, {"table": name}, remedy)


def described(client: Client, name: str) -> Mapping[str, Any]:
    """The table `name` of a client.

    Raises:
        ProgramError: it has none.
    """
    if fault := undescribed(client, name, ""):
        raise ProgramError(fault)
    return client.tables[name]
