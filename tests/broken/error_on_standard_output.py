"""Writes the error of a one-shot to standard output instead of standard error.

Exit statuses and predictions are right.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "modes/one-shot-bad-uri",
    "modes/one-shot-fails",
    "modes/one-shot-no-*",
)
VIOLATES: Final = ("MODE-2",)

if sys.argv[1:] == ["score"]:
    sys.stderr = sys.stdout

sys.exit(run(ScoringClient))
