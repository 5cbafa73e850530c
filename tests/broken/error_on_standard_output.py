"""Writes the error of a one-shot to standard output instead of standard error.

Exit statuses and predictions are right.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "modes/one-shot-bad-*",
    "modes/one-shot-byte-order-mark",
    "modes/one-shot-fails",
    "modes/one-shot-nan",
    "modes/one-shot-no-input",
    "modes/one-shot-no-json",
    "modes/one-shot-no-prediction",
    "modes/one-shot-no-uri",
    "modes/one-shot-prints-*",
    "modes/one-shot-refused",
    "modes/one-shot-reports-*",
    "modes/one-shot-two-values",
    "retries/one-*",
    "tls/one-shot-file-*",
)
VIOLATES: Final = ("MODE-2",)

if sys.argv[1:] == ["score"]:
    sys.stderr = sys.stdout

sys.exit(run(ScoringClient))
