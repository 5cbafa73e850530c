"""Counts one attempt in an error, however many there were.

None is counted if nothing was sent.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ScoringError
from azureml_scoring.program import messages, oneshot
from azureml_scoring.program.error_data import error_data

CAUGHT_BY: Final = (
    "keys/both-refused",
    "keys/changed-once",
    "limits/overall-between-attempts",
    "limits/overall-over-attempts",
    "options/beside-another",
    "retries/after-a-refused-connection",
    "retries/configured-*",
    "retries/one-shot-two",
    "retries/three-by-default",
)
VIOLATES: Final = ("RETRY-4",)


def _counted(error: ScoringError) -> dict[str, object]:
    members = error_data(error)
    return members | {"attempts": min(error.attempts, 1)}


messages.error_data = oneshot.error_data = _counted
sys.exit(run(Client))
