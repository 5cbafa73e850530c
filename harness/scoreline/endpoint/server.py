"""The endpoint's sockets: receives requests, plays scripted replies, and keeps the journals."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from time import monotonic
from types import TracebackType
from typing import Final, Self, cast

from aiohttp import web

from scoreline.endpoint import encoding, exchanging, transfer
from scoreline.endpoint.address import listening_address
from scoreline.endpoint.budget import Budget
from scoreline.endpoint.certificates import Certificates
from scoreline.endpoint.connection import Connection
from scoreline.endpoint.connections import Connections
from scoreline.endpoint.journal import UNROUTED_BYTES, Entry, UnroutedRequests
from scoreline.endpoint.listener import Listener
from scoreline.endpoint.port import Port
from scoreline.endpoint.service_state import ServiceState
from scoreline.endpoint.target import one_character_per_byte, parse_target, target_on_port
from scoreline.fault import Code, Fault, FaultError
from scoreline.results.bounds import (
    MOST_BYTES_OF_CLIENT,
    MOST_BYTES_OF_SERVICE,
    MOST_BYTES_READ,
)
from scoreline.results.connection import ConnectionRecord
from scoreline.results.exchange import Ending, Exchange, SentReply, Unrouted
from scoreline.results.masking import masked
from scoreline.suite.service import Listener as ListenerKind
from scoreline.suite.service import Service, ServiceDefinition

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
        names: Iterable[str] = (),
        default: str | None = None,
        origins: Iterable[str] = (),
        remember: int | None = None,
        observer: Callable[[Exchange], None] | None = None,
        refused: Callable[[str], None] | None = None,
    ) -> None:
        """An endpoint that starts to listen in `__aenter__`.

        Args:
            host: a loopback address to listen on.
            port: to listen on; 0: the system chooses one for each address.
            hosts: addresses to listen on instead of `host`: loopback, and the gateway of the run's
                container network. `uri` uses the first one by default.
            names: other names under which clients reach it, for its certificates.
            default: the service that `/score` names.
            origins: origins whose pages may read the replies (CORS).
            remember: how many exchanges of each service are kept, the last ones, with bodies of any
                length; None: the first ones, within the bounds.
            observer: called with each exchange when it has ended, including those of no service.
            refused: called with the reason when a client has ended a TLS handshake.

        Raises:
            FaultError: `Code.OPTION` with the `host` in the details: it is not an IP address or
                `localhost`; or it is not loopback and was not given in `hosts`; or machines outside
                of a private network could reach it.
            ValueError: `hosts` is empty.
        """
        given = (host,) if hosts is None else tuple(hosts)
        self._hosts = tuple(listening_address(one, explicit=hosts is not None) for one in given)
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
        self._connections = Connections(self._connection, refused=refused)
        self._closing = False
        self._has_received = asyncio.Event()
        self._has_lost = asyncio.Event()
        self._ports: dict[str, int] = {}
        self._own_ports: dict[str, Port] = {}
        self._certificates = Certificates((*self._hosts, *names))
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
        return f"{self.origin(host, service)}/api/v1/service/{service}/{path}"

    def origin(self, host: str | None = None, service: str | None = None) -> str:
        """Scheme, host and port, such as `http://127.0.0.1:43521`; arguments as for `uri`.

        Raises:
            RuntimeError: the endpoint is not listening yet.
        """
        if not self._ports:
            raise RuntimeError("the endpoint is not listening yet")
        first = self._hosts[0]
        host = host or first
        known = host if host in self._ports else first
        own = None if service is None else self._own_ports.get(service)
        port = self._ports[known] if own is None else own.number(known)
        scheme = "http" if own is None else own.scheme
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"

    @property
    def authority(self) -> str:
        """The certificate of the authority that signs the trusted certificates, in PEM."""
        return self._certificates.authority

    def open_port(self, name: str, definition: ServiceDefinition, number: int = 0) -> None:
        """Opens the port of a service that has one of its own. `uri` knows it from then on.

        Args:
            name: of the service, which is added afterwards.
            definition: whether there is a port, and with which certificate.
            number: of the port; 0: the system chooses one for each address.

        Raises:
            OSError, OverflowError: an address or the port is not available.
        """
        if not definition.takes_port:
            return
        kind = definition.tls
        port = Port(name, None if kind is None else self._certificates.context(kind))
        self._own_ports[name] = port
        if definition.listener is ListenerKind.REFUSING:
            port.refuse(self._hosts, number)
        elif definition.listener is ListenerKind.SILENT:
            port.ignore(self._hosts, number)
        else:
            connections = self._connections
            port.listen(
                self._hosts,
                lambda accepted: connections.accept(accepted, port),
                connections.failed,
                number,
            )

    def add(
        self, service: Service, on_received: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Adds a service.

        Args:
            service: the service.
            on_received: is called when it has received a request, before that is replied to: the
                client, and whatever it has started to send the request, is waiting then.

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
        self._services[service.name] = ServiceState(service, budget, self._remember, on_received)

    def remove(self, name: str) -> None:
        """Removes a service and its exchanges, and closes the connections of requests in flight.

        Later requests to it are answered 404 and kept as unrouted requests.

        Raises:
            KeyError: there is no service of that name.
        """
        self._services.pop(name).journal.abort()
        port = self._own_ports.pop(name, None)
        if port is not None:
            port.close()
            self._connections.abort(port)

    def exchanges(self, name: str, *, in_flight: bool = False) -> tuple[Exchange, ...]:
        """The exchanges of a service, in the order they started.

        If there is no such service: the unrouted requests that named it. The last 256 unrouted
        requests are kept, with at most the first 4 KiB of each body; those that named no service
        are kept under "".

        Args:
            name: of the service.
            in_flight: also those that have not ended, as far as they got.
        """
        state = self._services.get(name)
        if state is None:
            return self._unrouted.exchanges(name)
        return state.journal.exchanges(in_flight=in_flight)

    def connections(self, name: str) -> tuple[ConnectionRecord, ...]:
        """The connections of a service in the order in which they were accepted.

        On a port of its own these are all that were accepted, else those with a request for it.
        """
        port, state = self._own_ports.get(name), self._services.get(name)
        if port is not None:
            entries = port.connections
        else:
            entries = [] if state is None else list(state.connections.values())
        return tuple(entry.record(name) for entry in entries)

    def unrouted(self, client: str) -> Unrouted | None:
        """What belongs to no case, for the endpoint of `client`; None: nothing."""
        requests, closed = self._unrouted.count, self._connections.closed
        if not requests and not closed:
            return None
        examples = tuple(
            masked(one, self._keys)[: transfer.SHOWN] for one in self._unrouted.examples
        )
        return Unrouted(client, requests, closed, examples)

    def received(self, names: Iterable[str]) -> int:
        """How many requests services have received, in all."""
        states = (self._services.get(name) for name in names)
        return sum(state.received for state in states if state is not None)

    async def receives(self, names: Collection[str], count: int) -> None:
        """Returns when services have received so many requests, in all."""
        while self.received(names) < count:
            self._has_received.clear()
            await self._has_received.wait()

    def left_open(self, names: Iterable[str]) -> int:
        """How many connections of services their client has not closed, in all."""
        return sum(one.is_left_open for name in names for one in self.connections(name))

    async def closes(self, names: Collection[str], most: int) -> None:
        """Returns when the client has left no more connections of services open than this."""
        while self.left_open(names) > most:
            self._has_lost.clear()
            await self._has_lost.wait()

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
        for port in self._own_ports.values():
            port.close()

    def _connection(self, number: int, port: Port | None) -> Connection:
        server = cast("web.Server", self._server)
        return Connection(server, number, port, self, loop=asyncio.get_running_loop())

    def unreadable(self, connection: Connection, reply: SentReply) -> None:
        """Records a request that is not HTTP: only its connection and its reply are known."""
        now = monotonic()
        entry = Entry(
            service="",
            connection=connection.entry.number,
            sequence=connection.entry.requests,
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
        self._has_lost.set()

    def _observe(self, exchange: Exchange) -> None:
        if self._observer is not None:
            self._observer(exchange)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Handles one request; aiohttp cancels this when the client closes the connection."""
        connection = cast("Connection", request.protocol)
        connection.entry.requests += 1
        raw_target = one_character_per_byte(request.raw_path)
        target = parse_target(raw_target, self._default)
        if connection.port is not None:
            target = target_on_port(target, connection.port.service)
        state = self._services.get(target.service)
        if state is not None and state.journal.is_full:
            connection.ended += 1
            return await exchanging.refuse(request)
        budget = Budget(2 * UNROUTED_BYTES, body=UNROUTED_BYTES) if state is None else state.budget
        number, sequence = connection.entry.number, connection.entry.requests
        entry = transfer.begin(request, (number, sequence), target.service, raw_target, budget)
        if state is None:
            self._unrouted.begin(entry)
        else:
            state.connections.setdefault(number, connection.entry)
            state.journal.begin(entry, connection.force_close)
        try:
            return await exchanging.exchange(
                request,
                entry,
                target,
                state,
                budget=budget,
                origins=self._origins,
                on_received=self._has_received.set,
            )
        finally:
            if self._closing and entry.ending is Ending.ABANDONED:
                entry.ending = Ending.CLOSED
            exchange = entry.end(monotonic())
            if state is not None:
                state.journal.end(entry)
            connection.ended += 1
            self._connections.used(connection)
            self._observe(exchange)
