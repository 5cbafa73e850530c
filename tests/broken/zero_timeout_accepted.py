"""Replaces a timeout of zero seconds with the default instead of refusing it.

Other timeouts are kept, and other invalid configurations are refused.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring.configuration import ATTEMPT_TIMEOUT

CAUGHT_BY: Final = (
    "configuration/timeout-negative-zero",
    "configuration/timeout-zero",
)
VIOLATES: Final = ("CONFIG-1",)


class _DefaultForZero(Client):
    def __init__(self, attempt_timeout: float = ATTEMPT_TIMEOUT, **settings: Any) -> None:
        super().__init__(attempt_timeout=attempt_timeout or ATTEMPT_TIMEOUT, **settings)


sys.exit(run(_DefaultForZero))
