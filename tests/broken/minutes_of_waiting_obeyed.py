"""Waits as long as a reply asks for, be it an hour.

The overall limit is the only bound.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import retrying

CAUGHT_BY: Final = ("retries/not-after-a-long-wait-in-seconds",)
VIOLATES: Final = ("RETRY-7",)


retrying.LONGEST_WAIT_ASKED = float("inf")
sys.exit(run(Client))
