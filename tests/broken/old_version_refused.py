"""Refuses a reply in HTTP/1.0.

Replies in HTTP/1.1 are read to their end.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.wire import BadReplyError, _StrictResponse

CAUGHT_BY: Final = ("framing/old-version",)
VIOLATES: Final = ("REPLY-4",)


def _begin(self: _StrictResponse) -> None:
    begin(self)
    if self.version == 10:
        raise BadReplyError("the reply is in HTTP/1.0")


begin = _StrictResponse.begin
_StrictResponse.begin = _begin
sys.exit(run(ScoringClient))
