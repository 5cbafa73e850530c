"""Reports a reply that is declared as JSON and cut off within a value as one without a prediction.

A reply that is cut off after a value is reported as a connection that broke.
"""

import json
import sys
from collections.abc import Iterator
from typing import Final

import urllib3
from _program import run
from azureml_scoring import ScoringClient
from urllib3.exceptions import ProtocolError

CAUGHT_BY: Final = ("errors/reply-cut-off",)
VIOLATES: Final = ("CONNECTION-2",)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _stream(response: urllib3.HTTPResponse, *how: int, **more: bool) -> Iterator[bytes]:
    length = response.headers.get("content-length")
    if length is None or response.headers.get("content-type") != "application/json":
        yield from stream(response, *how, **more)
        return
    response.enforce_content_length = False
    body = b"".join(stream(response, *how, **more))
    if len(body) < int(length) and _is_json(body):
        raise ProtocolError("the reply is cut off")
    yield body


stream = urllib3.HTTPResponse.stream
urllib3.HTTPResponse.stream = _stream

sys.exit(run(ScoringClient))
