"""Leaves its connections open when it is closed.

Calls on a closed client are refused.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = ("connections/closed-*",)
VIOLATES: Final = ("CONNECTION-7",)


Transport.close = lambda _self: None
sys.exit(run(ScoringClient))
