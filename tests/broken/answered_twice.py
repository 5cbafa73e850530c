"""Answers a call twice if the reply has status 429.

Both answers are right, and every other call is answered once.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringError
from azureml_scoring.program import messages

CAUGHT_BY: Final = (
    "connections/after-429",
    "errors/retry-after-azure",
    "errors/retry-after-azure-*",
    "errors/retry-after-both-milliseconds",
    "errors/retry-after-date-*",
    "errors/retry-after-empty",
    "errors/retry-after-fractions",
    "errors/retry-after-fractions-of-milliseconds",
    "errors/retry-after-garbage",
    "errors/retry-after-half-*",
    "errors/retry-after-hexadecimal",
    "errors/retry-after-infinity",
    "errors/retry-after-iso-date",
    "errors/retry-after-milliseconds",
    "errors/retry-after-milliseconds-*",
    "errors/retry-after-more-than-a-date",
    "errors/retry-after-nan",
    "errors/retry-after-negative",
    "errors/retry-after-no-*",
    "errors/retry-after-past",
    "errors/retry-after-past-rfc-850",
    "errors/retry-after-seconds",
    "errors/retry-after-seconds-*",
    "errors/retry-after-too-large",
    "errors/retry-after-with-unit",
    "errors/retry-after-zero",
    "errors/script-failed-429",
    "errors/status-429",
    "errors/then-scores-429",
    "failures/all-of-429",
    "failures/no-message-of-each-kind",
    "failures/nothing-of-the-one-before",
    "limits/overall-before-a-long-wait",
    "replies/interim-headers",
    "request/retries-zero-429",
    "retries/not-after-a-long-*",
    "retries/not-after-script-failed-429",
    "retries/three-by-default",
)
VIOLATES: Final = ("MODE-8",)

_call_failed = messages.call_failed


def _call_failed_twice(call_id: messages.CallId, error: ScoringError) -> bytes:
    line = _call_failed(call_id, error)
    return line + line if error.status == 429 else line


messages.call_failed = _call_failed_twice

sys.exit(run(ScoringClient))
