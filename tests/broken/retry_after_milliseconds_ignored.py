"""Reads only Retry-After, and ignores the headers with milliseconds.

A time in seconds or until a date is reported, and an invalid one is not.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring import retry_after as module

CAUGHT_BY: Final = (
    "errors/retry-after-azure",
    "errors/retry-after-azure-*",
    "errors/retry-after-both-milliseconds",
    "errors/retry-after-fractions-of-milliseconds",
    "errors/retry-after-half-a-second",
    "errors/retry-after-milliseconds",
    "errors/retry-after-milliseconds-*",
    "retries/configured-5",
    "retries/not-after-a-long-wait-in-milliseconds",
    "retries/waits-as-asked-by-azure",
    "retries/waits-as-asked-in-milliseconds",
    "retries/waits-no-longer-than-asked",
)
VIOLATES: Final = ("ERROR-3",)

module._MILLISECONDS = ()
sys.exit(run(ScoringClient))
