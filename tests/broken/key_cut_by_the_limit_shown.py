"""Shows the beginning of a key that the limit of a reply has cut through.

A whole key is masked.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, Secret, outcome

CAUGHT_BY: Final = ("limits/key-cut-by-the-limit",)
VIOLATES: Final = ("SECRET-2",)


def _start(data: bytes, length: int, secrets: tuple[Secret, ...], **_more: bool) -> bytes:
    return mask_start(data, length, secrets, cut=False)


mask_start = outcome.mask_start
outcome.mask_start = _start
sys.exit(run(ScoringClient))
