"""The open connections of an endpoint: how many there may be, and which one has to go."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from logging import Logger, getLogger
from time import monotonic
from typing import Final

from scoreline.endpoint.connection import Connection
from scoreline.endpoint.port import Port
from scoreline.endpoint.transfer import RESET
from scoreline.results.bounds import MOST_CONNECTIONS
from scoreline.results.connection import ClosedBy

logger: Logger = getLogger(__name__)

HANDSHAKE_SECONDS: Final = 60.0
"""How long a client may take for a TLS handshake."""

_CLOSED: Final = "the connection was closed"
"""Why a handshake failed if the client sent no alert."""


class Connections:
    """The open connections of an endpoint, in the order in which they were last used.

    Attributes:
        closed: how many were closed because too many were open.
        failures: how many times the endpoint failed; only the first is logged.
    """

    def __init__(
        self,
        make: Callable[[int, Port | None], Connection],
        most: int = MOST_CONNECTIONS,
        refused: Callable[[str], None] | None = None,
    ) -> None:
        """No connections.

        Args:
            make: makes the connection with a number, on a service's own port or on none.
            most: how many may be open.
            refused: called with the reason when a client has ended a TLS handshake.
        """
        self.closed = 0
        self.failures = 0
        self._make = make
        self._most = most
        self._refused = refused
        self._accepted = 0
        self._open: dict[Connection, None] = {}
        self._opening: set[asyncio.Task[object]] = set()

    def accept(self, connection: socket.socket, port: Port | None = None) -> None:
        """Takes on an accepted connection.

        A TLS handshake that the client ends is the client's decision: the journal keeps it.

        If too many are open, the one that has been idle for the longest is closed for it: a server
        may do that at any time (RFC 9112, section 9.5). If none is idle, it is refused.
        """
        self._accepted += 1
        if not self._make_room():
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            connection.close()
            return
        made = self._make(self._accepted, port)
        self._open[made] = None
        if port is not None:
            port.keep(made.entry)
        task = asyncio.get_running_loop().create_task(self._open_connection(made, connection))
        self._opening.add(task)
        task.add_done_callback(self._opened)

    async def _open_connection(self, made: Connection, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        tls = None if made.port is None else made.port.tls
        if tls is None:
            await loop.connect_accepted_socket(lambda: made, connection)
            return
        try:
            await loop.connect_accepted_socket(
                lambda: made, connection, ssl=tls, ssl_handshake_timeout=HANDSHAKE_SECONDS
            )
        except (ssl.SSLError, ConnectionError, TimeoutError) as error:
            self._open.pop(made, None)
            made.entry.refused = getattr(error, "reason", None) or _CLOSED
            made.entry.close(ClosedBy.CLIENT, monotonic())
            if self._refused is not None:
                self._refused(made.entry.refused)

    def used(self, connection: Connection) -> None:
        """A request on it has ended."""
        if connection in self._open:
            self._open[connection] = self._open.pop(connection)

    def lost(self, connection: Connection) -> None:
        """It has ended."""
        self._open.pop(connection, None)

    def abort(self, port: Port) -> None:
        """Closes all that were accepted on a service's own port."""
        for connection in tuple(self._open):
            if connection.port is port:
                connection.abort()

    def failed(self, error: BaseException | None) -> None:
        """Counts a failure. The first one is logged with its traceback, the others are not."""
        self.failures += 1
        if self.failures == 1:
            logger.error("The endpoint itself failed; this is shown once", exc_info=error)

    async def opened(self) -> None:
        """Returns when everything that was accepted is connected."""
        while self._opening:
            await asyncio.wait(self._opening)

    def _make_room(self) -> bool:
        if len(self._open) < self._most:
            return True
        self.closed += 1
        idle = next((one for one in self._open if one.is_idle), None)
        if idle is None:
            return False
        del self._open[idle]
        idle.abort()
        return True

    def _opened(self, task: asyncio.Task[object]) -> None:
        self._opening.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failed(error)
