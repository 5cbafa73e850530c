"""Has null for each member of an error that does not apply.

All other members are right.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringError
from azureml_scoring.program import messages
from azureml_scoring.program.error_data import error_data

CAUGHT_BY: Final = (
    "calls/configuration-of-one-handle",
    "calls/failure-beside-success",
    "configuration/application-*",
    "configuration/connecting-*",
    "configuration/key-*",
    "configuration/no-uri",
    "configuration/null-*",
    "configuration/retries-*",
    "configuration/timeout-*",
    "configuration/uri-*",
    "errors/attempt-timeout",
    "errors/body-not-utf-8",
    "errors/body-timeout",
    "errors/connection-closed",
    "errors/cut-*",
    "errors/nothing-to-include",
    "errors/refused",
    "errors/reply-cut-off",
    "errors/reset-*",
    "errors/then-scores-cut-off",
    "errors/then-scores-reset",
    "errors/then-scores-timeout",
    "failures/incomplete-*",
    "failures/message-undeclared",
    "failures/nothing-of-the-one-before",
    "framing/not-*",
    "replies/bytes-*",
    "replies/interim-headers",
    "replies/not-repeated-cut-off",
    "replies/not-repeated-reset",
    "scoring/payload-timeout",
    "secrets/refused-key",
    "timeouts/after-a-call-in-time",
    "timeouts/silence",
    "timeouts/trickle-*",
    "tls/*",
)
VIOLATES: Final = ("ERROR-7",)


def _with_nulls(error: ScoringError) -> dict[str, object]:
    names = {"status": error.status, "requestId": error.request_id, "body": error.body}
    return {**names, **error_data(error)}


messages.error_data = _with_nulls
sys.exit(run(ScoringClient))
