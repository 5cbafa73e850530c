"""Takes what has come of a reply that is cut off for the whole.

A connection that ends without any reply is reported.
"""

import sys
from typing import Final

import requests
from _program import run
from azureml_scoring import ScoringClient, transport

CAUGHT_BY: Final = ("errors/cut-off-in-body", "errors/reply-cut-off")


def _whatever_came(response: requests.Response) -> bytes:
    response.raw.enforce_content_length = False
    return response.content


transport._read = _whatever_came

sys.exit(run(ScoringClient))
