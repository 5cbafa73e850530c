"""The log of `scoreline serve`: one line per request, with what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from scoreline.formats.json import parse
from scoreline.results.exchange import Ending, Exchange
from scoreline.results.masking import MASK, masked
from scoreline.suite.service import Service

_AUTHORIZATION: Final = "authorization"
_BEARER: Final = "Bearer "
_ERRORS: Final = 400
_UNAUTHORIZED: Final = 401
_NOT_FOUND: Final = 404
_SCRIPT_FAILED: Final = 500

Log = Callable[[Exchange], Iterator[str]]


def logger(
    services: Mapping[str, Service],
    script_problem: Callable[[bytes], str],
    secrets: Iterable[str] = (),
    *,
    verbose: bool = False,
) -> Log:
    """A function that returns the lines to show of an exchange.

    Args:
        services: by name. Their keys are masked wherever they stand.
        script_problem: what was wrong with a body that the model answered with 500; empty if it is
            unknown.
        secrets: what else is masked.
        verbose: whether request and reply follow, whole. No value of an Authorization header is
            shown: a wrong key may be that of another service.
    """
    keys = [*secrets, *(one.key for one in services.values() if one.key is not None)]
    masks = (*keys, *(quote(key, safe="") for key in keys))

    def log(exchange: Exchange) -> Iterator[str]:
        shown = masked(_without_credentials(exchange), masks)
        request = f"{shown.method} {shown.target}" if shown.method else "(not HTTP)"
        replied = shown.ending is Ending.REPLIED
        result = shown.status if replied else shown.ending.value
        milliseconds = (shown.ended - shown.started) * 1000
        service = services.get(exchange.service)
        problem = masked(_problem(exchange, service, script_problem), masks)
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


def _problem(
    exchange: Exchange, service: Service | None, script_problem: Callable[[bytes], str]
) -> str:
    """What was wrong with a request, or the message of a scripted error; empty if nothing was."""
    status, problem = exchange.status, ""
    if status is None or status < _ERRORS:
        return ""
    scripted = service is not None and bool(service.replies)
    if status == _UNAUTHORIZED and service is not None and service.key is not None:
        problem = _credentials_problem(exchange.header(_AUTHORIZATION), service.key)
    elif status == _NOT_FOUND and not (scripted and _is_scoring(exchange)):
        problem = "no service has this path; the URIs are printed at the start"
    elif status == _SCRIPT_FAILED and not scripted:
        problem = script_problem(exchange.body)
    return problem or _message(exchange)


def _is_scoring(exchange: Exchange) -> bool:
    """Whether a request to a service was for its scoring path, which the script answers."""
    return exchange.target.partition("?")[0].endswith("/score")


def _credentials_problem(values: tuple[str, ...], key: str) -> str:
    """Why a key was not accepted; empty if it was, and the script answered 401."""
    if not values:
        return "there is no header Authorization"
    if len(values) > 1:
        return f"there are {len(values)} headers Authorization"
    if not values[0].startswith(_BEARER):
        return "the header Authorization does not begin with 'Bearer '"
    if values[0] != f"{_BEARER}{key}":
        return "the key in the header Authorization is a different one"
    return ""


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
