"""Makes a further call if a reply is not a prediction.

A script that answers without one does so again.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Operation, ScoringError

CAUGHT_BY: Final = (
    "connections/after-html",
    "connections/after-no-content",
    "errors/then-scores-empty",
    "errors/then-scores-html",
    "failures/all-of-200",
    "limits/announced-over-limit",
    "limits/health-over-limit",
    "limits/prediction-*",
    "limits/reply-over-*",
    "limits/reply-without-end",
    "modes/one-shot-no-prediction",
    "modes/one-shot-prints-*",
    "operations/bytes-no-prediction",
    "operations/swagger-that-*",
    "replies/beyond-*",
    "replies/bytes-*",
    "replies/empty",
    "replies/gzip-cut",
    "replies/gzip-damaged",
    "replies/gzip-empty",
    "replies/gzip-not-deflate",
    "replies/gzip-plain",
    "replies/gzip-undeclared",
    "replies/gzip-wrong-sum",
    "replies/html",
    "replies/json-in-string",
    "replies/nan",
    "replies/no-*",
    "replies/not-json-*",
    "replies/not-repeated-empty",
    "replies/not-repeated-html",
    "replies/null",
    "replies/object",
    "replies/payload-*",
    "replies/sentence",
    "replies/truncated",
    "replies/two-values",
    "retries/not-after-no-prediction",
    "secrets/echoed-in-html",
)
VIOLATES: Final = ("RETRY-2", "REQUEST-1")


class _Insisting(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        try:
            return super().call(operation, **more)
        except ScoringError as error:
            if error.kind is not ErrorKind.RESPONSE_FORMAT:
                raise
        return super().call(operation, **more)


sys.exit(run(_Insisting))
