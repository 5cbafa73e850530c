"""Takes an interim reply with status 100 for the final one.

Other interim replies are skipped.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.wire import _StrictResponse

CAUGHT_BY: Final = ("framing/interim-100",)
VIOLATES: Final = ("REPLY-5",)


def _read_status(self: _StrictResponse) -> tuple[str, int, str]:
    version, status, reason = read_status(self)
    return version, 199 if status == 100 else status, reason


read_status = _StrictResponse._read_status
_StrictResponse._read_status = _read_status
sys.exit(run(ScoringClient))
