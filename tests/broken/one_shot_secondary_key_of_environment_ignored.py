"""Ignores the secondary key in the environment of a one-shot.

A session is given it.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import configuration

CAUGHT_BY: Final = ("keys/one-shot-secondary",)
VIOLATES: Final = ("MODE-7",)


configuration.SECONDARY_KEY_VARIABLE = "SCORING_SECONDARY_KEY"
sys.exit(run(Client))
