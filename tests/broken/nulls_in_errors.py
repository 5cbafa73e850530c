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
    "configuration/uri-angle-bracket",
    "configuration/uri-backslash",
    "configuration/uri-bar",
    "configuration/uri-blank",
    "configuration/uri-blank-first",
    "configuration/uri-brace",
    "configuration/uri-bracket",
    "configuration/uri-delete",
    "configuration/uri-empty",
    "configuration/uri-escape",
    "configuration/uri-escape-cut",
    "configuration/uri-file",
    "configuration/uri-fragment",
    "configuration/uri-fragment-empty",
    "configuration/uri-host-*",
    "configuration/uri-https-no-slashes",
    "configuration/uri-letter",
    "configuration/uri-line-break",
    "configuration/uri-no-*",
    "configuration/uri-number",
    "configuration/uri-one-slash",
    "configuration/uri-other-scheme",
    "configuration/uri-port",
    "configuration/uri-port-*",
    "configuration/uri-quote",
    "configuration/uri-relative",
    "configuration/uri-scheme-after-letter",
    "configuration/uri-scheme-within",
    "configuration/uri-tab",
    "configuration/uri-takes-*",
    "configuration/uri-true",
    "configuration/uri-user",
    "configuration/uri-user-*",
    "errors/attempt-timeout",
    "errors/body-*",
    "errors/connection-closed",
    "errors/cut-*",
    "errors/message-after-long-text",
    "errors/message-beside-huge-number",
    "errors/message-beside-long-integer",
    "errors/nothing-to-include",
    "errors/refused",
    "errors/reply-cut-off",
    "errors/request-id-echoed",
    "errors/reset-*",
    "errors/then-scores-cut-off",
    "errors/then-scores-reset",
    "errors/then-scores-timeout",
    "failures/incomplete-*",
    "failures/message-undeclared",
    "failures/nothing-of-the-one-before",
    "framing/not-*",
    "modes/session-no-uri",
    "replies/beyond-*",
    "replies/bytes-*",
    "replies/gzip-cut",
    "replies/gzip-damaged",
    "replies/gzip-empty",
    "replies/gzip-plain",
    "replies/gzip-wrong-sum",
    "replies/interim-headers",
    "replies/not-repeated-cut-off",
    "replies/not-repeated-reset",
    "scoring/payload-timeout",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/echoed-in-broken-*",
    "secrets/refused-key",
    "secrets/twice-before-the-limit",
    "timeouts/after-a-call-in-time",
    "timeouts/connecting",
    "timeouts/connecting-tiny",
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
