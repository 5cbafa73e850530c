"""The endpoint's sockets: takes requests in, plays scripts, and writes the journal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from ipaddress import ip_address
from time import monotonic, time
from types import TracebackType
from typing import Final, Self, cast
from uuid import uuid4

from aiohttp import web

from scoreline.endpoint import replies, transfer, wire
from scoreline.endpoint.connection import Connection
from scoreline.endpoint.journal import STRAY_BODY, Entry, Strays
from scoreline.endpoint.service_state import Stage, answer
from scoreline.endpoint.target import Target, parse_target
from scoreline.results.exchange import Ending, Exchange
from scoreline.suite.service import Service

CLOSING_SECONDS: Final = 2.0
"""How long closing the endpoint may wait for requests that it has just ended."""

_BACKLOG = 1024


class Endpoint:
    """The scoring service that clients under test call, in the caller's event loop.

        async with Endpoint() as endpoint:
            endpoint.add(Service("one"))
            ...  # call endpoint.uri("one")
            seen = endpoint.exchanges("one")

    Each service answers `POST /api/v1/service/<name>/score`, and there also `GET swagger.json` and
    `GET` on the empty path (health). The service named `default` also answers `/score`,
    `/swagger.json` and `/`. Only scoring asks for the key, as the documented swagger says.

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
        """An endpoint that listens from `__aenter__` on.

        Args:
            host: a loopback address to listen on.
            port: to listen on; 0: the system chooses, for each address on its own.
            hosts: addresses to listen on instead of `host`: loopback, and the gateway of the run's
                container network. The first one is the one that `uri` takes by default.
            default: the service that `/score` stands for.
            origins: origins whose pages may read the replies (CORS).
            remember: how many exchanges of each service are kept, the last ones; None: all.
            observer: is called with each exchange when it has ended, those with no service too.

        Raises:
            ValueError: an address is not loopback and was not given in `hosts`, or other machines
                than those of a private network could reach it.
        """
        given = (host,) if hosts is None else tuple(hosts)
        self._hosts = tuple(_listening_address(one, explicit=hosts is not None) for one in given)
        if not self._hosts:
            raise ValueError("there is no address to listen on")
        self._port = port
        self._default = default
        self._origins = frozenset(origins)
        self._remember = remember
        self._observer = observer
        self._stages: dict[str, Stage] = {}
        self._strays = Strays()
        self._accepted = 0
        self._closing = False
        self._ports: dict[str, int] = {}
        self._listeners: list[asyncio.Server] = []
        self._server: web.Server | None = None

    async def __aenter__(self) -> Self:
        """Starts to listen.

        Raises:
            OSError: an address or port is not to be had.
        """
        loop = asyncio.get_running_loop()
        self._server = web.Server(self._handle, handler_cancellation=True)
        try:
            for host in self._hosts:
                listener = await loop.create_server(
                    self._accept, host, self._port, backlog=_BACKLOG
                )
                self._listeners.append(listener)
                self._ports[host] = listener.sockets[0].getsockname()[1]
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
        """Closes every connection, whatever goes on there; exchanges stay readable."""
        self._closing = True
        self._stop_listening()
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
            service: its name; it need not be there yet.
            host: the endpoint's host as the client calls it. By default the first listening
                address; a name that is none, such as `host.docker.internal`, gets its port.
            path: `score`, `swagger.json`, or empty for the health check.

        Raises:
            RuntimeError: the endpoint does not listen yet.
        """
        return f"{self.origin(host)}/api/v1/service/{service}/{path}"

    def origin(self, host: str | None = None) -> str:
        """Scheme, host and port, such as `http://127.0.0.1:43521`; `host` as for `uri`.

        Raises:
            RuntimeError: the endpoint does not listen yet.
        """
        if not self._ports:
            raise RuntimeError("the endpoint does not listen yet")
        first = self._hosts[0]
        host = host or first
        port = self._ports.get(host, self._ports[first])
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def add(self, service: Service) -> None:
        """Opens a service.

        Raises:
            ValueError: there is one of that name, its name does not fit into a path, or one of its
                replies cannot be sent.
        """
        if service.name in self._stages:
            raise ValueError(f"there is already a service {service.name!r}")
        if not service.name or not all(
            c.isascii() and (c.isalnum() or c in "-_.") for c in service.name
        ):
            raise ValueError(f"{service.name!r} is no name for a service")
        for reply in service.replies:
            wire.check(reply)
        self._stages[service.name] = Stage(service, self._remember)

    def remove(self, name: str) -> None:
        """Closes a service, the connections of its requests in flight, and forgets its exchanges.

        Requests that come later are answered 404 and kept as those of no known service.

        Raises:
            KeyError: there is no service of that name.
        """
        self._stages.pop(name).journal.abort()

    def exchanges(self, name: str) -> tuple[Exchange, ...]:
        """What a service saw and is finished, in the order it started.

        For a name that is no service: what came for it all the same, of the last 256 such requests,
        with at most the first 64 KiB of each body. Those that named none are kept under "".
        """
        stage = self._stages.get(name)
        return self._strays.exchanges(name) if stage is None else stage.journal.exchanges()

    async def settled(self, name: str, deadline_seconds: float) -> None:
        """Returns when no request of a service is in flight.

        Raises:
            TimeoutError: one still is after that many seconds.
        """
        stage = self._stages.get(name)
        if stage is not None:
            async with asyncio.timeout(deadline_seconds):
                await stage.journal.settled()

    def _stop_listening(self) -> None:
        for listener in self._listeners:
            listener.close()

    def _accept(self) -> Connection:
        self._accepted += 1
        server = cast("web.Server", self._server)
        return Connection(
            server, self._accepted, self._record_unreadable, loop=asyncio.get_running_loop()
        )

    def _record_unreadable(self, connection: Connection) -> None:
        """A request that is no HTTP: that it came, and on which connection, is all we know."""
        now = monotonic()
        entry = Entry("", connection.number, connection.requests, "", "", (), now)
        entry.status, entry.ending = 400, Ending.REPLIED
        self._strays.begin(entry)
        self._observe(entry.end(now))

    def _observe(self, exchange: Exchange) -> None:
        if self._observer is not None:
            self._observer(exchange)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request, from head to ending. aiohttp cancels it when the client goes away."""
        connection = cast("Connection", request.protocol)
        connection.requests += 1
        raw_target = _one_character_a_byte(request.raw_path)
        target = parse_target(raw_target, self._default)
        stage = self._stages.get(target.service)
        entry = Entry(
            service=target.service,
            connection=connection.number,
            sequence=connection.requests,
            method=request.method,
            target=raw_target,
            headers=tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in request.raw_headers
            ),
            started=monotonic(),
        )
        if stage is None:
            self._strays.begin(entry)
        else:
            stage.journal.begin(entry, connection.force_close)
        try:
            return await self._exchange(request, entry, target, stage)
        finally:
            if self._closing and entry.ending is Ending.ABANDONED:
                entry.ending = Ending.CLOSED
            exchange = entry.end(monotonic())
            if stage is not None:
                stage.journal.end(entry)
            self._observe(exchange)

    async def _exchange(
        self, request: web.BaseRequest, entry: Entry, target: Target, stage: Stage | None
    ) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in reversed(entry.headers)}
        if headers.get("expect", "").lower() == "100-continue":
            await request.writer.write(wire.CONTINUE)
        problem = await transfer.receive(request, entry, STRAY_BODY if stage is None else None)
        reply = problem or answer(stage, entry, headers, target)
        if reply.delay_seconds:
            await asyncio.sleep(reply.delay_seconds)
        if reply.raw is not None:
            await transfer.send(request, reply.raw)
            entry.ending = Ending.CLOSED
            return transfer.CLOSE
        keep = request.keep_alive and problem is None
        added = _added(headers, self._origins, keep=keep)
        date = wire.http_date(int(time()))
        entry.status = reply.status
        data = wire.encode(reply, added, date=date, without_body=entry.method == "HEAD")
        await transfer.send(request, data)
        entry.ending = Ending.REPLIED
        return transfer.KEEP if keep and not wire.closes(reply) else transfer.CLOSE


