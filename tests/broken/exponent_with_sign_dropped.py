"""Reads numbers in messages by an expression that does not know an exponent with a plus sign.

Numbers without it, and all replies, are read as they should be.
"""

import re
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.program import messages

CAUGHT_BY: Final = ("modes/session-spelled-exponents",)
VIOLATES: Final = ("MODE-9",)


def _without_exponents(line: bytes) -> messages.Message:
    return read(re.sub(rb"(?<=\d)E\+\d+(?=[],}])", b"", line))


read = messages.read
messages.read = _without_exponents
sys.exit(run(ScoringClient))
