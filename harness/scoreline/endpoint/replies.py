"""The replies of the inference server, as pure functions from a request to its reply.

Source: observation of azureml-inference-server-http 1.5.1, the server inside Azure Machine Learning
images, with a scoring script decorated with `@input_schema("data", …)`. A function whose reply
differs on purpose documents it. Headers common to all replies (request identifiers, Date,
Connection) are added by the endpoint.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from time import perf_counter
from typing import Final
from urllib.parse import parse_qsl

from scoreline.endpoint import swagger
from scoreline.endpoint.model import NoPredictionError, predict
from scoreline.suite.reply import Reply

IDENTIFIER_LIMIT: Final = 100
"""Maximum length of a request identifier, in characters; a longer one is answered 431."""

_JSON: Final = {"Content-Type": "application/json"}
_HTML: Final = {"Content-Type": "text/html; charset=utf-8"}
_SERVER: Final = {"x-ms-server-version": "azmlinfsrv/1.5.1"}
_RAN: Final = {"x-ms-run-function-failed": "False"}
_FAILED: Final = {"x-ms-run-function-failed": "True"}


def health() -> Reply:
    """`Healthy`, as HTML. Like `options`, without a header about the scoring script."""
    return Reply(200, _HTML | _SERVER, text="Healthy")


def description(service: str, query: str) -> Reply:
    """The service's description in the version that the query names, Swagger 2.0 by default."""
    version = dict(reversed(parse_qsl(query, keep_blank_values=True))).get("version", "2")
    try:
        document = swagger.specification(service, version)
    except KeyError:
        known = ", ".join(swagger.VERSIONS)
        return error(
            404, f"Swagger version [{version}] is not valid. Supported versions: [{known}]."
        )
    return Reply(200, _JSON | _RAN | _SERVER, text=json.dumps(document))


def score(
    body: bytes,
    content_type: str,
    factor: float = 1.0,
    clock: Callable[[], float] = perf_counter,
) -> Reply:
    """The model's predictions for the rows in the body, or the server's error.

    A prediction that is not finite is written as `NaN` or `Infinity`, which is not JSON; the server
    does the same. `[]` has no rows to predict from, and scikit-learn raises.

    Args:
        body: of the request.
        content_type: value of its Content-Type; empty without one.
        factor: what each prediction is multiplied by.
        clock: in seconds, for `x-ms-run-fn-exec-ms`.
    """
    try:
        data = _data(body, content_type)
    except _RefusedError as refusal:
        return refusal.reply
    started = clock()
    try:
        predictions = [prediction * factor for prediction in predict(data)]
    except NoPredictionError:
        message = "An unexpected error occurred in scoring script. Check the logs for more info."
        return Reply(500, _JSON | _FAILED | _SERVER, text=_message(message))
    elapsed = {"x-ms-run-fn-exec-ms": f"{(clock() - started) * 1000:.3f}"}
    return Reply(200, _JSON | _RAN | elapsed | _SERVER, text=json.dumps(predictions))


def script_problem(body: bytes) -> str:
    """Why `score` answers such a body with 500, which its reply does not say; empty if not."""
    try:
        predict(json.loads(body)["data"])
    except NoPredictionError as problem:
        return str(problem)
    except (ValueError, RecursionError) as problem:
        return f"the body cannot be read as JSON: {problem}"
    return ""


def preflight() -> Reply:
    """The reply to OPTIONS on the scoring path; `cross_origin` adds what a known origin may do."""
    return Reply(200, _HTML | _RAN | _SERVER)


def options(allowed: str) -> Reply:
    """The reply to OPTIONS on any other path."""
    return Reply(200, _HTML | {"Allow": allowed} | _SERVER)


