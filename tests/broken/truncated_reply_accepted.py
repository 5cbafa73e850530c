"""Accepts a truncated reply as if it were complete.

A connection that closes before any reply is reported.
"""

import sys
from collections.abc import Iterator
from typing import Final

import urllib3
from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "errors/cut-off-in-body",
    "errors/cut-off-in-error",
    "errors/cut-off-in-redirect",
    "errors/reply-cut-off",
    "errors/then-scores-cut-off",
    "failures/incomplete-closed",
    "replies/not-repeated-cut-off",
    "retries/after-a-connection-cut-off",
    "tls/closed-within-a-reply",
    "tls/reset-within-a-reply",
)
VIOLATES: Final = ("CONNECTION-2",)

_stream = urllib3.HTTPResponse.stream


def _stream_any_length(response: urllib3.HTTPResponse, *how: int, **more: bool) -> Iterator[bytes]:
    response.enforce_content_length = False
    return _stream(response, *how, **more)


urllib3.HTTPResponse.stream = _stream_any_length

sys.exit(run(ScoringClient))
