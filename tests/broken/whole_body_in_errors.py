"""Includes the whole body in an error, however long it is.

The key is masked in all of it.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, reply

CAUGHT_BY: Final = (
    "errors/body-above-limit",
    "errors/body-far-above-limit",
    "errors/body-of-long-characters",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("ERROR-8",)


reply.KEPT_BODY = 1 << 30
sys.exit(run(ScoringClient))
