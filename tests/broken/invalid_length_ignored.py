"""Reads to the end of the connection if the length of a reply is invalid.

Two different lengths are refused, and a valid one is kept.
"""

import re
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, wire

CAUGHT_BY: Final = (
    "framing/not-http-length-*",
    "secrets/echoed-in-broken-length",
)
VIOLATES: Final = ("CONNECTION-6",)


wire._LENGTH = re.compile(".*")
sys.exit(run(ScoringClient))