def cross_origin(
    headers: Mapping[str, str], origins: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Headers that let a page from a known origin read the reply in a browser.

    Unknown origins get no CORS headers, nor do requests without `Origin`. The server names its
    origin even then if it has just one, but no browser looks at that.

    Args:
        headers: of the request, with names in lower case.
        origins: the known ones.
    """
    origin = headers.get("origin")
    if origin is None or origin not in origins:
        return ()
    allowed = [("Access-Control-Allow-Origin", origin)]
    if "access-control-request-method" in headers:
        if wanted := headers.get("access-control-request-headers"):
            allowed.append(("Access-Control-Allow-Headers", wanted))
        allowed.append(("Access-Control-Allow-Methods", "GET, POST"))
    return tuple(allowed)


def unauthorized() -> Reply:
    """401 for a missing or wrong key.

    The inference server requires no key; in Azure its front end does.
    """
    reply = error(401, "The service asks for a key: one header Authorization: Bearer <key>.")
    return replace(reply, headers={**reply.headers, "WWW-Authenticate": "Bearer"})


def identifier_problem(headers: Mapping[str, str]) -> Reply | None:
    """431 if a request identifier is too long, else None.

    Args:
        headers: of the request, with names in lower case.
    """
    if len(headers.get("x-request-id", "")) > IDENTIFIER_LIMIT:
        return error(431, f"x-request-id must not exceed {IDENTIFIER_LIMIT} characters")
    for name in ("x-ms-client-request-id", "x-ms-request-id"):
        if len(headers.get(name, "")) > IDENTIFIER_LIMIT:
            names = "x-ms-request-id and x-ms-client-request-id"
            return error(431, f"{names} must not exceed {IDENTIFIER_LIMIT} characters")
    return None


def not_found() -> Reply:
    """404 for an unknown service, or for an unknown path in a service."""
    return error(
        404,
        "The requested URL was not found on the server."
        " If you entered the URL manually please check your spelling and try again.",
    )


def method_not_allowed(allowed: str) -> Reply:
    """405 with the Allow header, which HTTP requires and the server omits.

    The server also scores a GET with the rows in its query; here every method but POST is refused,
    so that a client that uses another one is noticed.

    Args:
        allowed: the methods of the path, such as `POST, OPTIONS`.
    """
    reply = error(405, "The method is not allowed for the requested URL.")
    return replace(reply, headers={**reply.headers, "Allow": allowed})


def too_long(most: int) -> Reply:
    """413 for a body of which not every byte was kept; the server accepts any length."""
    return error(413, f"The request body is longer than {most} bytes, or was one of too many.")


def too_many() -> Reply:
    """429 for a request to a service that has had too many; the server accepts any number."""
    return error(429, "This service has received more requests than any case may send.")


def error(status: int, message: str) -> Reply:
    """An error in the server's format, raised outside the scoring script."""
    return Reply(status, _JSON | _RAN | _SERVER, text=_message(message))


class _RefusedError(Exception):
    """A request that the server refuses before it calls the scoring script."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.reply = error(status, message)


def _data(body: bytes, content_type: str) -> object:
    """The value of the member `data` of the request.

    Raises:
        _RefusedError: the content type, the encoding, the JSON or its form is not as expected.
    """
    if not _is_json(content_type):
        raise _RefusedError(415, "Expects Content-Type to be application/json")
    if not body:
        raise _RefusedError(400, "POST body is empty. Expecting a JSON dictionary.")
    try:
        document = json.loads(body)
    except json.JSONDecodeError as problem:
        message = f"POST body could not be decoded as JSON: {problem}"
        raise _RefusedError(400, message) from problem
    except (ValueError, RecursionError) as problem:  # not UTF-8 (compressed, say), or too deep
        message = "An unexpected internal error occurred. Check the logs for more info."
        raise _RefusedError(500, message) from problem
    if not isinstance(document, dict):
        raise _RefusedError(400, "POST body should be a JSON dictionary.")
    if "data" not in document:
        raise _RefusedError(400, "A value is not provided for the 'data' parameter.")
    return document["data"]


def _message(text: str) -> str:
    return json.dumps({"message": text})


def _is_json(content_type: str) -> bool:
    if content_type == "application/json":  # by far the most frequent
        return True
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )
