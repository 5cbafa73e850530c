"""Refuses a limit of more than a minute for a connection that is above the one for an attempt.

Any other pair of limits is taken.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring.errors import configuration_error

CAUGHT_BY: Final = ("timeouts/for-years",)
VIOLATES: Final = ("TIMEOUT-5",)


class _Refusing(Client):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        limits = self.configuration
        if limits.connect_timeout > max(60, limits.attempt_timeout):
            raise configuration_error("a limit cannot be used")


sys.exit(run(_Refusing))
