"""The manifest of a client: how it is built and started, in a container and as a process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from scoreline.formats.problem import BadInputError, Problem
from scoreline.formats.schema import schema_problems
from scoreline.formats.toml import read_toml

_PACKAGE = Path(__file__).parents[1]

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


def reference_manifests() -> tuple[Path, ...]:
    """The manifests of the reference clients in a checkout, sorted; none when installed."""
    return tuple(sorted((_PACKAGE.parents[1] / "clients").glob("*/client.toml")))


def load_clients(paths: Iterable[Path]) -> tuple[Client, ...]:
    """Reads client manifests, each a `client.toml` or a folder that holds one.

    Raises:
        BadInputError: a file cannot be read or is no manifest, or two clients share a name.
    """
    problems: list[Problem] = []
    clients: dict[str, Client] = {}
    for given in paths:
        path = given / "client.toml" if given.is_dir() else given
        document = read_toml(path, problems)
        if document is None:
            continue
        found = list(schema_problems(path, "harness/client", document))
        problems.extend(found)
        if found:
            continue
        client = client_from(document, path.resolve().parent)
        if client.name in clients:
            other = clients[client.name].folder
            problems.append(Problem(str(path), "name", f"{client.name!r} is also that of {other}"))
        clients[client.name] = client
    if problems:
        raise BadInputError(problems)
    return tuple(clients.values())


def client_from(document: Mapping[str, Any], folder: Path) -> Client:
    """A client out of its client.toml."""
    container, process = document.get("container"), document.get("process")
    return Client(
        name=document["name"],
        language=document["language"],
        folder=folder,
        container=container
        and ContainerStart(
            dockerfile=container.get("dockerfile", "Dockerfile"),
            session=_command(container.get("session")),
            one_shot=_command(container.get("one-shot")),
        ),
        process=process
        and ProcessStart(
            requires=tuple(process["requires"]),
            remedy=process["remedy"],
            build=tuple(tuple(command) for command in process.get("build", ())),
            session=_command(process.get("session")),
            one_shot=_command(process.get("one-shot")),
        ),
    )


def _command(words: list[str] | None) -> Command | None:
    return None if words is None else tuple(words)
