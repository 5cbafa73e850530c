"""`scoreline serve`: the endpoint for the author of a client, until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import errno
import os
import shlex
import signal
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Final

from scoreline.endpoint.replies import script_problem
from scoreline.endpoint.server import Endpoint
from scoreline.fault import Code, Fault, FaultError
from scoreline.formats.printing import say
from scoreline.reports.request_log import logger
from scoreline.results.exchange import Exchange
from scoreline.suite.service import Service

KEY_OPTION: Final = "--key"
KEY_VARIABLE: Final = "SCORELINE_KEY"
"""Environment variable that holds the key, so that no list of processes shows it."""

USAGE: Final = 2
"""Exit status if the service cannot start as requested."""

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
        port: to listen on; 0: the system chooses one.
        key: whether the service requires a key: `given_key`, else that of `SCORELINE_KEY`, else a
            new one.
        name: the service's name in `/api/v1/service/<name>/score`.
        given_key: a key from the command line, where every user of the machine can read it; empty
            if none was given.
        verbose: whether each request and reply is shown whole.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    key: bool = True
    name: str = "diabetes"
    given_key: str = field(default="", repr=False)
    verbose: bool = False


def main(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl-C or SIGTERM.

    Returns:
        The exit status: 0 after it was stopped; 2 if it could not start, after one line on standard
        error.
    """
    options = ServeOptions(
        host=arguments.host,
        port=arguments.port,
        key=not arguments.no_key,
        name=arguments.name,
        given_key=arguments.key,
        verbose=arguments.verbose,
    )
    try:
        serve(options)
    except FaultError as error:
        say(f"scoreline serve: {error.fault}", sys.stderr)
        return USAGE
    return 0


def serve(options: ServeOptions, environment: Mapping[str, str] = os.environ) -> None:
    """Serves the model until Ctrl-C or SIGTERM; writes one line per request to standard output.

    Args:
        options: where to listen, the service's name, and whether it requires a key.
        environment: may hold `SCORELINE_KEY`.

    Raises:
        FaultError: host, port, name or key cannot be used.
    """
    asyncio.run(_serve(options, environment.get(KEY_VARIABLE, "")))


async def _serve(options: ServeOptions, given: str) -> None:
    chosen = options.given_key or given
    key = (chosen or token_urlsafe(_GENERATED_KEY_BYTES)) if options.key else None
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        source = KEY_OPTION if options.given_key else KEY_VARIABLE
        message = f"{source} holds a character that a Bearer header cannot carry"
        raise FaultError(Fault(Code.OPTION, message, {"variable": source}))
    log = logger(key, script_problem, verbose=options.verbose)

    def observe(exchange: Exchange) -> None:
        for line in log(exchange):
            _write(line)

    endpoint = Endpoint(
        options.host, options.port, default=options.name, remember=0, observer=observe
    )
    endpoint.add(Service(options.name, key))
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(endpoint)
        except (OSError, OverflowError) as error:
            raise _cannot_listen(options, error) from error
        for line in _introduction(endpoint, options, key, generated=not chosen):
            _write(line)
        await stop.wait()
    _write("Stopped.")


def _cannot_listen(options: ServeOptions, error: OSError | OverflowError) -> FaultError:
    host, port = options.host, options.port
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        message = f"port {port} of {host} is in use; choose another one"
    else:
        reason = str(error) if number is None else os.strerror(number)
        message = f"cannot listen on {host}, port {port}: {reason}"
    return FaultError(Fault(Code.OPTION, message, {"host": host, "port": port}))


def _introduction(
    endpoint: Endpoint, options: ServeOptions, key: str | None, *, generated: bool
) -> tuple[str, ...]:
    origin, name = endpoint.origin(), options.name
    if key is None:
        required, header = "none is required", ""
    elif generated:
        required, header = f"{key} (made for this run)", f" -H 'Authorization: Bearer {key}'"
    elif options.given_key:
        required = f"that of {KEY_OPTION}"
        header = f" -H {shlex.quote(f'Authorization: Bearer {key}')}"
    else:
        required = f"that of {KEY_VARIABLE}"
        header = f' -H "Authorization: Bearer ${KEY_VARIABLE}"'
    return (
        f"Scoring URI  {endpoint.uri(name)}",
        f"        or   {origin}/score",
        f"Swagger URI  {endpoint.uri(name, path='swagger.json')}",
        f"        or   {origin}/swagger.json",
        f"Health URI   {endpoint.uri(name, path='')}",
        f"        or   {origin}/",
        f"Key          {required}",
        "",
        f"curl{header} -H 'Content-Type: application/json' -d '{_DOCUMENTED}' {origin}/score",
        "",
        "Ctrl-C stops the service.",
    )


def _write(text: str) -> None:
    say(text)
    sys.stdout.flush()
