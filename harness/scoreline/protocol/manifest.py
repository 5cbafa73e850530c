"""Client manifests: each `client.toml` describes a client, and how drivers run it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from scoreline.fault import Code
from scoreline.formats.problem import BadInputError, Problem, place
from scoreline.formats.schema import Schemas, load_schemas
from scoreline.formats.toml import read_toml

_PACKAGE = Path(__file__).parents[1]
_SCHEMA = "harness/client"
_GENERAL_KEYS = ("name", "language")


class Mode(StrEnum):
    """The two modes in which a client's program runs."""

    SESSION = "session"
    """Many calls in one process, as messages on standard input and output."""
    ONE_SHOT = "one-shot"
    """One call per process: JSON on standard input, predictions on standard output."""


@dataclass(frozen=True, slots=True)
class Client:
    """A program under test.

    Attributes:
        name: unique in a run.
        language: for people.
        folder: the folder that holds its manifest.
        tables: what the manifest tells each driver, by the name of the table. Valid by that
            driver's schema; only drivers read it.
    """

    name: str
    language: str
    folder: Path
    tables: Mapping[str, Mapping[str, Any]]


def reference_manifests() -> tuple[Path, ...]:
    """The manifests of the reference clients in a checkout, sorted; none when installed."""
    return tuple(sorted((_PACKAGE.parents[1] / "clients").glob("*/client.toml")))


def load_clients(
    paths: Iterable[Path], tables: Mapping[str, Mapping[str, Any]]
) -> tuple[Client, ...]:
    """Reads client manifests.

    Args:
        paths: each a `client.toml`, or a folder that holds one.
        tables: JSON Schema of each table that a manifest may have, by its name; those of the
            drivers.

    Returns:
        The clients, in the order of the paths.

    Raises:
        BadInputError: a file cannot be read or is not a manifest, or two clients share a name.
    """
    schemas = _with_tables(tables)
    problems: list[Problem] = []
    clients: dict[str, Client] = {}
    for given in paths:
        path = given / "client.toml" if given.is_dir() else given
        document = read_toml(path, problems)
        if document is None:
            continue
        found = [
            Problem(code, str(path), place(where, document), message)
            for where, code, message in schemas.errors(_SCHEMA, document)
        ]
        problems.extend(found)
        if found:
            continue
        client = client_from(document, path.resolve().parent)
        if client.name in clients:
            message = f"{client.name!r} is also the name of {clients[client.name].folder}"
            problems.append(Problem(Code.DUPLICATE, str(path), "name", message))
        clients[client.name] = client
    if problems:
        raise BadInputError(problems)
    return tuple(clients.values())


def _with_tables(tables: Mapping[str, Mapping[str, Any]]) -> Schemas:
    """The schema of a manifest with these tables, at least one of them, and no others."""
    general: Any = load_schemas().document(_SCHEMA)
    # With an identifier of its own, a table's schema can refer to its parts by `#/$defs/...`.
    described = {name: {"$id": f"urn:scoreline:{name}", **table} for name, table in tables.items()}
    document = general | {
        "properties": general["properties"] | described,
        "additionalProperties": False,
        "minProperties": 0,  # "needs container or process" is more helpful
        "anyOf": [{"required": [name]} for name in tables],
    }
    return Schemas({_SCHEMA: document})


def client_from(document: Mapping[str, Any], folder: Path) -> Client:
    """A client from the document of its client.toml, which is in `folder`."""
    tables = {name: table for name, table in document.items() if name not in _GENERAL_KEYS}
    return Client(document["name"], document["language"], folder, tables)
