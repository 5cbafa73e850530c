"""Prints an extra line to standard output below the predictions of a one-shot.

Exit statuses and errors are right, and a session prints nothing extra.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = (
    "keys/one-shot-secondary",
    "modes/one-shot-bad-*",
    "modes/one-shot-byte-order-mark",
    "modes/one-shot-nan",
    "modes/one-shot-no-input",
    "modes/one-shot-no-json",
    "modes/one-shot-no-key",
    "modes/one-shot-no-uri",
    "modes/one-shot-payload",
    "modes/one-shot-refused",
    "modes/one-shot-scores",
    "modes/one-shot-sends-*",
    "modes/one-shot-two-values",
    "retries/one-shot-no-number",
    "tls/one-*",
)
VIOLATES: Final = ("MODE-2",)

status = run(ScoringClient)
if sys.argv[1:] == ["score"] and status == 0:
    sys.stdout.write("Done.\n")
sys.exit(status)
