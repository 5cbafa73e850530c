"""Includes the whole body in an error, however long it is.

The key is masked in all of it.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, Secret, outcome

CAUGHT_BY: Final = (
    "errors/body-above-limit",
    "errors/body-cut-within-a-character",
    "errors/body-far-above-limit",
    "errors/body-of-long-characters",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("ERROR-8",)


def _start(data: bytes, _length: int, secrets: tuple[Secret, ...], *, cut: bool) -> bytes:
    return mask_start(data, len(data), secrets, cut=cut)


mask_start = outcome.mask_start
outcome.mask_start = _start
sys.exit(run(ScoringClient))
