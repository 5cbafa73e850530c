"""Takes an interim reply other than 100 for the final one.

100 is skipped.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, wire

CAUGHT_BY: Final = (
    "errors/cut-off-after-interim",
    "framing/interim-102",
    "framing/interim-103",
    "framing/interim-two",
    "replies/interim-headers",
    "timeouts/trickle-interim",
)
VIOLATES: Final = ("REPLY-5",)


wire._NOT_INTERIM = frozenset(range(1000))
sys.exit(run(ScoringClient))
