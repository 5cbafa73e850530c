"""Subclasses of requests' and urllib3's classes, for behaviour that has no setting.

They send the request target exactly as given (urllib3 would turn `%2f` into `%2F`), limit a whole
attempt (the libraries' read timeout restarts with every byte received), and reject a malformed or
truncated reply (`http.client` accepts some of these).
"""

from __future__ import annotations

import io
import math
import re
import socket
import threading
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPResponse, parse_headers
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from ssl import SSLContext

    from _typeshed import WriteableBuffer

    from azureml_scoring.cancellation import Cancellation

LONGEST_WAIT = 2_000_000.0
"""Longest timeout set on a socket, in seconds.

The maximum is slightly higher: a socket counts milliseconds in an `int`.
"""

_NOT_INTERIM = frozenset({100, *range(200, 1000)})
"""Statuses that are not skipped here: `http.client` itself skips 100."""
_SWITCHING_PROTOCOLS = 101
_MOST_INTERIM_REPLIES = 100

_LENGTH = re.compile(r"\s*[0-9]+\s*")

POOL_SIZE = 128
"""Idle connections kept; further concurrent calls open additional connections."""


@dataclass(slots=True)
class Attempt:
    """What the connection needs to know about the request that it is about to send.

    Attributes:
        target: the request target, sent verbatim.
        absolute: the target in the form for a proxy, with scheme and host.
        connect_limit: limit for making a connection, in seconds.
        limit: limit from the first byte sent to the last byte received, in seconds.
        cancellation: ends the attempt by shutting down its connection.
        latest: when the call ends, whatever the limits.
        begun: whether a connection was there to send the request on.
        deadline: when the last byte has to have been received, once the first was sent.
    """

    target: str
    absolute: str
    connect_limit: float
    limit: float
    cancellation: Cancellation
    latest: float = math.inf
    deadline: float = field(default=math.inf, init=False)
    begun: bool = field(default=False, init=False)
    _ends: list[Callable[[], None]] = field(default_factory=list)

    def on_cancel(self, shut_down: Callable[[], None]) -> None:
        """Have the cancellation call `shut_down`, until `finish`."""
        self._ends.append(self.cancellation.subscribe(shut_down))

    def on_finish(self, end: Callable[[], None]) -> None:
        """Have `finish` call `end`."""
        self._ends.append(end)

    def start(self) -> None:
        """Start the limit of the attempt."""
        self.deadline = min(monotonic() + self.limit, self.latest)

    def check(self) -> None:
        """Raise `LimitReachedError` after the deadline, or if the attempt was cancelled."""
        if self.cancellation.cancelled or monotonic() > self.deadline:
            raise LimitReachedError

    def finish(self) -> None:
        """End the attempt, after which its cancellation has no effect on the connection."""
        for end in self._ends:
            end()


CURRENT_ATTEMPT: ContextVar[Attempt] = ContextVar("azureml_scoring_attempt")
"""Set during a send, because requests cannot pass an argument down to the connection."""


class LimitReachedError(TimeoutError):
    """The attempt's limit has passed."""


class BadReplyError(ConnectionError):
    """The reply is not valid HTTP, or does not determine where it ends."""


