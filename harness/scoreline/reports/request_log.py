"""The log of `scoreline serve`: one line per request, with what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from scoreline.formats.json import parse
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.masking import MASK, masked

_AUTHORIZATION: Final = "authorization"
_BEARER: Final = "Bearer "
_ERRORS: Final = 400
_UNAUTHORIZED: Final = 401
_NOT_FOUND: Final = 404
_SCRIPT_FAILED: Final = 500

Log = Callable[[Exchange], Iterator[str]]


def logger(
    key: str | None, script_problem: Callable[[bytes], str], *, verbose: bool = False
) -> Log:
    """A function that returns the lines to show of an exchange.

    Args:
        key: of the service, which is masked wherever it stands; None if it requires none.
        script_problem: what was wrong with a body that was answered 500; empty if it is unknown.
        verbose: whether request and reply follow, whole. No value of an Authorization header is
            shown: a wrong key may be that of another service.
    """
    secrets = () if key is None else (key, quote(key, safe=""))

    def log(exchange: Exchange) -> Iterator[str]:
        shown = masked(_without_credentials(exchange), secrets)
        request = f"{shown.method} {shown.target}" if shown.method else "(not HTTP)"
        replied = shown.ending is Ending.REPLIED
        result = shown.status if replied else shown.ending.value
        milliseconds = (shown.ended - shown.started) * 1000
        problem = masked(_problem(exchange, key, script_problem), secrets)
        yield f"{request} {result} {milliseconds:.1f} ms{problem and ': '}{problem}"
        if verbose:
            yield from _whole(shown)

    return log


def _without_credentials(exchange: Exchange) -> Exchange:
    headers = tuple(
        (name, _hidden(value) if name.lower() == _AUTHORIZATION else value)
        for name, value in exchange.headers
    )
    return replace(exchange, headers=headers)


def _hidden(value: str) -> str:
    scheme, space, credentials = value.partition(" ")
    return f"{scheme}{space}{MASK}" if credentials else MASK


def _problem(exchange: Exchange, key: str | None, script_problem: Callable[[bytes], str]) -> str:
    """What was wrong with a request; empty if nothing was."""
    status = exchange.status
    if status is None or status < _ERRORS:
        return ""
    if status == _UNAUTHORIZED and key is not None:
        return _credentials_problem(exchange.header(_AUTHORIZATION))
    if status == _NOT_FOUND:
        return "no service has this path; the URIs are printed at the start"
    if status == _SCRIPT_FAILED and (problem := script_problem(exchange.body)):
        return problem
    return _message(exchange)


def _credentials_problem(values: tuple[str, ...]) -> str:
    if not values:
        return "there is no header Authorization"
    if len(values) > 1:
        return f"there are {len(values)} headers Authorization"
    if not values[0].startswith(_BEARER):
        return "the header Authorization does not begin with 'Bearer '"
    return "the key in the header Authorization is a different one"


def _message(exchange: Exchange) -> str:
    """The message of an error reply."""
    try:
        document = parse(exchange.reply.body) if exchange.reply else None
    except ValueError:
        return ""
    message = document.get("message") if isinstance(document, dict) else None
    return message if isinstance(message, str) else ""


def _whole(exchange: Exchange) -> Iterator[str]:
    """Request and reply, with `>` and `<` before each line."""
    if exchange.method:
        yield f"> {exchange.method} {exchange.target} {exchange.version}"
    yield from (f"> {name}: {value}" for name, value in exchange.headers)
    yield from _body(">", exchange.body, exchange.omitted)
    reply = exchange.reply
    if reply is None:
        yield "< (no reply)"
        return
    if reply.status is not None:
        yield f"< {reply.status}"
    yield from (f"< {name}: {value}" for name, value in reply.headers)
    yield from _body("<", reply.body, reply.omitted)


def _body(mark: str, body: bytes, omitted: int) -> Iterator[str]:
    text = body.decode("utf-8", "replace")
    if text:
        yield mark
        yield from (f"{mark} {line}" for line in text.splitlines())
    if omitted:
        yield f"{mark} … {omitted} more bytes"
