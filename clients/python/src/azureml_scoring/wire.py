"""What requests and urllib3 have no setting for, at the one place where they let it be changed.

Two things: a target that goes out exactly as given (urllib3 would turn `%2f` into `%2F`), and a
limit for the whole of an attempt (their read timeout starts anew with every byte that trickles in).
"""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http.client import HTTPResponse, parse_headers
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

LONGEST_WAIT = 2_000_000.0
"""Seconds; what a socket takes as a timeout ends a little above (its milliseconds are an `int`)."""

_NOT_INTERIM = frozenset({100, 101, *range(200, 1000)})
"""100 is `http.client`'s own affair, and 101 is final."""

_LENGTH = re.compile(r"\s*[0-9]+\s*")

POOL_SIZE = 128
"""Idle connections kept; further calls at the same time open connections of their own."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the connection must know of the request that it is about to carry.

    Attributes:
        target: the request target, to the letter.
        absolute: the target as a proxy wants it, with scheme and host.
        limit: seconds from the first byte sent to the last byte received.
    """

    target: str
    absolute: str
    limit: float


CURRENT_EXCHANGE: ContextVar[Exchange] = ContextVar("azureml_scoring_exchange")
"""Set around a send: no argument of requests reaches as far down as the connection."""


class LimitReachedError(TimeoutError):
    """The attempt's limit has passed."""


class BadReplyError(ConnectionError):
    """What came is not HTTP, or leaves open where it ends."""


class DeadlineSocket:
    """A socket whose sends and receives all end at one point in time."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._deadline = monotonic() + LONGEST_WAIT
        self._held: list[bytes] | None = None
        self.expects_more = False
        """Whether the other side may not hang up now.

        `http.client` takes half a head for whole, and urllib3 the end for the last chunk.
        """

    def start(self, limit: float) -> None:
        """Begin an attempt of `limit` seconds."""
        self._deadline = monotonic() + limit

    def hold(self) -> None:
        """Keep what is sent until `release`: head and body then leave in one packet."""
        self._held = []

    def release(self) -> None:
        """Send what was kept."""
        held, self._held = self._held, None
        if held:
            self.sendall(b"".join(held))

    def sendall(self, data: bytes) -> None:
        """Send all of `data`, or raise `LimitReachedError` at the deadline."""
        if self._held is not None:
            self._held.append(data)
            return
        with self.deadline():
            self._sock.sendall(data)

    @contextmanager
    def deadline(self) -> Iterator[None]:
        """Give an operation the time that is left; raises `LimitReachedError` at its end."""
        left = self._deadline - monotonic()
        if left <= 0:
            raise LimitReachedError
        self._sock.settimeout(min(left, LONGEST_WAIT))
        try:
            yield
        except TimeoutError as late:
            if late.errno is None:  # with a number it is the system that gave up
                raise LimitReachedError from late
            raise

    def settimeout(self, seconds: float | None) -> None:
        """Ignored: urllib3 sets a timeout for each step, and the deadline is for all of them."""

    def makefile(self, mode: Literal["rb"]) -> io.BufferedReader:
        """The reading side, as `http.client` asks for it."""
        return io.BufferedReader(_DeadlineReader(self, self._sock.makefile(mode, buffering=0)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class _DeadlineReader(io.RawIOBase):
    def __init__(self, sock: DeadlineSocket, raw: io.RawIOBase) -> None:
        self._sock = sock
        self._raw = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        with self._sock.deadline():
            count = self._raw.readinto(buffer)
        if count == 0 and self._sock.expects_more:
            raise BadReplyError("the connection ended before the reply did")
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _ExactRequest:
    """Mixed into both of urllib3's connections."""

    sock: Any

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.sock = DeadlineSocket(self.sock)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        exchange = CURRENT_EXCHANGE.get()
        if self.sock is None:
            self.connect()
        self.sock.start(exchange.limit)
        self.sock.hold()
        target = exchange.target if url.startswith("/") else exchange.absolute
        super().request(method, target, *args, **kwargs)  # type: ignore[misc]
        self.sock.release()

    def getresponse(self) -> Any:
        sock = self.sock
        sock.expects_more = True
        response = super().getresponse()  # type: ignore[misc]
        sock.expects_more = response.chunked
        return response


class _StrictResponse(HTTPResponse):
    """Takes no half of a head, and skips all interim replies; `http.client` skips no more than 100.

    A head with a line that is no header would end there, and a length that is none would mean any.
    """

    def begin(self) -> None:
        super().begin()
        if self.msg.defects:
            raise BadReplyError("a line of the reply's head is no header")
        lengths = set(self.msg.get_all("content-length", ()))
        valid = len(lengths) < 2 and all(map(_LENGTH.fullmatch, lengths))  # noqa: PLR2004  # one
        if not valid and not self.chunked:
            raise BadReplyError("the reply does not say how long it is")

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status in _NOT_INTERIM:
                return version, status, reason
            parse_headers(self.fp)


class _Connection(_ExactRequest, HTTPConnection):
    response_class = _StrictResponse


class _TlsConnection(_ExactRequest, HTTPSConnection):
    response_class = _StrictResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _Pool, "https": _TlsPool}


class ExactAdapter(HTTPAdapter):
    """requests' adapter on the connections above, for one service and one set of settings.

    Each send needs a `CURRENT_EXCHANGE`. The pool, which requests looks up anew for every request,
    is looked up once, and a reply is not searched for cookies: a sixth of a call's cost.
    """

    def __init__(self) -> None:
        super().__init__(pool_maxsize=POOL_SIZE)
        self._pool: Any = None

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool manager, and have it make our connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Likewise for the way through a proxy."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """The one pool; two threads that both make it are given the same by the manager."""
        if self._pool is None:
            self._pool = super().get_connection_with_tls_context(*args, **kwargs)
        return self._pool

    def close(self) -> None:
        """Close the idle connections; the pool closes one in use when it is given back."""
        super().close()
        if self._pool is not None:
            self._pool.close()

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        """What a call looks at: the status, and the reply of urllib3 with headers and body."""
        response = Response()
        response.request = req
        response.status_code = resp.status
        response.raw = resp
        return response
