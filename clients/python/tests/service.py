"""A scoring service of raw sockets: it shows the bytes that came, and answers with any bytes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Self

PREDICTIONS = b"[217.67978776218715, 224.78937091757172]"
DOCUMENTED = b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n" + PREDICTIONS

Answer = bytes | Iterable[bytes]
"""What goes out, in one piece or in several; after an empty piece the connection is closed."""


def reply(
    body: bytes = PREDICTIONS, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
) -> bytes:
    """A reply, whole."""
    lines = [
        f"HTTP/1.1 {status} Whatever",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def target(self) -> str:
        """The request target, to the letter."""
        return self.line.split(" ")[1]

    def header(self, name: str) -> str | None:
        """The header's value; fails where there are two."""
        values = [value for other, value in self.headers if other.lower() == name.lower()]
        assert len(values) < 2, f"{name} came {len(values)} times"
        return values[0] if values else None


class Service:
    """Listens on loopback until the `with` ends."""

    def __init__(self, answer: Answer | Callable[[Seen], Answer] = DOCUMENTED) -> None:
        self.answer = answer
        self.seen: list[Seen] = []
        self.connections = 0
        self.closed_by_client = threading.Semaphore(0)
        self.over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._accepted: list[socket.socket] = []

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def uri(self) -> str:
        """A scoring URI here."""
        return f"{self.origin}/score"

    def trickle(self, pieces: Iterable[bytes], gap: float) -> Iterable[bytes]:
        """The pieces, `gap` seconds apart, until the service is over."""
        for piece in pieces:
            yield piece
            if self.over.wait(gap):
                return

    def __enter__(self) -> Self:
        """Start to listen."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and hang up on everyone."""
        self.over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._accepted:
            connection.close()

    def _accept(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._accepted.append(connection)
            threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rb") as source:
                while (seen := _read(source)) is not None:
                    self.seen.append(seen)
                    answer = self.answer(seen) if callable(self.answer) else self.answer
                    for piece in (answer,) if isinstance(answer, bytes) else answer:
                        if not piece:
                            return
                        connection.sendall(piece)
        except OSError:
            pass
        finally:
            self.closed_by_client.release()


def _read(source: IO[bytes]) -> Seen | None:
    line = source.readline().decode("latin-1").rstrip("\r\n")
    if not line:
        return None
    headers: list[tuple[str, str]] = []
    while text := source.readline().decode("latin-1").rstrip("\r\n"):
        name, _, value = text.partition(":")
        headers.append((name, value.strip()))
    length = next((value for name, value in headers if name.lower() == "content-length"), "0")
    return Seen(line, tuple(headers), source.read(int(length)))
