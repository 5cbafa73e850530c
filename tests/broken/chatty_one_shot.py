"""Says on standard output that it is done, below the predictions.

Exit statuses and errors are right, and a session says nothing of the kind.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("doors/one-shot-no-*", "doors/one-shot-scores")

status = run(ScoringClient)
if sys.argv[1:] == ["score"] and status == 0:
    sys.stdout.write("Done.\n")
sys.exit(status)
