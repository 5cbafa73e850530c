"""The run's network on a container engine: its containers reach the endpoint, but nothing else.

Nor do they reach one another.
"""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from ipaddress import ip_network

import docker
from docker.errors import APIError
from docker.types import IPAMConfig, IPAMPool
from docker.utils import version_lt

from scoreline.drivers.engine import ENGINE_ERRORS, unavailable
from scoreline.drivers.run_resources import RUN_LABEL

_DESKTOP_HOST = "host.docker.internal"
_WITHOUT_DEFAULT_ROUTE = "1.44"
"""The API version since which an internal network has no default route (engine 25)."""
_OPTIONS = {"com.docker.network.bridge.enable_icc": "false"}
"""Containers of the network cannot reach one another."""
_ATTEMPTS = 5
"""How often a network without that route is tried; the last attempt accepts one with it."""


@dataclass(frozen=True, slots=True)
class Network:
    """The network of a run.

    Attributes:
        name: on the engine.
        labels: for everything that belongs to the run.
        listen: the address that the endpoint listens on.
        host: the host name or address under which containers reach it.
        extra_hosts: additional host names inside the containers, with their addresses.
    """

    name: str
    labels: dict[str, str]
    listen: str
    host: str
    extra_hosts: dict[str, str]


def create(api: docker.APIClient, labels: dict[str, str]) -> Network:
    """Makes the run's network.

    If engine and harness share a host, the network is internal: a container reaches the network's
    gateway, on which the endpoint listens, and nothing else except programs that listen on all of
    the host's addresses. If they do not (Docker Desktop), containers could not reach the endpoint
    from an internal network, so it is an ordinary one.

    Raises:
        FaultError: the engine cannot make one; the code is `ENGINE_UNAVAILABLE`. What it made
            before carries the labels.
    """
    name = f"scoreline-{labels[RUN_LABEL]}"
    try:
        gateway = _create_internal(api, name, labels).get("Gateway", "").partition("/")[0]
        if gateway and _is_local(gateway):
            return Network(name, labels, gateway, gateway, {})
        api.remove_network(name)
        api.create_network(name, driver="bridge", options=_OPTIONS, labels=labels)
    except ENGINE_ERRORS as error:
        raise unavailable("the Docker engine cannot make a network", error) from error
    return Network(name, labels, "127.0.0.1", _DESKTOP_HOST, {_DESKTOP_HOST: "host-gateway"})


def _create_internal(api: docker.APIClient, name: str, labels: dict[str, str]) -> dict[str, str]:
    """Makes an internal network; returns its range of addresses.

    Engines before 25 give its containers a default route through the gateway, and so a way to every
    address of the host (moby/libnetwork#1151). The bridge driver accepts another address for that
    route, which must be in the subnet. The engine chooses the subnet, so the network is made twice:
    the second time in the same subnet, with the route to an address that nobody has.
    """
    for attempt in range(_ATTEMPTS):
        created = _network(api, name, labels)
        ranges: list[dict[str, str]] = api.inspect_network(created["Id"])["IPAM"]["Config"]
        found = ranges[0] if ranges else {}
        last = attempt == _ATTEMPTS - 1
        if last or not found or not version_lt(api.api_version, _WITHOUT_DEFAULT_ROUTE):
            return found
        subnet = ip_network(found["Subnet"])
        nobody = {"DefaultGatewayIPv4": str(subnet[-2])}
        pool = IPAMPool(subnet=str(subnet), gateway=found["Gateway"], aux_addresses=nobody)
        ipam = IPAMConfig(pool_configs=[pool])
        api.remove_network(created["Id"])
        # Another run may take the subnet before this one takes it again.
        with contextlib.suppress(APIError):
            _network(api, name, labels, ipam)
            return found
    raise AssertionError("the last attempt returns")


def _network(
    api: docker.APIClient, name: str, labels: dict[str, str], ipam: IPAMConfig | None = None
) -> dict[str, str]:
    made: dict[str, str] = api.create_network(
        name, driver="bridge", internal=True, options=_OPTIONS, labels=labels, ipam=ipam
    )
    return made


def _is_local(address: str) -> bool:
    """Whether this host can listen on an address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True
