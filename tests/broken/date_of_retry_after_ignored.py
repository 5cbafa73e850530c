"""Takes no date for a time to wait.

A number of seconds is reported.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring import retry_after as module

CAUGHT_BY: Final = (
    "errors/retry-after-date-*",
    "retries/not-until-a-distant-date",
)
VIOLATES: Final = ("ERROR-3",)


module._seconds_until = lambda _date, _now: None
sys.exit(run(ScoringClient))
