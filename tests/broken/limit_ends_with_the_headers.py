"""Has its limit end with the headers, and reads the body for as long as it takes.

A reply that does not begin within the limit is given up.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient, wire

CAUGHT_BY: Final = ("errors/body-timeout",)

_getresponse = wire._ExactRequest.getresponse


def _without_limit(connection: Any) -> Any:
    sock = connection.sock
    response = _getresponse(connection)
    sock.start(3600.0)
    return response


wire._ExactRequest.getresponse = _without_limit

sys.exit(run(ScoringClient))
