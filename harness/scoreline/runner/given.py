"""Reads what users give to a run: clients and options, for the command and the pytest plugin."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scoreline.drivers import registry
from scoreline.fault import Code
from scoreline.formats.problem import BadInputError, Problem
from scoreline.protocol.manifest import Client, load_clients, reference_manifests
from scoreline.runner.arguments import AUTO
from scoreline.runner.options import Options
from scoreline.runner.selection import required_clients


@dataclass(frozen=True, slots=True)
class GivenClients:
    """The clients that a user named, or the reference clients.

    Attributes:
        clients: in the order they were given.
        manifests: the path that was given for each, by the client's name; empty for the reference
            clients.
    """

    clients: tuple[Client, ...]
    manifests: Mapping[str, str]


def read_clients(paths: Sequence[str], option: str) -> GivenClients:
    """The clients of these manifests, or the reference clients if no path is given.

    Args:
        paths: each a `client.toml`, or a folder that holds one.
        option: what they were given to, for messages.

    Raises:
        BadInputError: a manifest cannot be used, or there are no reference clients here.
    """
    manifests = tuple(map(Path, paths)) or reference_manifests()
    if not manifests:
        message = "is needed: an installed package has no reference clients"
        raise BadInputError([Problem(Code.EMPTY, option, "", message)])
    clients = load_clients(manifests, registry.tables())
    names = (client.name for client in clients)
    return GivenClients(clients, dict(zip(names, paths, strict=False)))


def read_run_options(
    get: Callable[[str], Any],
    clients: Collection[Client],
    prefix: str,
    others: Collection[Client] = (),
) -> Options:
    """The options of a run.

    Args:
        get: the value of an option, by its name without the prefix.
        clients: those of the run.
        prefix: as given to `add_run_options`.
        others: clients from which those of the run were chosen, for messages.

    Raises:
        BadInputError: a required client is not one of the run.
    """
    names = [name.strip() for name in get("require").split(",") if name.strip()]
    driver, seed = get("driver"), get("seed")
    options = Options(
        driver=None if driver == AUTO else driver,
        required=required_clients(clients, names, f"{prefix}require", others),
        deadline_seconds=get("deadline"),
    )
    return options if seed is None else replace(options, seed=seed)
