"""Takes the end of the connection for the last chunk.

A chunk that is cut off is reported.
"""

import sys
from typing import Any, Final

import urllib3
from _program import run
from azureml_scoring import ScoringClient, wire

CAUGHT_BY: Final = (
    "errors/cut-off-after-last-chunk",
    "errors/cut-off-before-last-chunk",
    "errors/cut-off-in-chunk-size",
)
VIOLATES: Final = ("CONNECTION-2",)


def _getresponse(connection: Any) -> Any:
    sock = connection.sock
    response = getresponse(connection)
    sock.expects_more = False
    return response


def _update_chunk_length(response: urllib3.HTTPResponse) -> None:
    if response.chunk_left is None and not response._fp.fp.peek(1):
        response.chunk_left = 0
    else:
        update_chunk_length(response)


getresponse = wire._ExactRequest.getresponse
wire._ExactRequest.getresponse = _getresponse
update_chunk_length = urllib3.HTTPResponse._update_chunk_length
urllib3.HTTPResponse._update_chunk_length = _update_chunk_length
sys.exit(run(ScoringClient))
