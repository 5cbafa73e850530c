"""The innermost exchange: sends a request with requests, and reads the complete reply.

Why requests, of which little is used? It is what users of Python have, configure and are allowed to
install: its proxy and CA settings apply, its adapters can be put in place of the one here, and the
pooling, TLS and HTTP of urllib3 under it are as well tried as any. It lacks two things. It does not
send a target to the letter, which a signed URI needs, and its limits start again with each byte,
so that a service that trickles could hold a call for ever. Both have to be known where a connection
is, below everything that requests lets one set, which is why `wire` has connections of its own.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import requests
from requests.exceptions import ConnectTimeout, RequestException, SSLError
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, ProtocolError

from azureml_scoring import body as body_reader
from azureml_scoring.errors import ErrorKind, configuration_error
from azureml_scoring.exchange import Reply, Request, TransportError, cancelled
from azureml_scoring.scoring_uri import origin_of
from azureml_scoring.trust import context_of
from azureml_scoring.wire import (
    CURRENT_ATTEMPT,
    LONGEST_WAIT,
    Attempt,
    ExactAdapter,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests.adapters import BaseAdapter
    from urllib3 import HTTPHeaderDict, HTTPResponse

    from azureml_scoring.call import Call
    from azureml_scoring.configuration import Configuration

_INSTANT = 0.001
"""How much earlier than a deadline the end of a wait for it may come, in seconds."""


class Transport:
    """The connections to one service. Safe to share between threads.

    The proxy and CA settings of the environment are read once, on creation, in the way a
    `requests.Session` reads them. Requests are sent through the adapter and not through a session,
    which would look for a credential in `.netrc`, keep cookies and process redirects.

    Args:
        configuration: the scoring URI, which determines the proxy, the authorities to trust, and
            the limit for the size of a reply.
        adapter: sends the requests instead of the adapter made here.

    Raises:
        ScoringError: of kind `configuration`, if what to trust is not certificates, or the adapter
            cannot be used.
    """

    def __init__(self, configuration: Configuration, adapter: BaseAdapter | None = None) -> None:
        self._reply_limit = configuration.reply_limit
        uri, pem = configuration.uri, configuration.ca_certificates
        with requests.Session() as session:
            self._settings = session.merge_environment_settings(
                uri, {}, stream=True, verify=None, cert=None
            )
        self._adapter: BaseAdapter
        self._foreign = adapter is not None
        if adapter is not None:
            self._adapter = _checked(adapter, pem)
            return
        bundle, self._settings["verify"] = self._settings["verify"], True
        secure = pem is not None or uri[:5].lower() == "https"
        self._context = (
            context_of(pem, bundle if isinstance(bundle, str) else None) if secure else None
        )
        self._adapter = ExactAdapter(self._context)

    def send(self, request: Request) -> Reply:
        """Send `request` once and read the complete reply, whatever its status.

        Raises:
            TransportError: no complete reply was received.
            ScoringError: of kind `configuration`, if a proxy or CA setting cannot be used.
        """
        attempt = _attempt(request)
        if self._foreign:
            attempt.start()
        token = CURRENT_ATTEMPT.set(attempt)
        try:
            return self._exchanged(request, attempt)
        except (RequestException, HTTPError, OSError) as problem:
            failure = problem
            attempt.begun |= self._foreign and not isinstance(problem, ConnectTimeout | SSLError)
        finally:
            CURRENT_ATTEMPT.reset(token)
            attempt.finish()
        # Raised outside the except block, so that the error does not reference the lower-level
        # exceptions: they quote what the service sent, and contain the request with its key.
        raise _translated(failure, attempt, request.call)

    def _exchanged(self, request: Request, attempt: Attempt) -> Reply:
        response = self._adapter.send(
            _prepared(request),
            timeout=(
                min(attempt.connect_limit, LONGEST_WAIT),
                min(attempt.limit, LONGEST_WAIT) if self._foreign else LONGEST_WAIT,
            ),
            **self._settings,
        )
        raw = response.raw
        headers = _first_values(raw.headers)
        complete = False
        try:
            body, complete = body_reader.read(
                self._pieces(raw, attempt),
                self._reply_limit,
                packed=headers.get("content-encoding", "").lower() == "gzip",
                check=attempt.check,
            )
        finally:
            if not complete:
                raw.close()
        return Reply(response.status_code, headers, body, complete)

    def _pieces(self, raw: HTTPResponse, attempt: Attempt) -> Iterator[bytes]:
        size = min(body_reader.READ_SIZE, self._reply_limit + 1)
        try:
            if not self._foreign:
                yield from raw.stream(size, decode_content=False)
            # Piece by piece as they arrive: only here can the limit of the attempt be looked at.
            while self._foreign and (piece := raw.read1(size, decode_content=False)):
                attempt.check()
                yield piece
        except ValueError as problem:  # urllib3 does not refuse a negative chunk size itself
            raise ProtocolError(str(problem)) from problem

    def close(self) -> None:
        """Close the idle connections; one in use is closed when its call finishes."""
        if not self._foreign:
            self._adapter.close()


def _checked(adapter: BaseAdapter, pem: str | None) -> BaseAdapter:
    if pem is not None:
        raise configuration_error("an adapter determines itself what to trust: no ca_certificates")
    retries = getattr(adapter, "max_retries", None)
    if any(getattr(retries, of, 0) for of in ("total", "connect", "read", "status", "other")):
        raise configuration_error("an adapter that retries by itself cannot be used")
    return adapter


def _attempt(request: Request) -> Attempt:
    uri = request.uri
    origin = origin_of(uri)
    rest = uri.removeprefix(origin)
    target = rest if rest.startswith("/") else f"/{rest}"
    return Attempt(
        target=target,
        absolute=origin + target,
        connect_limit=max(min(request.connect_timeout, request.call.left()), _INSTANT),
        limit=request.attempt_timeout,
        cancellation=request.call.cancellation,
        latest=request.call.deadline,
    )


def _prepared(request: Request) -> requests.PreparedRequest:
    # Does not call prepare(), which rewrites the URI, removes dot segments and adds a credential
    # from .netrc.
    prepared = requests.PreparedRequest()
    prepared.method = request.method
    prepared.url = request.uri
    prepared.headers = CaseInsensitiveDict(request.headers)
    if request.body is not None:
        prepared.headers["Content-Length"] = str(len(request.body))
    prepared.body = request.body
    return prepared


def _first_values(headers: HTTPHeaderDict) -> CaseInsensitiveDict[str]:
    first: CaseInsensitiveDict[str] = CaseInsensitiveDict()
    for name, value in headers.iteritems():
        first.setdefault(name, value.strip(" \t"))
    return first


def _translated(problem: Exception, attempt: Attempt, call: Call) -> Exception:
    causes = _causes(problem)
    if attempt.cancellation.cancelled:
        return cancelled()
    # A timeout with an errno was raised by the operating system and is not a configured limit.
    if any(isinstance(cause, TimeoutError) and cause.errno is None for cause in causes):
        return _late(attempt, call)
    tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if tls is not None and not attempt.begun:
        why = getattr(tls, "verify_message", None) or tls.reason or tls
        return TransportError(ErrorKind.CONNECTION, f"TLS: {why}", retryable=False)
    if isinstance(problem, ValueError) or not isinstance(problem, RequestException | HTTPError):
        return configuration_error(
            f"the scoring URI, or a proxy or CA setting, cannot be used: {problem}"
        )
    reason = str(causes[-1]) or type(causes[-1]).__name__
    return TransportError(ErrorKind.CONNECTION, f"the connection failed: {reason}")


def _late(attempt: Attempt, call: Call) -> TransportError:
    if call.left() <= _INSTANT:
        message = f"no prediction within {call.overall_timeout:g} s"
        return TransportError(ErrorKind.TIMEOUT, message, retryable=False)
    # Until the request is sent, TLS and proxy handshakes count as connecting.
    message = (
        f"no complete reply within {attempt.limit:g} s"
        if attempt.begun
        else f"no connection within {attempt.connect_limit:g} s"
    )
    return TransportError(ErrorKind.TIMEOUT, message)


def _causes(problem: BaseException) -> list[BaseException]:
    causes = [problem]
    while (deeper := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(deeper)
    return causes
