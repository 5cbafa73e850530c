"""Waits for a connection as long as the limit for that allows, whatever the overall limit is.

Once it is connected, it ends the call at its overall limit.
"""

import dataclasses
import sys
from typing import Final

from _program import run
from azureml_scoring import Request, ScoringClient, transport
from azureml_scoring.wire import Attempt

CAUGHT_BY: Final = ("limits/overall-while-connecting",)
VIOLATES: Final = ("LIMIT-3",)


def _attempt(request: Request) -> Attempt:
    return dataclasses.replace(attempt(request), connect_limit=request.connect_timeout)


attempt = transport._attempt
transport._attempt = _attempt
sys.exit(run(ScoringClient))
