"""Refuses a limit for an attempt of more than 1e15 seconds.

Shorter limits are taken, be they years.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring.errors import configuration_error

CAUGHT_BY: Final = ("timeouts/for-ever",)
VIOLATES: Final = ("TIMEOUT-5",)


class _Refusing(Client):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        limits = self.configuration
        if limits.attempt_timeout > 1e15:
            raise configuration_error("a limit cannot be used")


sys.exit(run(_Refusing))
