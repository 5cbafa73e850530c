"""Drops the message of an error body that holds a number beyond the range of doubles.

The message of any other body is reported.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, strict_json

CAUGHT_BY: Final = (
    "errors/message-beside-huge-number",
    "errors/message-beside-long-integer",
)
VIOLATES: Final = ("ERROR-10",)


strict_json.parse = strict_json.parse_finite
sys.exit(run(ScoringClient))
