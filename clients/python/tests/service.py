"""A scoring service on raw sockets: it records each request, and can reply with any bytes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Self

PREDICTIONS = b"[217.67978776218715, 224.78937091757172]"
DOCUMENTED = b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n" + PREDICTIONS

Answer = bytes | Iterable[bytes]
"""The bytes to send, in one piece or several; an empty piece closes the connection."""


def reply(
    body: bytes = PREDICTIONS, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
) -> bytes:
    """Return a complete reply."""
    lines = [
        f"HTTP/1.1 {status} Whatever",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True)
class Request:
    """A request as received."""

    line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def target(self) -> str:
        """The request target, verbatim."""
        return self.line.split(" ")[1]

    def header(self, name: str) -> str | None:
        """Return the value of a header, which must not occur twice."""
        values = [value for other, value in self.headers if other.lower() == name.lower()]
        assert len(values) < 2, f"{name} was received {len(values)} times"
        return values[0] if values else None


class Service:
    """A service that listens on the loopback interface inside a `with` statement."""

    def __init__(self, answer: Answer | Callable[[Request], Answer] = DOCUMENTED) -> None:
        self.answer: Answer | Callable[[Request], Answer] = answer
        self.requests: list[Request] = []
        self.connections = 0
        self.closed_by_client = threading.Semaphore(0)
        self.stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._accepted: list[socket.socket] = []

    @property
    def origin(self) -> str:
        """The scheme, host and port of the service."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def uri(self) -> str:
        """A scoring URI of the service."""
        return f"{self.origin}/score"

    def trickle(self, pieces: Iterable[bytes], gap: float) -> Iterable[bytes]:
        """Yield the pieces, `gap` seconds apart, until the service is stopped."""
        for piece in pieces:
            yield piece
            if self.stopped.wait(gap):
                return

    def __enter__(self) -> Self:
        """Start listening."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening, and close all connections."""
        self.stopped.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._accepted:
            connection.close()

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._accepted.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rb") as source:
                while (request := _read(source)) is not None:
                    self.requests.append(request)
                    answer = self.answer(request) if callable(self.answer) else self.answer
                    for piece in (answer,) if isinstance(answer, bytes) else answer:
                        if not piece:
                            return
                        connection.sendall(piece)
        except OSError:
            pass
        finally:
            self.closed_by_client.release()


def _read(source: IO[bytes]) -> Request | None:
    line = source.readline().decode("latin-1").rstrip("\r\n")
    if not line:
        return None
    headers: list[tuple[str, str]] = []
    while text := source.readline().decode("latin-1").rstrip("\r\n"):
        name, _, value = text.partition(":")
        headers.append((name, value.strip()))
    length = next((value for name, value in headers if name.lower() == "content-length"), "0")
    return Request(line, tuple(headers), source.read(int(length)))
