"""Masks its key only where the service echoes it first.

A key that is echoed once is masked.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, Secret, outcome
from azureml_scoring.secret import MASK, occurrences

CAUGHT_BY: Final = ("secrets/echoed-in-two-places",)
VIOLATES: Final = ("SECRET-2",)


def _mask(text: str, secrets: tuple[Secret, ...]) -> str:
    for secret in secrets:
        for start, end in occurrences(text, secret.reveal(), cut=False)[:1]:
            text = text[:start] + MASK + text[end:]
    return text


outcome.mask = _mask
sys.exit(run(ScoringClient))