def _added(
    headers: Mapping[str, str], origins: Collection[str], *, keep: bool
) -> list[tuple[str, str]]:
    """What every reply has, whoever wrote it.

    The inference server repeats the client's identifier in `x-ms-request-id`, where there is one.
    Here it is that of the request, as in Azure, so that a client that mixes them up is noticed. And
    the server ends each connection with its reply; this one keeps it, as its front end in Azure.
    """
    identifier = headers.get("x-request-id", "")
    if not 0 < len(identifier) <= replies.IDENTIFIER_LIMIT:
        identifier = str(uuid4())
    added = [("x-request-id", identifier), ("x-ms-request-id", identifier)]
    own = headers.get("x-ms-client-request-id", "")
    if 0 < len(own) <= replies.IDENTIFIER_LIMIT:
        added.append(("x-ms-client-request-id", own))
    if origins:
        added.extend(replies.cross_origin(headers, origins))
    if not keep:
        added.append(("Connection", "close"))
    return added


def _one_character_a_byte(text: str) -> str:
    """The target as latin-1, like the headers, whatever bytes it held."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin-1")


def _listening_address(host: str, *, explicit: bool) -> str:
    """The address to listen on for `host`.

    Raises:
        ValueError: it is not loopback, or, where it was given explicitly, not private.
    """
    address = ip_address("127.0.0.1" if host == "localhost" else host)
    if address.is_unspecified or address.is_multicast or address.is_global:
        raise ValueError(f"{host} can be reached from outside; the endpoint does not listen there")
    if not (explicit or address.is_loopback):
        raise ValueError(f"{host} is no loopback address; the endpoint does not listen there")
    return str(address)
