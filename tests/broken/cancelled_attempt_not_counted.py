"""Counts no attempt of a call that was cancelled.

Its kind is right.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import session

CAUGHT_BY: Final = ("calls/cancelled",)
VIOLATES: Final = ("CANCEL-1",)


cancelled_data = session.cancelled_data


def _cancelled_data(attempts: int) -> dict[str, object]:
    return cancelled_data(attempts - 1)


session.cancelled_data = _cancelled_data


sys.exit(run(ScoringClient))
