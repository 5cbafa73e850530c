"""The endpoint's sockets: receives requests, plays scripted replies, and keeps the journals."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from ipaddress import ip_address
from time import monotonic, time
from types import TracebackType
from typing import Final, Self, cast
from uuid import uuid4

from aiohttp import web

from scoreline.endpoint import encoding, replies, transfer
from scoreline.endpoint.budget import Budget
from scoreline.endpoint.connection import Connection
from scoreline.endpoint.connections import Connections
from scoreline.endpoint.journal import UNROUTED_BYTES, Entry, UnroutedRequests
from scoreline.endpoint.listener import Listener
from scoreline.endpoint.service_state import ServiceState, answer
from scoreline.endpoint.target import Target, parse_target
from scoreline.fault import Code, Fault, FaultError
from scoreline.results.bounds import (
    MOST_BYTES_OF_CLIENT,
    MOST_BYTES_OF_SERVICE,
    MOST_BYTES_READ,
)
from scoreline.results.exchange import Ending, Exchange, SentReply, Unrouted
from scoreline.results.masking import masked
from scoreline.suite.service import Service

CLOSING_SECONDS: Final = 2.0
"""How long closing the endpoint may wait for requests whose connections it has closed."""


class Endpoint:
    """The scoring service that clients under test call, in the caller's event loop.

        async with Endpoint() as endpoint:
            endpoint.add(Service("one"))
            ...  # call endpoint.uri("one")
            seen = endpoint.exchanges("one")

    Below `/api/v1/service/<name>/`, each service answers `POST score`, `GET swagger.json` and `GET`
    on the empty path (health). The service named `default` also answers `/score`, `/swagger.json`
    and `/`. Only scoring requires the key, as in the documented swagger.

    An endpoint is for one client: its bounds (`results.bounds`) hold for everything that reaches
    it, so that clients with an endpoint each cannot take anything from each other.

    Not safe to share between threads.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        hosts: Iterable[str] | None = None,
        default: str | None = None,
        origins: Iterable[str] = (),
        remember: int | None = None,
        observer: Callable[[Exchange], None] | None = None,
    ) -> None:
        """An endpoint that starts to listen in `__aenter__`.

        Args:
            host: a loopback address to listen on.
            port: to listen on; 0: the system chooses one for each address.
            hosts: addresses to listen on instead of `host`: loopback, and the gateway of the run's
                container network. `uri` uses the first one by default.
            default: the service that `/score` names.
            origins: origins whose pages may read the replies (CORS).
            remember: how many exchanges of each service are kept, the last ones, with bodies of any
                length; None: the first ones, within the bounds.
            observer: called with each exchange when it has ended, including those of no service.

        Raises:
            FaultError: `Code.OPTION` with the `host` in the details: it is not an IP address or
                `localhost`; or it is not loopback and was not given in `hosts`; or machines outside
                of a private network could reach it.
            ValueError: `hosts` is empty.
        """
        given = (host,) if hosts is None else tuple(hosts)
        self._hosts = tuple(_listening_address(one, explicit=hosts is not None) for one in given)
        if not self._hosts:
            raise ValueError("no address to listen on")
        self._port = port
        self._default = default
        self._origins = frozenset(origins)
        self._remember = remember
        self._observer = observer
        self._services: dict[str, ServiceState] = {}
        self._unrouted = UnroutedRequests()
        self._budget = Budget(MOST_BYTES_OF_CLIENT)
        self._keys: set[str] = set()
        self._connections = Connections(self._connection)
        self._closing = False
        self._ports: dict[str, int] = {}
        self._listeners: list[Listener] = []
        self._server: web.Server | None = None

    async def __aenter__(self) -> Self:
        """Starts to listen.

        Raises:
            OSError, OverflowError: an address or port is not available.
        """
        self._server = web.Server(self._handle, handler_cancellation=True)
        try:
            for host in self._hosts:
                connections = self._connections
                listener = Listener(host, self._port, connections.accept, connections.failed)
                self._listeners.append(listener)
                self._ports[host] = listener.port
        except OSError:
            self._stop_listening()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Closes every connection, even in mid-request; exchanges stay readable."""
        self._closing = True
        self._stop_listening()
        await self._connections.opened()
        if self._server is not None:
            for connection in self._server.connections:
                connection.force_close()
            await self._server.shutdown(CLOSING_SECONDS)

    @property
    def addresses(self) -> tuple[tuple[str, int], ...]:
        """Address and port of each listening socket, in the order of `hosts`."""
        return tuple(self._ports.items())

    def uri(self, service: str, *, host: str | None = None, path: str = "score") -> str:
        """A service's URI.

        Args:
            service: its name; it need not have been added yet.
            host: the endpoint's host as the client calls it; by default the first listening
                address. Any other host, such as `host.docker.internal`, gets that address's port.
            path: `score`, `swagger.json`, or empty for the health check.

        Raises:
            RuntimeError: the endpoint is not listening yet.
        """
        return f"{self.origin(host)}/api/v1/service/{service}/{path}"

    def origin(self, host: str | None = None) -> str:
        """Scheme, host and port, such as `http://127.0.0.1:43521`; `host` as for `uri`.

        Raises:
            RuntimeError: the endpoint is not listening yet.
        """
        if not self._ports:
            raise RuntimeError("the endpoint is not listening yet")
        first = self._hosts[0]
        host = host or first
        port = self._ports.get(host, self._ports[first])
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def add(self, service: Service) -> None:
        """Adds a service.

        Raises:
            FaultError: `Code.DUPLICATE`: there is one of that name. `Code.INVALID`: its name does
                not fit into a path, or one of its replies cannot be sent.
        """
        if service.name in self._services:
            message = f"there is already a service {service.name!r}"
            raise FaultError(Fault(Code.DUPLICATE, message, {"service": service.name}))
        if not service.name or not all(
            c.isascii() and (c.isalnum() or c in "-_.") for c in service.name
        ):
            message = f"{service.name!r} is not a valid name for a service"
            raise FaultError(Fault(Code.INVALID, message, {"service": service.name}))
        for reply in service.replies:
            encoding.check(reply)
        if service.key is not None:
            self._keys.add(service.key)
        if self._remember is None:
            budget = Budget(MOST_BYTES_OF_SERVICE, self._budget)
        else:
            budget = Budget(None, body=MOST_BYTES_READ)
        self._services[service.name] = ServiceState(service, budget, self._remember)

    def remove(self, name: str) -> None:
        """Removes a service and its exchanges, and closes the connections of requests in flight.

        Later requests to it are answered 404 and kept as unrouted requests.

        Raises:
            KeyError: there is no service of that name.
        """
        self._services.pop(name).journal.abort()

    def exchanges(self, name: str) -> tuple[Exchange, ...]:
        """The exchanges of a service that have ended, in the order they started.

        If there is no such service: the unrouted requests that named it. The last 256 unrouted
        requests are kept, with at most the first 4 KiB of each body; those that named no service
        are kept under "".
        """
        state = self._services.get(name)
        return self._unrouted.exchanges(name) if state is None else state.journal.exchanges()

    def unrouted(self, client: str) -> Unrouted | None:
        """What belongs to no case, for the endpoint of `client`; None: nothing."""
        requests, closed = self._unrouted.count, self._connections.closed
        if not requests and not closed:
            return None
        examples = tuple(
            masked(one, self._keys)[: transfer.SHOWN] for one in self._unrouted.examples
        )
        return Unrouted(client, requests, closed, examples)

    async def settled(self, name: str, deadline_seconds: float) -> None:
        """Returns when no request of a service is in flight.

        Raises:
            TimeoutError: one still is after that many seconds.
        """
        state = self._services.get(name)
        if state is not None:
            async with asyncio.timeout(deadline_seconds):
                await state.journal.settled()

    def _stop_listening(self) -> None:
        for listener in self._listeners:
            listener.close()

    def _connection(self, number: int) -> Connection:
        server = cast("web.Server", self._server)
        return Connection(server, number, self, loop=asyncio.get_running_loop())

    def unreadable(self, connection: Connection, reply: SentReply) -> None:
        """Records a request that is not HTTP: only its connection and its reply are known."""
        now = monotonic()
        entry = Entry(
            service="",
            connection=connection.number,
            sequence=connection.requests,
            method="",
            target="",
            version="",
            headers=(),
            started=now,
            reply=reply,
            ending=Ending.REPLIED,
        )
        self._unrouted.begin(entry)
        self._observe(entry.end(now))

    def failed(self, error: BaseException | None) -> None:
        """Counts a failure of the endpoint itself; the first one is logged."""
        self._connections.failed(error)

    def lost(self, connection: Connection) -> None:
        """A connection has ended."""
        self._connections.lost(connection)

    def _observe(self, exchange: Exchange) -> None:
        if self._observer is not None:
            self._observer(exchange)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Handles one request; aiohttp cancels this when the client closes the connection."""
        connection = cast("Connection", request.protocol)
        connection.requests += 1
        raw_target = _one_character_per_byte(request.raw_path)
        target = parse_target(raw_target, self._default)
        state = self._services.get(target.service)
        if state is not None and state.journal.is_full:
            return await self._refuse(request, connection)
        budget = Budget(2 * UNROUTED_BYTES, body=UNROUTED_BYTES) if state is None else state.budget
        number, sequence = connection.number, connection.requests
        entry = transfer.begin(request, (number, sequence), target.service, raw_target, budget)
        if state is None:
            self._unrouted.begin(entry)
        else:
            state.journal.begin(entry, connection.force_close)
        try:
            return await self._exchange(request, entry, target, state, budget)
        finally:
            if self._closing and entry.ending is Ending.ABANDONED:
                entry.ending = Ending.CLOSED
            exchange = entry.end(monotonic())
            if state is not None:
                state.journal.end(entry)
            connection.ended += 1
            self._connections.used(connection)
            self._observe(exchange)

    async def _refuse(self, request: web.BaseRequest, connection: Connection) -> web.StreamResponse:
        """Answers a request that is one too many, without a record, and closes its connection."""
        date = encoding.http_date(int(time()))
        head, sent = encoding.encode(replies.too_many(), [("Connection", "close")], date=date)
        await request.writer.write(head + sent.body)
        connection.ended += 1
        return transfer.CLOSE

    async def _exchange(
        self,
        request: web.BaseRequest,
        entry: Entry,
        target: Target,
        state: ServiceState | None,
        budget: Budget,
    ) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in reversed(entry.headers)}
        if headers.get("expect", "").lower() == "100-continue":
            await request.writer.write(encoding.CONTINUE)
        problem = await transfer.receive(request, entry, budget)
        reply = problem or answer(state, entry, headers, target)
        if reply.delay_seconds:
            await asyncio.sleep(reply.delay_seconds)
        keep = request.keep_alive and problem is None
        head, sent = encoding.encode(
            reply,
            _added(headers, self._origins, keep=keep),
            date=encoding.http_date(int(time())),
            without_body=entry.method == "HEAD",
        )
        await transfer.send(request, entry, head, sent, budget)
        if reply.raw is not None:
            entry.ending = Ending.CLOSED
            return transfer.CLOSE
        entry.ending = Ending.REPLIED
        return transfer.KEEP if keep and not encoding.closes(reply) else transfer.CLOSE


def _added(
    headers: Mapping[str, str], origins: Collection[str], *, keep: bool
) -> list[tuple[str, str]]:
    """The headers common to all replies, scripted or not.

    The inference server repeats the client's identifier, if any, in `x-ms-request-id`. Here that
    header holds the request's identifier, as in Azure, so that a client that confuses the two is
    noticed. Also, the server closes each connection after its reply; the endpoint keeps it open, as
    the server's front end in Azure does.
    """
    identifier = headers.get("x-request-id", "")
    if not 0 < len(identifier) <= replies.IDENTIFIER_LIMIT:
        identifier = str(uuid4())
    added = [("x-request-id", identifier), ("x-ms-request-id", identifier)]
    chosen = headers.get("x-ms-client-request-id", "")
    if 0 < len(chosen) <= replies.IDENTIFIER_LIMIT:
        added.append(("x-ms-client-request-id", chosen))
    if origins:
        added.extend(replies.cross_origin(headers, origins))
    if not keep:
        added.append(("Connection", "close"))
    return added


def _one_character_per_byte(text: str) -> str:
    """The target as latin-1, like the headers, whatever bytes it holds."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin-1")


def _listening_address(host: str, *, explicit: bool) -> str:
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
