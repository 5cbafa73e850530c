"""Includes the first 65,536 characters of a body in an error, not bytes.

A body in ASCII is cut where it should be.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, Secret, outcome
from azureml_scoring.secret import mask

CAUGHT_BY: Final = (
    "errors/body-cut-within-a-character",
    "errors/body-of-long-characters",
    "limits/key-cut-by-the-limit",
    "secrets/across-the-limit",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("ERROR-8",)


_CHARACTERS: Final = 65_536


def _start(data: bytes, _length: int, secrets: tuple[Secret, ...], **_more: bool) -> bytes:
    text = mask(data.decode("utf-8", "replace"), secrets)
    return text[:_CHARACTERS].encode()


outcome.mask_start = _start
sys.exit(run(ScoringClient))
