"""Exits with status 3 after shutdown.

Shutdown and everything before it are answered correctly.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "modes/session-ends",
    "modes/session-input-ends",
    "modes/session-no-uri",
)
VIOLATES: Final = ("MODE-3",)

run(ScoringClient)
sys.exit(3)
