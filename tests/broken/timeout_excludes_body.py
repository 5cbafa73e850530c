"""Applies the timeout of an attempt to the headers only, and then reads the body without a limit.

A reply that does not begin within the timeout is abandoned.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient, wire

CAUGHT_BY: Final = (
    "errors/body-timeout",
    "failures/incomplete-late",
    "timeouts/trickle-body",
    "timeouts/trickle-chunks",
    "timeouts/trickle-error",
)
VIOLATES: Final = ("TIMEOUT-1",)

_getresponse = wire._ExactRequest.getresponse


def _getresponse_without_limit(connection: Any) -> Any:
    sock = connection.sock
    response = _getresponse(connection)
    sock._deadline += 3600.0
    return response


wire._ExactRequest.getresponse = _getresponse_without_limit

sys.exit(run(ScoringClient))
