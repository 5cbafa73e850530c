"""The port of one service: every connection to it is known to be for that service."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable
from typing import Final

from scoreline.endpoint.connection_entry import ConnectionEntry
from scoreline.endpoint.listener import Listener

MOST_KEPT: Final = 2_000
"""Connections of one service that are kept; a case makes at most 1,000 calls."""


class Port:
    """A port of its own for one service, on each of the endpoint's addresses.

    Attributes:
        service: the service's name.
        tls: the service's certificate; None: connections are not encrypted.
        connections: those that were accepted, in order.
    """

    def __init__(self, service: str, tls: ssl.SSLContext | None) -> None:
        """A port that nothing listens on yet."""
        self.service = service
        self.tls = tls
        self.connections: list[ConnectionEntry] = []
        self._listeners: list[Listener] = []
        self._unused: list[socket.socket] = []
        self._numbers: dict[str, int] = {}

    @property
    def scheme(self) -> str:
        """`http` or `https`."""
        return "http" if self.tls is None else "https"

    def number(self, host: str) -> int:
        """The port's number on one of the endpoint's addresses."""
        return self._numbers[host]

    def listen(
        self,
        hosts: Iterable[str],
        on_accepted: Callable[[socket.socket], None],
        on_failed: Callable[[OSError], None],
        number: int = 0,
    ) -> None:
        """Starts to listen.

        Args:
            hosts: the endpoint's addresses.
            on_accepted: called with each connection.
            on_failed: called if one could not be accepted.
            number: of the port; 0: the system chooses one for each address.

        Raises:
            OSError, OverflowError: an address or the port is not available.
        """
        for host in hosts:
            listener = Listener(host, number, on_accepted, on_failed)
            self._listeners.append(listener)
            self._numbers[host] = listener.port

    def refuse(self, hosts: Iterable[str], number: int = 0) -> None:
        """Takes numbers on which nobody listens: connections to them are refused.

        Args:
            hosts: the endpoint's addresses.
            number: of the port; 0: the system chooses one for each address.

        Raises:
            OSError, OverflowError: an address or the port is not available.
        """
        for host in hosts:
            unused = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
            self._unused.append(unused)
            unused.bind((host, number))
            self._numbers[host] = unused.getsockname()[1]

    def ignore(self, hosts: Iterable[str], number: int = 0) -> None:
        """Takes numbers on which an attempt to connect gets no answer.

        The system answers for a listening socket until its queue is full, and then drops what
        arrives. Nothing is ever accepted here, so two connections of our own fill the shortest
        queue for good (Linux holds one more than it is asked to).

        Args:
            hosts: the endpoint's addresses.
            number: of the port; 0: the system chooses one for each address.

        Raises:
            OSError, OverflowError: an address or the port is not available.
        """
        for host in hosts:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            silent = socket.create_server((host, number), family=family, backlog=0)
            self._unused.append(silent)
            self._numbers[host] = silent.getsockname()[1]
            for _ in range(2):
                filler = socket.socket(family)
                self._unused.append(filler)
                filler.setblocking(False)
                filler.connect_ex((host, self._numbers[host]))

    def keep(self, entry: ConnectionEntry) -> None:
        """Adds a connection, unless there are too many."""
        if len(self.connections) <= MOST_KEPT:
            self.connections.append(entry)

    def close(self) -> None:
        """Stops listening. May be called twice."""
        for listener in self._listeners:
            listener.close()
        for unused in self._unused:
            unused.close()
