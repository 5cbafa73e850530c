"""Opens the ports of a case's services on an endpoint, for a run and for `scoreline serve`."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_hex

from scoreline.endpoint import Endpoint
from scoreline.runner.setting import Address, Setting, setting_for
from scoreline.suite.call import MAIN_SERVICE
from scoreline.suite.case import Case

_NAME_BYTES = 16


def random_name() -> str:
    """A name for a service that no client can guess, and that says nothing of the case."""
    return token_hex(_NAME_BYTES)


def open_ports(
    case: Case,
    endpoint: Endpoint,
    factor: float,
    *,
    host: str | None = None,
    name_of: Callable[[str], str] = lambda _: random_name(),
    number: int = 0,
) -> Setting:
    """Opens the ports of a case's services. The services themselves are to be added afterwards.

    Args:
        case: the case, with its numbers drawn.
        endpoint: listens already.
        factor: what the model's predictions are multiplied by.
        host: under which the client reaches the endpoint; by default its first address.
        name_of: the name that a service gets on the endpoint, by its name in the case.
        number: of the port of the service `main`, if that has one of its own; 0: any.

    Raises:
        OSError, OverflowError: a port is not available.
    """
    addresses = {}
    for name, definition in case.definitions.items():
        service = name_of(name)
        endpoint.open_port(service, definition, number if name == MAIN_SERVICE else 0)
        addresses[name] = Address(service, endpoint.uri(service, host=host))
    return setting_for(case, addresses, factor, lambda: endpoint.authority)
