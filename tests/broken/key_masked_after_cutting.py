"""Cuts the body of an error before it masks the key, so that the beginning of a key can remain.

A key in the middle of a body is masked.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, Secret, outcome
from azureml_scoring.secret import mask

CAUGHT_BY: Final = (
    "limits/key-cut-by-the-limit",
    "secrets/across-the-limit",
)
VIOLATES: Final = ("SECRET-2",)


def _start(data: bytes, length: int, secrets: tuple[Secret, ...], **_more: bool) -> bytes:
    return mask(data[:length].decode("latin-1"), secrets).encode("latin-1")


outcome.mask_start = _start
sys.exit(run(ScoringClient))
