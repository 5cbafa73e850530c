"""Answers a call that was cancelled with its reply, however late.

Other calls are answered at once.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import session

CAUGHT_BY: Final = (
    "calls/cancelled",
    "calls/cancelled-*",
    "modes/session-spelled-cancellation",
    "options/given-up-cancel",
    "retries/cancelled-while-waiting",
)
VIOLATES: Final = ("CANCEL-1",)


session._Session._cancel = lambda *_: None
sys.exit(run(ScoringClient))
