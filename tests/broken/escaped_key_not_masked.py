"""Masks the key only as it was given, not with its characters escaped as JSON allows.

A key that is echoed as it is is masked.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, secret

CAUGHT_BY: Final = ("secrets/escaped-key",)
VIOLATES: Final = ("SECRET-4",)


secret.occurrences = secret._plain_occurrences
sys.exit(run(ScoringClient))
