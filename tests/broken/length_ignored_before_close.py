"""Reads to the end of the connection if the reply closes it, whatever its length.

A reply that leaves the connection open is read by its length.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.wire import _StrictResponse

CAUGHT_BY: Final = (
    "connections/closing-an-error",
    "framing/bytes-after",
)
VIOLATES: Final = ("REPLY-4",)


def _begin(self: _StrictResponse) -> None:
    begin(self)
    if (self.getheader("Connection") or "").lower() == "close":
        self.length = None


begin = _StrictResponse.begin
_StrictResponse.begin = _begin
sys.exit(run(ScoringClient))
