"""Sends the query of a scoring URI without a path alone, as in `POST ?a=b`.

Any other target is right.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, transport

CAUGHT_BY: Final = (
    "request/target-of-host",
    "request/target-of-query",
)
VIOLATES: Final = ("REQUEST-8",)


_exchange = transport._exchange


def _without_slash(uri: str, limit: float) -> transport.Exchange:
    made = _exchange(uri, limit)
    if "/" in uri.partition("//")[2].partition("?")[0]:
        return made
    return transport.Exchange("*", made.absolute, limit)


transport._exchange = _without_slash
sys.exit(run(ScoringClient))
