"""`scoreline serve`: the endpoint for the author of a client, until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import errno
import os
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scoreline.endpoint.replies import script_problem
from scoreline.endpoint.server import Endpoint
from scoreline.fault import Code, Fault, FaultError
from scoreline.formats.printing import complain, say
from scoreline.formats.suggestion import suggestion
from scoreline.reports.request_log import logger
from scoreline.results.exchange import Exchange
from scoreline.runner.options import Options
from scoreline.runner.selection import select_case
from scoreline.serving.case import ServedCase
from scoreline.serving.model import ServedModel, choose_key
from scoreline.serving.offer import Offer, Served
from scoreline.suite.drawn import drawn, factor
from scoreline.suite.loader import load_suite
from scoreline.suite.service import Certificate, ServiceDefinition

DEFAULT_NAME: Final = "diabetes"
USAGE: Final = 2
"""Exit status if the service cannot start as requested."""

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
        tls: the certificate of the service; None: it is called without encryption.
        case: the case whose services are served instead, or a pattern that matches it alone; empty:
            the model. Then only `host`, `port` and `verbose` have a meaning.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    key: bool = True
    name: str = DEFAULT_NAME
    given_key: str = field(default="", repr=False)
    verbose: bool = False
    tls: Certificate | None = None
    case: str = ""


def main(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl-C, SIGTERM or SIGHUP.

    Returns:
        The exit status: 0 after it was stopped; 2 if it could not start, after one line on standard
        error.

    Raises:
        BadInputError: there is no such case, or more than one.
    """
    try:
        serve(_options(arguments))
    except FaultError as error:
        complain(str(error.fault))
        return USAGE
    return 0


def _options(arguments: argparse.Namespace) -> ServeOptions:
    """The options, from the command line.

    Raises:
        FaultError: there is no such kind of certificate, or options contradict each other.
    """
    given = {
        "--name": arguments.name is not None,
        "--key": bool(arguments.key),
        "--no-key": arguments.no_key,
        "--tls": bool(arguments.tls),
    }
    for option in (name for name, present in given.items() if present and arguments.case):
        message = f"{option} cannot be combined with --case: the case states its services"
        raise FaultError(Fault(Code.CONFLICT, message, {"option": option}))
    kinds = [kind.value for kind in Certificate]
    if arguments.tls and arguments.tls not in kinds:
        message = f"--tls: {arguments.tls!r} is not a kind of certificate"
        hint = suggestion(arguments.tls, kinds)
        raise FaultError(Fault(Code.UNKNOWN_NAME, f"{message}; {hint}", {"option": "--tls"}))
    return ServeOptions(
        host=arguments.host,
        port=arguments.port,
        key=not arguments.no_key,
        name=DEFAULT_NAME if arguments.name is None else arguments.name,
        given_key=arguments.key,
        verbose=arguments.verbose,
        tls=Certificate(arguments.tls) if arguments.tls else None,
        case=arguments.case,
    )


def serve(options: ServeOptions, environment: Mapping[str, str] = os.environ) -> None:
    """Serves until a signal stops it; writes one line per request to standard output.

    Args:
        options: what to serve, and where.
        environment: may hold `SCORELINE_KEY`.

    Raises:
        FaultError: host, port, name or key cannot be used.
        BadInputError: there is no such case, or more than one.
    """
    asyncio.run(_serve(options, _offer(options, environment)))


async def _serve(options: ServeOptions, offer: Offer) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup(1)
            loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="scoreline-")))
        served = await _start(options, offer, folder, stack)
        for line in served.introduction:
            _write(line)
        _write("")
        _write("Ctrl-C stops the service.")
        await stop.wait()
        # Another signal must not interrupt the end: the loop gives up its handlers when it closes.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    _write("Stopped.")


def _offer(options: ServeOptions, environment: Mapping[str, str]) -> Offer:
    """What the options ask for."""
    if not options.case:
        key = choose_key(options.given_key, environment, required=options.key)
        return ServedModel(options.name, key, ServiceDefinition(tls=options.tls))
    settings = Options()
    suite = load_suite(cache=settings.cache)
    case = select_case(suite.cases, options.case)
    return ServedCase(drawn(case, settings.seed), factor(settings.seed), suite.requirements)


async def _start(
    options: ServeOptions, offer: Offer, folder: Path, stack: AsyncExitStack
) -> Served:
    """Opens the endpoint with what is offered; `stack` closes it."""

    def observe(exchange: Exchange) -> None:
        for line in log(exchange):
            _write(line)

    endpoint = Endpoint(
        options.host,
        0 if offer.main.takes_port else options.port,
        default=offer.default,
        remember=0,
        observer=observe,
        refused=lambda reason: _write(f"TLS handshake failed: {reason}"),
    )
    try:
        await stack.enter_async_context(endpoint)
        served = offer.open(endpoint, options.port, folder)
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.filename is not None:  # a file, not a port
            raise
        raise _cannot_listen(options, error) from error
    log = logger(served.services, script_problem, served.secrets, verbose=options.verbose)
    return served


def _cannot_listen(options: ServeOptions, error: OSError | OverflowError) -> FaultError:
    host, port = options.host, options.port
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        message = f"port {port} of {host} is in use; choose another one"
    else:
        reason = str(error) if number is None else os.strerror(number)
        message = f"cannot listen on {host}, port {port}: {reason}"
    return FaultError(Fault(Code.OPTION, message, {"host": host, "port": port}))


def _write(text: str) -> None:
    say(text)
    sys.stdout.flush()
