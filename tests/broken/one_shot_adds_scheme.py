"""Adds a scheme to the scoring URI of a one-shot that has none.

A session refuses such a URI.
"""

import os
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("modes/one-shot-bad-uri",)
VIOLATES: Final = ("MODE-1",)


uri = os.environ.get("AZUREML_SCORING_URI", "")
if sys.argv[1:] == ["score"] and uri and "://" not in uri:
    os.environ["AZUREML_SCORING_URI"] = f"http://{uri}"
sys.exit(run(ScoringClient))
