"""Leaves with a status of 3 after shutdown.

Until then everything is right, and shutdown is answered.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("doors/session-ends",)

run(ScoringClient)
sys.exit(3)
