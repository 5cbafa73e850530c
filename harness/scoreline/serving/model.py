"""The documented model as `scoreline serve` serves it: one service, plain or over TLS."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from typing import Final

from scoreline.endpoint import Endpoint
from scoreline.fault import Code, Fault, FaultError
from scoreline.serving.offer import Served, curl, write_authority
from scoreline.suite.service import Service, ServiceDefinition

KEY_OPTION: Final = "--key"
KEY_VARIABLE: Final = "SCORELINE_KEY"
"""Environment variable that holds the key, so that no list of processes shows it."""

_GENERATED_KEY_BYTES = 24
_DOCUMENTED = (
    '{"data": [[0.0199132141783263, 0.0506801187398187, 0.104808689473925, 0.0700725447072635,'
    " -0.0359677812752396, -0.0266789028311707, -0.0249926566315915, -0.00259226199818282,"
    " 0.00371173823343597, 0.0403433716478807]]}"
)


@dataclass(frozen=True, slots=True)
class Key:
    """The key of the service, and how it is introduced.

    Attributes:
        text: what callers must send; None: none is required.
        shown: what is said of it. A key that the user has given is not repeated.
        header: the Authorization header, quoted for a shell; empty: none is required.
    """

    text: str | None = field(repr=False)
    shown: str = field(repr=False)
    header: str = field(repr=False)


def choose_key(given: str, environment: Mapping[str, str], *, required: bool) -> Key:
    """The given key, else that of the environment, else a new one.

    Raises:
        FaultError: a Bearer header cannot carry it.
    """
    if not required:
        return Key(None, "none is required", "")
    chosen = given or environment.get(KEY_VARIABLE, "")
    if not chosen:
        key = token_urlsafe(_GENERATED_KEY_BYTES)
        return Key(key, f"{key} (made for this run)", f"'Authorization: Bearer {key}'")
    source = KEY_OPTION if given else KEY_VARIABLE
    if not (chosen.isascii() and chosen.isprintable() and " " not in chosen):
        message = f"{source} holds a character that a Bearer header cannot carry"
        raise FaultError(Fault(Code.OPTION, message, {"variable": source}))
    text = shlex.quote(f"Authorization: Bearer {chosen}")
    header = text if given else f'"Authorization: Bearer ${KEY_VARIABLE}"'
    return Key(chosen, f"that of {source}", header)


@dataclass(frozen=True, slots=True)
class ServedModel:
    """The model as one service.

    Attributes:
        name: of the service.
        key: of the service.
        main: whether it is called over TLS, and with which certificate.
    """

    name: str
    key: Key
    main: ServiceDefinition

    @property
    def default(self) -> str:
        """Its own name."""
        return self.name

    def open(self, endpoint: Endpoint, port: int, folder: Path) -> Served:
        """See `Offer`."""
        service = Service(self.name, self.key.text)
        endpoint.add(service)
        endpoint.open_port(self.name, self.main, port)
        authority = None if self.main.tls is None else write_authority(endpoint, folder)
        return Served({self.name: service}, self._introduction(endpoint, authority))

    def _introduction(self, endpoint: Endpoint, authority: Path | None) -> tuple[str, ...]:
        name, key, origin = self.name, self.key, endpoint.origin(service=self.name)
        trust = (f"Certificate  {self.main.tls}", f"CA file      {authority}")
        return (
            f"Scoring URI  {endpoint.uri(name)}",
            f"        or   {origin}/score",
            f"Swagger URI  {endpoint.uri(name, path='swagger.json')}",
            f"        or   {origin}/swagger.json",
            f"Health URI   {endpoint.uri(name, path='')}",
            f"        or   {origin}/",
            f"Key          {key.shown}",
            *(trust if authority else ()),
            "",
            curl(f"{origin}/score", f"-d '{_DOCUMENTED}'", key.header, authority),
        )
