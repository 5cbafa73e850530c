"""Sends whatever it is given as the media type of bytes.

A media type in ASCII is sent as it is.
"""

import re
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, operation

CAUGHT_BY: Final = ("operations/bytes-type-*",)
VIOLATES: Final = ("BYTES-1", "CONFIG-1")


operation._MEDIA_TYPE = re.compile(".*", re.DOTALL)
sys.exit(run(ScoringClient))
