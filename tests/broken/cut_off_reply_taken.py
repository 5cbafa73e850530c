"""Takes what has come of a reply that is cut off for the whole.

A connection that ends without any reply is reported.
"""

import sys
from collections.abc import Iterator
from typing import Final

import urllib3
from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("errors/cut-off-in-body", "errors/reply-cut-off")

_stream = urllib3.HTTPResponse.stream


def _whatever_comes(response: urllib3.HTTPResponse, *how: int, **more: bool) -> Iterator[bytes]:
    response.enforce_content_length = False
    return _stream(response, *how, **more)


urllib3.HTTPResponse.stream = _whatever_comes

sys.exit(run(ScoringClient))
