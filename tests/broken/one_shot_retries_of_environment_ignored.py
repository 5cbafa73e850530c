"""Ignores the number of retries in the environment of a one-shot.

It makes three further attempts.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import configuration

CAUGHT_BY: Final = (
    "modes/one-shot-reports-429",
    "modes/one-shot-reports-503",
    "retries/one-*",
)
VIOLATES: Final = ("MODE-7",)


configuration.RETRIES_VARIABLE = "SCORING_RETRIES"
sys.exit(run(Client))
