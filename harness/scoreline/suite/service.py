"""What a service on the endpoint does: who may call it, where it listens, and what it replies."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from scoreline.suite.declaration import constrained, declared
from scoreline.suite.reply import Reply


class Listener(StrEnum):
    """Where a service listens."""

    SHARED = "shared"
    OWN = "own"
    REFUSING = "refusing"
    SILENT = "silent"


class Certificate(StrEnum):
    """The certificate of a service that is called over TLS."""

    TRUSTED = "trusted"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    OTHER_HOST = "for-another-host"
    UNKNOWN_AUTHORITY = "from-an-unknown-authority"
    SELF_SIGNED = "self-signed"


@constrained(conflicts={"tls": ("listener",)})
@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """A service of a case. Without replies the model answers."""

    key: Annotated[
        bool,
        declared(
            "Whether the service requires its key. The client is given the key in any case, unless "
            "call.credentials states otherwise.",
            explain="requires its key",
            otherwise="requires no key",
        ),
    ] = False
    listener: Annotated[
        Listener,
        declared(
            "The port of the service: `shared` with other cases; its `own`, so that connections "
            "without a request are known, and a path that names no service is its own; one at "
            "which connections are refused (`refusing`), or left unanswered (`silent`).",
            explain="on a port of kind {}",
        ),
    ] = Listener.SHARED
    tls: Annotated[
        Certificate | None,
        declared(
            "The certificate of a service that is called over TLS, on a port of its own. The "
            "client can be given the authority of the trusted one: ${ca}, in PEM.",
            explain="over TLS, with a certificate of kind {}",
        ),
    ] = None
    replies: Annotated[
        tuple[Reply, ...],
        declared(
            "Replies in the order in which they are sent; the last one is repeated.",
            explain="replies with {}",
            otherwise="the model answers, with a factor that is drawn for the run",
            minItems=1,
        ),
    ] = ()

    @property
    def has_own_port(self) -> bool:
        """Whether each connection on its port is known to be for this service."""
        return self.tls is not None or self.listener is Listener.OWN

    @property
    def takes_port(self) -> bool:
        """Whether a port is taken for it alone, even if only to refuse or ignore connections."""
        return self.tls is not None or self.listener is not Listener.SHARED


@dataclass(frozen=True, slots=True)
class Service:
    """One name on the endpoint.

    Attributes:
        name: last but one segment of `/api/v1/service/<name>/score`: letters, digits, `-_.`.
        key: what `Authorization: Bearer <key>` must carry; None if the service requires no key.
        replies: sent in this order to the score requests with the right key; the last one is
            repeated, unless they start again. Empty: the model answers.
        factor: what the model's predictions are multiplied by.
        starts_again: whether the first reply follows the last one.
    """

    name: str
    key: str | None = field(default=None, repr=False)
    replies: tuple[Reply, ...] = ()
    factor: float = 1.0
    starts_again: bool = False
