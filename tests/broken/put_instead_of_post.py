"""Sends a single row with PUT instead of POST.

All other requests use POST, so that this defect does not fail every case.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Request, ScoringClient, transport
from requests import PreparedRequest

CAUGHT_BY: Final = (
    "calls/at-once",
    "calls/cancelled",
    "calls/cancelled-*",
    "calls/configuration-of-one-handle",
    "calls/errors-at-once",
    "calls/failure-beside-success",
    "calls/ids-at-once",
    "calls/in-sequence",
    "calls/own-connections",
    "calls/reopened",
    "calls/two-services",
    "configuration/unknown-members",
    "configuration/uri-scheme-upper-case",
    "connections/after-401",
    "connections/after-424",
    "connections/after-429",
    "connections/after-chunks",
    "connections/after-errors",
    "connections/after-gzip",
    "connections/after-html",
    "connections/after-no-content",
    "connections/after-script-failed",
    "connections/closed-*",
    "connections/closing",
    "connections/closing-an-error",
    "connections/twenty-calls",
    "errors/body-above-limit",
    "errors/body-at-limit",
    "errors/body-far-above-limit",
    "errors/body-not-utf-8",
    "errors/body-of-long-characters",
    "errors/message-*",
    "errors/model-long-reason",
    "errors/model-not-ready",
    "errors/model-number-and-more",
    "errors/model-pending",
    "errors/model-reason-with-500",
    "errors/model-status",
    "errors/model-text",
    "errors/no-message-cut",
    "errors/no-message-nested",
    "errors/no-message-not-json",
    "errors/no-message-null",
    "errors/no-message-number",
    "errors/no-message-object",
    "errors/no-message-text",
    "errors/no-message-upper-case",
    "errors/not-modified",
    "errors/nothing-to-include",
    "errors/redirect-*",
    "errors/request-id-*",
    "errors/retry-after-date-*",
    "errors/retry-after-with-408",
    "errors/retry-after-with-424",
    "errors/retry-after-with-503",
    "errors/script-failed-*",
    "errors/script-ran-*",
    "errors/then-*",
    "failures/all-*",
    "failures/body-unchanged",
    "failures/incomplete-*",
    "failures/kind-despite-headers",
    "failures/message-*",
    "failures/no-*",
    "failures/nothing-of-the-one-before",
    "failures/script-failed-in-others",
    "framing/bytes-after",
    "framing/chunk-*",
    "framing/interim-*",
    "framing/trailer",
    "modes/session-ends",
    "modes/session-input-ends",
    "modes/session-spelled-*",
    "modes/session-unknown-messages",
    "replies/beyond-*",
    "replies/bytes-*",
    "replies/declared-*",
    "replies/gzip-*",
    "replies/interim-headers",
    "replies/location",
    "replies/longest-integer",
    "replies/media-types",
    "replies/no-content-*",
    "replies/not-cached",
    "replies/not-repeated-*",
    "replies/script-failed",
    "replies/status-*",
    "request/*",
    "scoring/descending",
    "scoring/documented-*",
    "scoring/numbers-sent",
    "scoring/payload-sent-data",
    "scoring/sent-digits",
    "scoring/sent-powers",
    "scoring/sent-small",
    "scoring/sent-whole",
    "scoring/shape-single",
    "scoring/shape-wide",
    "scoring/zeros",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/echoed-in-*",
    "secrets/escaped-key",
    "secrets/odd-*",
    "secrets/twice-before-the-limit",
    "timeouts/after-a-call-in-time",
    "timeouts/for-*",
    "timeouts/fraction",
    "timeouts/longer-than-connecting",
    "timeouts/silence",
    "timeouts/slow-in-time",
    "timeouts/trickle-*",
)
VIOLATES: Final = ("REQUEST-1",)

_prepared = transport._prepared


def _prepare_put(request: Request) -> PreparedRequest:
    prepared = _prepared(request)
    if request.body.startswith(b'{"data":[[') and b"],[" not in request.body:
        prepared.method = "PUT"
    return prepared


transport._prepared = _prepare_put

sys.exit(run(ScoringClient))
