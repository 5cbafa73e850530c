"""Reports the request id of a reply that never became complete.

An error without a reply has none.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Request, ScoringError, TransportError, wire

CAUGHT_BY: Final = (
    "configuration/uri-takes-no-path",
    "configuration/uri-takes-query-alone",
    "failures/incomplete-*",
    "failures/nothing-of-the-one-before",
)
VIOLATES: Final = ("ERROR-7",)


get_response = wire._ExactRequest.getresponse
heads: dict[str, str] = {}


def _get_response(self: wire._ExactRequest) -> Any:
    response = get_response(self)
    identifier = response.headers.get("x-ms-request-id")
    if identifier is not None:
        heads[wire.CURRENT_ATTEMPT.get().target] = identifier
    return response


class _Broken(Client):
    def _error_of_transport(self, problem: TransportError, request: Request) -> ScoringError:
        error = super()._error_of_transport(problem, request)
        target = "/" + request.uri.split("/", 3)[3]
        error.request_id = heads.get(target)
        return error


wire._ExactRequest.getresponse = _get_response  # type: ignore[method-assign]


sys.exit(run(_Broken))
