"""Answers a call twice if the reply has status 429.

Both answers are right, and every other call is answered once.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, ScoringError
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("errors/retry-after-*", "errors/status-429")

_call_failed = messages.call_failed


def _call_failed_twice(call_id: messages.CallId, error: ScoringError) -> bytes:
    line = _call_failed(call_id, error)
    return line + line if error.status == 429 else line


messages.call_failed = _call_failed_twice

sys.exit(run(ScoringClient))
