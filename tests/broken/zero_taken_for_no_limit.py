"""Takes a limit of zero seconds for none.

Other limits hold, and other configurations that cannot work are refused.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.configuration import ATTEMPT_TIMEOUT

CAUGHT_BY: Final = ("configuration/timeout-zero",)


class _Unlimited(ScoringClient):
    def __init__(self, attempt_timeout: float = ATTEMPT_TIMEOUT, **settings: Any) -> None:
        super().__init__(attempt_timeout=attempt_timeout or ATTEMPT_TIMEOUT, **settings)


sys.exit(run(_Unlimited))
