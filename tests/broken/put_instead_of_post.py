"""Sends a single row with PUT instead of POST.

All other requests use POST, so that this defect does not fail every case.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringRequest, transport
from requests import PreparedRequest

CAUGHT_BY: Final = (
    "connections/*",
    "modes/session-ends",
    "request/*",
    "scoring/descending",
    "scoring/documented-*",
    "scoring/numbers-sent",
    "scoring/zeros",
)

_prepare = transport._prepare


def _prepare_put(request: ScoringRequest) -> PreparedRequest:
    prepared = _prepare(request)
    if request.body.startswith(b'{"data":[[') and b"],[" not in request.body:
        prepared.method = "PUT"
    return prepared


transport._prepare = _prepare_put

sys.exit(run(ScoringClient))
