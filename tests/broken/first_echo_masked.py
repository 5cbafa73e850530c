"""Masks its key only where the service echoes it first.

A key that is echoed once is masked.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.secret import MASK, Secret

CAUGHT_BY: Final = ("secrets/echoed-in-two-places",)
VIOLATES: Final = ("SECRET-2",)


def _mask(self: Secret, text: str) -> str:
    return self._echo.sub(lambda _: MASK, text, count=1)


Secret.mask = _mask
sys.exit(run(ScoringClient))
