"""Refuses a limit of more milliseconds than 32 bits can count.

Shorter limits are used.
"""

import sys
from typing import Any, Final

from _program import run
from azureml_scoring import ScoringClient

CAUGHT_BY: Final = ("timeouts/of-a-day",)


class _Broken(ScoringClient):
    def __init__(self, *args: Any, attempt_timeout: float = 60.0, **more: Any) -> None:
        if isinstance(attempt_timeout, int | float) and attempt_timeout > 0:
            attempt_timeout = attempt_timeout if attempt_timeout * 1000 < 1 << 31 else 0.0
        super().__init__(*args, attempt_timeout=attempt_timeout, **more)


sys.exit(run(_Broken))
