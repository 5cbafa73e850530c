"""`scoreline serve`: the scoring service for people, until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Final
from urllib.parse import quote

from scoreline.endpoint.server import Endpoint
from scoreline.results.exchange import Ending, Exchange
from scoreline.suite.service import Service

KEY_VARIABLE: Final = "SCORELINE_KEY"
"""Environment variable that holds the key, so that it stands in no list of processes."""

USAGE: Final = 2
"""Exit status where the service cannot start as it was asked to."""

_GENERATED_KEY_BYTES = 24
_DOCUMENTED = (
    '{"data": [[0.0199132141783263, 0.0506801187398187, 0.104808689473925, 0.0700725447072635,'
    " -0.0359677812752396, -0.0266789028311707, -0.0249926566315915, -0.00259226199818282,"
    " 0.00371173823343597, 0.0403433716478807]]}"
)


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How to serve.

    Attributes:
        host: loopback address to listen on.
        port: to listen on; 0: the system chooses.
        key: whether the service asks for a key: that of `SCORELINE_KEY`, else a new one.
        name: the service's name in `/api/v1/service/<name>/score`.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    key: bool = True
    name: str = "diabetes"


class _CannotServeError(Exception):
    """The service cannot start as it was asked to; the message is for people."""


def serve(options: ServeOptions, environment: Mapping[str, str] = os.environ) -> int:
    """Serves the model until Ctrl-C or SIGTERM; writes to standard output, one line a request.

    Args:
        options: where, under which name, and whether a key is asked for.
        environment: may hold `SCORELINE_KEY`.

    Returns:
        The exit status: 0 after it was told to stop; 2 where it could not start, after one line on
        standard error.
    """
    try:
        asyncio.run(_serve(options, environment.get(KEY_VARIABLE, "")))
    except _CannotServeError as error:
        sys.stderr.write(f"scoreline serve: {error}\n")
        return USAGE
    return 0


async def _serve(options: ServeOptions, given: str) -> None:
    key = (given or token_urlsafe(_GENERATED_KEY_BYTES)) if options.key else None
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise _CannotServeError(f"{KEY_VARIABLE} holds a character that no Bearer header can carry")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        endpoint = Endpoint(
            options.host,
            options.port,
            default=options.name,
            remember=0,
            observer=_logger(key),
        )
        endpoint.add(Service(options.name, key))
    except ValueError as error:
        raise _CannotServeError(str(error)) from error
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(endpoint)
        except OSError as error:
            raise _CannotServeError(_reason(options, error)) from error
        _say(_introduction(endpoint, options.name, key, generated=not given))
        await stop.wait()
    _say("Stopped.")


def _reason(options: ServeOptions, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {options.port} of {options.host} is in use; choose another one"
    return f"cannot listen on {options.host}, port {options.port}: {os.strerror(error.errno or 0)}"


def _introduction(endpoint: Endpoint, name: str, key: str | None, *, generated: bool) -> str:
    origin = endpoint.origin()
    if key is None:
        asked, header = "none is asked for", ""
    elif generated:
        asked, header = f"{key} (made for this run)", f" -H 'Authorization: Bearer {key}'"
    else:
        asked, header = f"that of {KEY_VARIABLE}", f' -H "Authorization: Bearer ${KEY_VARIABLE}"'
    return "\n".join(
        (
            f"Scoring URI  {endpoint.uri(name)}",
            f"        or   {origin}/score",
            f"Swagger URI  {endpoint.uri(name, path='swagger.json')}",
            f"        or   {origin}/swagger.json",
            f"Health URI   {endpoint.uri(name, path='')}",
            f"        or   {origin}/",
            f"Key          {asked}",
            "",
            f"curl{header} -H 'Content-Type: application/json' -d '{_DOCUMENTED}' {origin}/score",
            "",
            "Ctrl-C stops the service.",
        )
    )


def _logger(key: str | None) -> Callable[[Exchange], None]:
    """Writes one line an exchange, with the key masked wherever it stands in the target."""
    secrets = set() if key is None else {key, quote(key, safe="")}

    def log(exchange: Exchange) -> None:
        target = exchange.target
        for secret in secrets:
            target = target.replace(secret, "***")
        request = f"{exchange.method} {target}" if exchange.method else "(not HTTP)"
        replied = exchange.ending is Ending.REPLIED
        result = exchange.status if replied else exchange.ending.value
        milliseconds = (exchange.ended - exchange.started) * 1000
        line = f"{request} {result} {milliseconds:.1f} ms"
        _say(line.encode("ascii", "backslashreplace").decode())

    return log


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
