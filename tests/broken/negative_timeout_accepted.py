"""Takes a negative time limit for a positive one.

A time limit of zero is refused.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring.configuration import ATTEMPT_TIMEOUT

CAUGHT_BY: Final = ("configuration/timeout-negative",)
VIOLATES: Final = ("CONFIG-1",)


class _Positive(Client):
    def __init__(self, attempt_timeout: float = ATTEMPT_TIMEOUT, **settings: Any) -> None:
        super().__init__(attempt_timeout=abs(attempt_timeout), **settings)


sys.exit(run(_Positive))
