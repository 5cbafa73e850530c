"""The addresses that an endpoint may listen on."""

from __future__ import annotations

from ipaddress import ip_address

from scoreline.fault import Code, Fault, FaultError


def listening_address(host: str, *, explicit: bool) -> str:
    """The address to listen on for `host`.

    Raises:
        FaultError: it is not an IP address, not loopback, or, if given explicitly, not private.
    """
    try:
        address = ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError as error:
        raise _refused(host, "is not an IP address") from error
    if address.is_unspecified or address.is_multicast or address.is_global:
        raise _refused(host, "can be reached from other machines")
    if not (explicit or address.is_loopback):
        raise _refused(host, "is not a loopback address")
    return str(address)


def _refused(host: str, reason: str) -> FaultError:
    message = f"{host} {reason}; the endpoint does not listen there"
    return FaultError(Fault(Code.OPTION, message, {"host": host}))
