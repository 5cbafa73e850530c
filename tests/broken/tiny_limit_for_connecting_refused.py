"""Refuses a limit for a connection that is below a millisecond.

Longer limits are taken.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring.errors import configuration_error

CAUGHT_BY: Final = ("timeouts/connecting-tiny",)
VIOLATES: Final = ("TIMEOUT-5",)


class _Refusing(Client):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        limits = self.configuration
        if limits.connect_timeout < 1e-3:
            raise configuration_error("a limit cannot be used")


sys.exit(run(_Refusing))
