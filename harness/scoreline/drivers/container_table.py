"""The table `container` of a client.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from scoreline.drivers.table import Table, commands, described
from scoreline.protocol.manifest import Client

NAME: Final = "container"

_ARGUMENTS: Final = {
    "description": "Arguments for the image's entry point.",
    "type": "array",
    "items": {"type": "string"},
}

SCHEMA: Final[Mapping[str, Any]] = {
    "description": "How it runs in a container. The folder of this file is the build context.",
    "type": "object",
    "additionalProperties": False,
    "anyOf": [{"required": ["session"]}, {"required": ["one-shot"]}],
    "properties": {
        "dockerfile": {"type": "string", "minLength": 1, "default": "Dockerfile"},
        "session": _ARGUMENTS,
        "one-shot": _ARGUMENTS,
    },
}


@dataclass(frozen=True, slots=True)
class ContainerTable(Table):
    """How a client runs in a container; its commands are arguments for the image's entry point.

    Attributes:
        dockerfile: path of the file that the image is built from, relative to the client's folder.
    """

    dockerfile: str


def container_table(client: Client) -> ContainerTable:
    """The table of a client.

    Raises:
        ProgramError: it has none.
    """
    table = described(client, NAME)
    return ContainerTable(commands(table), dockerfile=table.get("dockerfile", "Dockerfile"))
