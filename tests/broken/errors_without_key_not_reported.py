"""Reports no error of a service that it was given no key for: it looks for the longest of no keys.

With a key it reports every error, and without one it scores.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, Secret, outcome

CAUGHT_BY: Final = ("errors/without-a-key",)
VIOLATES: Final = ("ERROR-1",)


def _start(data: bytes, length: int, secrets: tuple[Secret, ...], *, cut: bool) -> bytes:
    longest = max(secrets, key=lambda secret: len(secret.reveal()))
    return mask_start(data, length, (longest, *secrets), cut=cut)


mask_start = outcome.mask_start
outcome.mask_start = _start
sys.exit(run(ScoringClient))
