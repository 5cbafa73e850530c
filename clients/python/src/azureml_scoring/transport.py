"""Sends a request with requests, and returns the complete reply or raises an error."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from requests.exceptions import RequestException
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, ProtocolError

from azureml_scoring.errors import ErrorKind, configuration_error
from azureml_scoring.reply import Reply
from azureml_scoring.wire import (
    CURRENT_EXCHANGE,
    LONGEST_WAIT,
    ExactAdapter,
    Exchange,
    LimitReachedError,
)

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, HTTPHeaderDict

    from azureml_scoring.request import ScoringRequest

READ_SIZE = 1 << 16


class TransportError(Exception):
    """No complete reply was received. The text of the error is for people only.

    Attributes:
        kind: `timeout` or `connection`.
    """

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Transport:
    """The connections to one service. Safe to share between threads.

    The proxy and CA settings of the environment are read once, on creation, in the way a
    `requests.Session` reads them. Requests are sent through the adapter and not through a session,
    which would look for a credential in `.netrc`, keep cookies and process redirects.

    Args:
        uri: the scoring URI, which determines the settings that apply.
    """

    def __init__(self, uri: str) -> None:
        self._adapter = ExactAdapter()
        with requests.Session() as session:
            self._settings = session.merge_environment_settings(
                uri, {}, stream=True, verify=None, cert=None
            )

    def send(
        self, request: ScoringRequest, *, connect_timeout: float, attempt_timeout: float
    ) -> Reply:
        """Send `request` once and read the complete reply, whatever its status.

        Args:
            request: the request.
            connect_timeout: limit for making a connection, in seconds.
            attempt_timeout: limit from the first byte sent to the last byte received, in seconds.

        Raises:
            TransportError: no complete reply was received.
            ScoringError: of kind `configuration`, if a proxy or CA setting cannot be used.
        """
        token = CURRENT_EXCHANGE.set(_exchange(request.uri, attempt_timeout))
        try:
            response = self._adapter.send(
                _prepare(request),
                timeout=(min(connect_timeout, LONGEST_WAIT), LONGEST_WAIT),
                **self._settings,
            )
            body = _read(response.raw)
        except (RequestException, HTTPError, OSError) as problem:
            failure = problem
        else:
            headers = _first_values(response.raw.headers)
            if headers.get("content-encoding", "").lower() == "gzip":
                body = _decompressed(body)
            return Reply(response.status_code, headers, body, request.client_request_id)
        finally:
            CURRENT_EXCHANGE.reset(token)
        # Raised outside the except block, so that the error does not reference the lower-level
        # exceptions: they quote what the service sent, and contain the request with its key.
        raise _translated(failure, connect_timeout, attempt_timeout)

    def close(self) -> None:
        """Close the idle connections; one in use is closed when its call finishes."""
        self._adapter.close()


def _read(raw: BaseHTTPResponse) -> bytes:
    try:
        return b"".join(raw.stream(READ_SIZE, decode_content=False))
    except ValueError as problem:  # urllib3 does not refuse a negative chunk size itself
        raise ProtocolError(str(problem)) from problem


def _exchange(uri: str, limit: float) -> Exchange:
    end_of_host = uri.index("//") + len("//") + len(urlsplit(uri).netloc)
    origin, rest = uri[:end_of_host], uri[end_of_host:]
    target = rest if rest.startswith("/") else f"/{rest}"
    return Exchange(target, origin + target, limit)


def _prepare(request: ScoringRequest) -> requests.PreparedRequest:
    # Does not call prepare(), which rewrites the URI, removes dot segments and adds a credential
    # from .netrc.
    prepared = requests.PreparedRequest()
    prepared.method = "POST"
    prepared.url = request.uri
    prepared.headers = CaseInsensitiveDict(request.headers)
    prepared.headers["Content-Length"] = str(len(request.body))
    prepared.body = request.body
    return prepared


def _first_values(headers: HTTPHeaderDict) -> CaseInsensitiveDict[str]:
    first: CaseInsensitiveDict[str] = CaseInsensitiveDict()
    for name, value in headers.iteritems():
        first.setdefault(name, value.strip(" \t"))
    return first


def _decompressed(body: bytes) -> bytes:
    """Decompress `body`, or return it unchanged if it is not valid gzip from beginning to end.

    Unchanged, it is not a prediction, and the error shows it as it was received. urllib3 is not
    used for this because it accepts a truncated body.
    """
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return body


def _translated(problem: Exception, connect_timeout: float, attempt_timeout: float) -> Exception:
    causes = _causes(problem)
    if any(isinstance(cause, LimitReachedError) for cause in causes):
        return TransportError(ErrorKind.TIMEOUT, f"no complete reply within {attempt_timeout:g} s")
    # Any other timeout occurred before the attempt: TLS and proxy handshakes count as connecting.
    # A timeout with an errno was raised by the operating system and is not a configured limit.
    if any(isinstance(cause, TimeoutError) and cause.errno is None for cause in causes):
        return TransportError(ErrorKind.TIMEOUT, f"no connection within {connect_timeout:g} s")
    if isinstance(problem, ValueError) or not isinstance(problem, RequestException | HTTPError):
        return configuration_error(
            f"the scoring URI, or a proxy or CA setting, cannot be used: {problem}"
        )
    reason = str(causes[-1]) or type(causes[-1]).__name__
    return TransportError(ErrorKind.CONNECTION, f"the connection failed: {reason}")


def _causes(problem: BaseException) -> list[BaseException]:
    causes = [problem]
    while (deeper := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(deeper)
    return causes
