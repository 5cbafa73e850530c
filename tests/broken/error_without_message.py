"""Leaves the message out of a JSON-RPC error, and has it in `data` alone.

The data of an error is right.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "calls/cancelled",
    "calls/cancelled-*",
    "calls/configuration-of-one-handle",
    "calls/error-ids-in-sequence",
    "calls/errors-at-once",
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
    "connections/after-400",
    "connections/after-401",
    "connections/after-424",
    "connections/after-429",
    "connections/after-empty-503",
    "connections/after-error-in-chunks",
    "connections/after-errors",
    "connections/after-html",
    "connections/after-large-error",
    "connections/after-no-content",
    "connections/after-redirect",
    "connections/after-script-failed",
    "connections/closing-an-error",
    "errors/*",
    "failures/*",
    "framing/not-*",
    "modes/session-spelled-cancellation",
    "replies/beyond-*",
    "replies/bytes-*",
    "replies/empty",
    "replies/gzip-cut",
    "replies/gzip-damaged",
    "replies/gzip-empty",
    "replies/gzip-error",
    "replies/gzip-plain",
    "replies/gzip-wrong-sum",
    "replies/html",
    "replies/interim-headers",
    "replies/json-in-string",
    "replies/nan",
    "replies/no-*",
    "replies/not-json-*",
    "replies/not-repeated-*",
    "replies/null",
    "replies/object",
    "replies/payload-*",
    "replies/sentence",
    "replies/truncated",
    "replies/two-values",
    "request/retries-*",
    "scoring/payload-error",
    "scoring/payload-timeout",
    "secrets/*",
    "timeouts/after-a-call-in-time",
    "timeouts/connecting",
    "timeouts/silence",
    "timeouts/trickle-*",
    "tls/*",
)
VIOLATES: Final = ("MODE-8",)

_line = messages._line


def _without_message(message: Mapping[str, object]) -> bytes:
    error = message.get("error")
    if not isinstance(error, dict) or "data" not in error:
        return _line(message)
    return _line({**message, "error": {name: error[name] for name in ("code", "data")}})


messages._line = _without_message
sys.exit(run(ScoringClient))
