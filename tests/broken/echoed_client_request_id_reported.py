"""Reports the client request id that a reply names instead of the one that was sent.

The id of a call whose reply names none is the one that was sent.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError
from azureml_scoring.exchange import CLIENT_REQUEST_ID

CAUGHT_BY: Final = ("errors/request-id-echoed",)
VIOLATES: Final = ("ERROR-4",)


class _Believing(Client):
    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        error.client_request_id = reply.headers.get(CLIENT_REQUEST_ID, error.client_request_id)
        return error


sys.exit(run(_Believing))
