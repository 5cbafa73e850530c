"""What `scoreline serve` serves, whatever it is: services, and how they are introduced."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from scoreline.endpoint import Endpoint
from scoreline.suite.service import Service, ServiceDefinition


@dataclass(frozen=True, slots=True)
class Served:
    """Services on the endpoint, and what the author of a client is shown about them.

    Attributes:
        services: by their names on the endpoint.
        introduction: lines to show. Holds the keys that were made for the author to use.
        secrets: keys besides those of the services, to be masked in the log.
    """

    services: Mapping[str, Service]
    introduction: tuple[str, ...] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)


class Offer(Protocol):
    """Something that can be served."""

    @property
    def default(self) -> str | None:
        """The service that `/score` names; None: only whole paths name a service."""

    @property
    def main(self) -> ServiceDefinition:
        """The service for which the user has chosen a port, as a case defines one."""

    def open(self, endpoint: Endpoint, port: int, folder: Path) -> Served:
        """Adds its services to an endpoint.

        Args:
            endpoint: listens already.
            port: of the main service, if that has one of its own.
            folder: for files that the author of a client needs, gone when nothing is served.

        Raises:
            FaultError: a service cannot be added.
            OSError, OverflowError: a port is not available, or a file cannot be written.
        """


def curl(uri: str, body: str, header: str = "", authority: Path | None = None) -> str:
    """A command that scores, to be pasted into a shell. Prints the reply and no progress.

    Args:
        uri: where to.
        body: the arguments that state the body, quoted for the shell.
        header: the Authorization header, quoted for the shell; empty: none.
        authority: a file with the authority to trust; None: the system's are trusted.
    """
    trust = "" if authority is None else f" --cacert {shlex.quote(str(authority))}"
    key = f" -H {header}" if header else ""
    path = " --path-as-is" if "/." in urlsplit(uri).path else ""
    sent = f"{trust}{path}{key} -H 'Content-Type: application/json' {body}"
    return f"curl -s{sent} {shlex.quote(uri)}"


def write_authority(endpoint: Endpoint, folder: Path) -> Path:
    """Writes the certificate of the endpoint's authority into a folder; returns the file."""
    path = folder / "ca.pem"
    path.write_text(endpoint.authority, "ascii")
    return path
