"""Sends the query of a scoring URI without a path alone, as in `POST ?a=b`.

Any other target is right.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Request, ScoringClient, transport

CAUGHT_BY: Final = (
    "request/target-of-host",
    "request/target-of-query",
)
VIOLATES: Final = ("REQUEST-8",)


_attempt = transport._attempt


def _without_slash(request: Request) -> transport.Attempt:
    made = _attempt(request)
    if "/" not in request.uri.partition("//")[2].partition("?")[0]:
        made.target = "*"
    return made


transport._attempt = _without_slash
sys.exit(run(ScoringClient))
