"""The table `process` of a client.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from scoreline.drivers.table import Command, Table, commands, described
from scoreline.protocol.manifest import Client

NAME: Final = "process"
BUILD: Final = "{build}"
"""In commands: the folder that the client is built in."""

_COMMAND: Final = {
    "description": "A program and its arguments; no shell reads it.",
    "type": "array",
    "minItems": 1,
    "items": {"type": "string", "minLength": 1},
}

SCHEMA: Final[Mapping[str, Any]] = {
    "description": "How it runs as a process. {build} stands for the folder it is built in.",
    "type": "object",
    "required": ["requires", "remedy"],
    "additionalProperties": False,
    "anyOf": [{"required": ["session"]}, {"required": ["one-shot"]}],
    "properties": {
        "requires": {
            "description": "Programs that must be on PATH.",
            "type": "array",
            "items": {"type": "string", "minLength": 1},
        },
        "remedy": {
            "description": "What to do if one of them is missing.",
            "type": "string",
            "minLength": 1,
        },
        "build": {
            "description": "Commands, run in a copy of the folder of this file.",
            "type": "array",
            "items": _COMMAND,
        },
        "session": _COMMAND,
        "one-shot": _COMMAND,
    },
}


@dataclass(frozen=True, slots=True)
class ProcessTable(Table):
    """How a client runs as a process. Its commands may contain `{build}`.

    Attributes:
        requires: programs that must be on PATH.
        remedy: what to do if one of them is missing.
        build: commands that build the client, run one after the other.
    """

    requires: tuple[str, ...]
    remedy: str
    build: tuple[Command, ...]


def process_table(client: Client) -> ProcessTable:
    """The table of a client.

    Raises:
        ProgramError: it has none.
    """
    table = described(client, NAME)
    return ProcessTable(
        commands(table),
        requires=tuple(table["requires"]),
        remedy=table["remedy"],
        build=tuple(tuple(command) for command in table.get("build", ())),
    )


def filled(command: Command, folder: str) -> Command:
    """A command with `{build}` replaced by the folder that the client is built in."""
    return tuple(text.replace(BUILD, folder) for text in command)