class DeadlineSocket:
    """A socket whose sends and receives share one deadline, and which another thread can end."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._deadline = monotonic() + LONGEST_WAIT
        self._lock = threading.Lock()  # guards _attempt
        self._attempt: Attempt | None = None
        self.expects_more = False
        """Whether the end of the stream would truncate the reply, and is an error.

        `http.client` accepts a truncated head, and urllib3 accepts the end of the stream in place
        of the last chunk.
        """

    def start(self, attempt: Attempt) -> None:
        """Begin an attempt: its limit starts, and its cancellation shuts down the connection."""
        with self._lock:
            self._attempt = attempt
        attempt.start()
        attempt.begun = True
        self._deadline = attempt.deadline
        attempt.on_cancel(lambda: self._shut_down(attempt))

    def _shut_down(self, attempt: Attempt) -> None:
        with self._lock:  # the connection may belong to another attempt by now
            if self._attempt is attempt:
                _shut_down(self._sock)

    def sendall(self, data: bytes) -> None:
        """Send all of `data`, or raise `LimitReachedError` at the deadline."""
        with self.deadline():
            self._sock.sendall(data)

    @contextmanager
    def deadline(self) -> Generator[None]:
        """Limit an operation to the time left; raises `LimitReachedError` at the deadline."""
        left = self._deadline - monotonic()
        if left <= 0:
            raise LimitReachedError
        self._sock.settimeout(min(left, LONGEST_WAIT))
        try:
            yield
        except TimeoutError as late:
            if late.errno is None:  # otherwise raised by the operating system
                raise LimitReachedError from late
            raise

    def settimeout(self, seconds: float | None) -> None:
        """Do nothing: urllib3 sets a timeout for each step, but the deadline applies to all."""

    def makefile(self, mode: Literal["rb"]) -> io.BufferedReader:
        """Return a buffered reader, from which `http.client` reads the reply."""
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
            raise BadReplyError("the connection broke before the reply was complete")
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


def _connected(address: tuple[str, int], attempt: Attempt) -> socket.socket:
    """Return a connection, made within the limit and until the attempt is cancelled.

    urllib3 would apply the limit to each address of the host separately.
    """
    end = monotonic() + attempt.connect_limit
    problem = OSError("the host has no address")
    host, port = address
    for family, kind, protocol, _, place in socket.getaddrinfo(
        host.strip("[]"), port, type=socket.SOCK_STREAM
    ):
        sock = socket.socket(family, kind, protocol)
        # A second descriptor of the same connection, which lasts over the handshake of TLS: that
        # takes the first one away from its socket.
        handle = sock.dup()
        attempt.on_finish(handle.close)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(min(max(end - monotonic(), 0.001), LONGEST_WAIT))
            attempt.on_cancel(partial(_shut_down, handle))
            sock.connect(place)
        except OSError as failure:
            sock.close()
            problem = failure
            if isinstance(failure, TimeoutError) or attempt.cancellation.cancelled:
                break
        else:
            return sock
    raise problem


def _shut_down(sock: socket.socket) -> None:
    with suppress(OSError):  # not connected yet, or not any more
        # Not the method of an SSL socket, which would go on without TLS.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _ExactRequest:
    """Mixin for urllib3's HTTP and HTTPS connections."""

    sock: Any

    def _new_conn(self) -> socket.socket:
        return _connected((self._dns_host, self.port), CURRENT_ATTEMPT.get())  # type: ignore[attr-defined]

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.sock = DeadlineSocket(self.sock)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        attempt = CURRENT_ATTEMPT.get()
        if self.sock is None:
            self.connect()
        self.sock.start(attempt)  # pyright: ignore[reportOptionalMemberAccess]  # set by connect
        target = attempt.target if url.startswith("/") else attempt.absolute
        super().request(method, target, *args, **kwargs)  # type: ignore[misc]

    def getresponse(self) -> Any:
        sock = self.sock
        sock.expects_more = True
        response = super().getresponse()  # type: ignore[misc]
        sock.expects_more = response.chunked  # pyright: ignore[reportUnknownMemberType]  # a mixin
        return response  # pyright: ignore[reportUnknownVariableType]  # a mixin


class _StrictResponse(HTTPResponse):
    """Rejects a malformed head or length, and skips all interim replies.

    `http.client` skips only status 100. It ends the head at a line that is not a header, and takes
    an invalid length to mean that the body extends to the end of the connection.
    """

    _read = 0  # status lines

    def begin(self) -> None:
        super().begin()
        if self.msg.defects:
            raise BadReplyError("the reply has an invalid header line")
        lengths = set(self.msg.get_all("content-length", ()))
        valid = len(lengths) < 2 and all(map(_LENGTH.fullmatch, lengths))  # noqa: PLR2004  # at most one
        if not valid and not self.chunked:
            raise BadReplyError("the reply has an invalid or ambiguous Content-Length")

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            self._read += 1
            if status == _SWITCHING_PROTOCOLS or self._read > _MOST_INTERIM_REPLIES:
                raise BadReplyError("the reply switches protocols, or never stops being interim")
            if status in _NOT_INTERIM:
                return version, status, reason  # pyright: ignore[reportUnknownVariableType]  # not in typeshed
            parse_headers(self.fp)


class _Connection(_ExactRequest, HTTPConnection):
    response_class = _StrictResponse


class _TlsConnection(_ExactRequest, HTTPSConnection):
    response_class = _StrictResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection  # pyright: ignore[reportAssignmentType]  # as urllib3's own is


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection  # pyright: ignore[reportAssignmentType]  # as urllib3's own is


_POOLS = {"http": _Pool, "https": _TlsPool}


class ExactAdapter(HTTPAdapter):
    """The adapter of requests, with the connections above, for one service and one set of settings.

    Every send needs a `CURRENT_ATTEMPT`. requests would look up the pool for each request and
    search each reply for cookies. This adapter looks up the pool once and skips the search, which
    saves a sixth of a call's cost.
    """

    def __init__(self, context: SSLContext | None) -> None:
        self._context = context
        super().__init__(pool_maxsize=POOL_SIZE)
        self._pool: Any = None

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Create the pool manager, and have it create the connections above."""
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS  # pyright: ignore[reportAttributeAccessIssue]  # subclasses

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Create the pool manager of a proxy, and have it create the connections above."""
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Leave the authorities to the context: requests would add those that it comes with."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return the pool; the manager returns the same one to threads that both look it up."""
        if self._pool is None:
            self._pool = super().get_connection_with_tls_context(*args, **kwargs)
        return self._pool

    def close(self) -> None:
        """Close the idle connections; the pool closes one in use when it is returned."""
        super().close()
        if self._pool is not None:
            self._pool.close()

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        """Set only what a call reads: the status, and urllib3's response with headers and body."""
        response = Response()
        response.request = req
        response.status_code = resp.status
        response.raw = resp
        return response
