"""Writes the error of a one-shot to standard output, where predictions belong.

The exit status is right, and so are predictions.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("doors/one-shot-fails", "doors/one-shot-no-*", "secrets/echoed-one-shot")

if sys.argv[1:] == ["score"]:
    sys.stderr = sys.stdout

sys.exit(run(ScoringClient))
