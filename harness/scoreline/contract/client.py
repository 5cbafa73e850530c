"""The manifest of a client: how it is built and started, in a container and as a process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Command: TypeAlias = tuple[str, ...]
"""A program and its arguments; no shell reads it."""

BUILD = "{build}"
"""Stands in a process command for the folder that the client is built in."""


@dataclass(frozen=True, slots=True)
class ContainerStart:
    """How the client runs in a container.

    Attributes:
        dockerfile: file name inside the client's folder, which is the build context.
        session: arguments given to the image's entry point for a session; None: no session.
        one_shot: the same for one call; None: no such door.
    """

    dockerfile: str
    session: Command | None
    one_shot: Command | None


@dataclass(frozen=True, slots=True)
class ProcessStart:
    """How the client runs as a process.

    Attributes:
        requires: programs that must be on PATH.
        remedy: what to tell somebody who lacks one.
        build: commands that run one after the other in a copy of the client's folder. None given:
            nothing is built or copied, and the commands below run in the folder itself.
        session: the command that starts a session; None: no session.
        one_shot: the command that makes one call; None: no such door.
    """

    requires: tuple[str, ...]
    remedy: str
    build: tuple[Command, ...]
    session: Command | None
    one_shot: Command | None


@dataclass(frozen=True, slots=True)
class Client:
    """A program under test.

    Attributes:
        name: unique in a run.
        language: for people.
        folder: where its manifest lies.
        container: None where it does not run in a container.
        process: None where it does not run as a process.
    """

    name: str
    language: str
    folder: Path
    container: ContainerStart | None
    process: ProcessStart | None
