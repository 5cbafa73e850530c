"""A listening socket whose connections are accepted a few at a time.

asyncio accepts as many as are waiting before it does anything else, and writes a traceback whenever
that fails. A client that opens connections in a loop would stop the harness for everybody.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Final

PAUSE_SECONDS: Final = 0.1
"""How long nothing is accepted once the system has refused a connection, for lack of descriptors,
say. What waits in the meantime is not lost."""

_AT_ONCE: Final = 8
_BACKLOG: Final = 1024
_HIGHEST_PORT: Final = 65_535


class Listener:
    """A listening socket in the running event loop."""

    def __init__(
        self,
        host: str,
        port: int,
        on_accepted: Callable[[socket.socket], None],
        on_failed: Callable[[OSError], None],
    ) -> None:
        """Starts to listen.

        Args:
            host: an IP address.
            port: the port; 0: the system chooses one.
            on_accepted: called with each connection, which does not block.
            on_failed: called if one could not be accepted.

        Raises:
            OSError, OverflowError: the address or port is not available.
        """
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        if not 0 <= port <= _HIGHEST_PORT:  # the socket would not be closed
            raise OverflowError("port must be 0-65535")
        self._socket = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        self._socket.setblocking(False)
        self._on_accepted = on_accepted
        self._on_failed = on_failed
        self._loop = asyncio.get_running_loop()
        self._pause: asyncio.TimerHandle | None = None
        self.port: int = self._socket.getsockname()[1]
        self._resume()

    def close(self) -> None:
        """Stops listening. May be called twice."""
        if self._pause is not None:
            self._pause.cancel()
        if self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket)
        self._socket.close()

    def _resume(self) -> None:
        self._loop.add_reader(self._socket, self._accept)

    def _accept(self) -> None:
        for _ in range(_AT_ONCE):
            try:
                connection, _address = self._socket.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                self._loop.remove_reader(self._socket)
                self._pause = self._loop.call_later(PAUSE_SECONDS, self._resume)
                self._on_failed(error)
                return
            connection.setblocking(False)
            self._on_accepted(connection)
