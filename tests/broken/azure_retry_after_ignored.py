"""Ignores the header x-ms-retry-after-ms.

The other two headers with a time to wait are read.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, retry_after

CAUGHT_BY: Final = (
    "errors/retry-after-azure",
    "errors/retry-after-azure-*",
    "errors/retry-after-milliseconds-after-negative-ones",
    "retries/waits-as-asked-by-azure",
)
VIOLATES: Final = ("ERROR-3",)


retry_after._MILLISECONDS = ("retry-after-ms",)
sys.exit(run(ScoringClient))
