"""Sends a request with requests and brings back the whole reply, or says what broke."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from requests.exceptions import RequestException
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from azureml_scoring.errors import ErrorKind, refusal
from azureml_scoring.reply import Reply
from azureml_scoring.wire import (
    CURRENT_EXCHANGE,
    LONGEST_WAIT,
    ExactAdapter,
    Exchange,
    LimitReachedError,
)

if TYPE_CHECKING:
    from urllib3 import HTTPHeaderDict

    from azureml_scoring.request import ScoringRequest

READ_SIZE = 1 << 16


class TransportError(Exception):
    """No whole reply came. Its kind is `timeout` or `connection`; the text is for people."""

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Transport:
    """The connections to one service. Safe to share between threads.

    The environment's proxy and CA settings are read once, here, as a session of requests reads
    them. The sending is left to the adapter below the session: the session would look for a
    credential in `.netrc`, keep cookies and read on into redirects.
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
        """Send `request` once and read the reply to its end, whatever its status.

        Args:
            request: what to send.
            connect_timeout: seconds for making a connection.
            attempt_timeout: seconds from the first byte sent to the last byte received.

        Raises:
            TransportError: there was no whole reply.
            ScoringError: of kind `configuration`, for a proxy or a CA file that cannot be used.
        """
        token = CURRENT_EXCHANGE.set(_exchange(request.uri, attempt_timeout))
        try:
            response = self._adapter.send(
                _prepare(request),
                timeout=(min(connect_timeout, LONGEST_WAIT), LONGEST_WAIT),
                **self._settings,
            )
            body = b"".join(response.raw.stream(READ_SIZE, decode_content=False))
        except (RequestException, HTTPError, OSError) as problem:
            failure = problem
        else:
            headers = _first_values(response.raw.headers)
            if headers.get("content-encoding", "").lower() == "gzip":
                body = _unpacked(body)
            return Reply(response.status_code, headers, body, request.client_request_id)
        finally:
            CURRENT_EXCHANGE.reset(token)
        # Raised here and not above, so that nothing hangs on to the lower exceptions: they quote
        # what the service sent, and hold the request with its credential.
        raise _translated(failure, connect_timeout, attempt_timeout)

    def close(self) -> None:
        """Close the idle connections; one in use is closed when its call is done."""
        self._adapter.close()


def _exchange(uri: str, limit: float) -> Exchange:
    end_of_host = uri.index("//") + len("//") + len(urlsplit(uri).netloc)
    origin, rest = uri[:end_of_host], uri[end_of_host:]
    target = rest if rest.startswith("/") else f"/{rest}"
    return Exchange(target, origin + target, limit)


def _prepare(request: ScoringRequest) -> requests.PreparedRequest:
    # By hand: preparing rewrites the URI, drops what it thinks are dot segments, and adds a
    # credential from .netrc.
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


def _unpacked(body: bytes) -> bytes:
    """What is packed in `body`; where that is not gzip from end to end, `body` as it came.

    The latter is no prediction, and an error shows what it was. urllib3 takes a part for the whole.
    """
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return body


def _translated(problem: Exception, connect_timeout: float, attempt_timeout: float) -> Exception:
    causes = _causes(problem)
    if any(isinstance(cause, LimitReachedError) for cause in causes):
        return TransportError(ErrorKind.TIMEOUT, f"no whole reply within {attempt_timeout:g} s")
    # Any other timeout comes from before the attempt: the handshakes of TLS and of a proxy count
    # as connecting. One with a number was the system's decision, and not a limit of ours.
    if any(isinstance(cause, TimeoutError) and cause.errno is None for cause in causes):
        return TransportError(ErrorKind.TIMEOUT, f"no connection within {connect_timeout:g} s")
    if isinstance(problem, ValueError) or not isinstance(problem, RequestException | HTTPError):
        return refusal(f"the URI, or a proxy or CA setting around it, is of no use: {problem}")
    words = str(causes[-1]) or type(causes[-1]).__name__
    return TransportError(ErrorKind.CONNECTION, f"the connection failed: {words}")


def _causes(problem: BaseException) -> list[BaseException]:
    causes = [problem]
    while (deeper := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(deeper)
    return causes
