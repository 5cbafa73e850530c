"""Makes its next attempt at once if a reply asks for no time.

A time that is asked for is obeyed.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import retrying

CAUGHT_BY: Final = (
    "retries/after-a-connection-*",
    "retries/backs-*",
)
VIOLATES: Final = ("RETRY-8",)


retrying.FIRST_WAIT = 0.0
sys.exit(run(Client))
