"""Takes x-ms-run-function-failed into account only if its value is exactly `True`.

With that value it is a model error.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError
from azureml_scoring.outcome import kind_of

CAUGHT_BY: Final = (
    "errors/script-failed-in-lower-case",
    "retries/not-after-script-failed-429",
)
VIOLATES: Final = ("ERROR-9",)


class _Exact(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None and reply.headers.get("x-ms-run-function-failed") != "True":
            error.kind = kind_of(reply.status, {})
        return error


sys.exit(run(_Exact))
