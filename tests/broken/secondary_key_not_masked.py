"""Masks its primary key alone.

A secondary key that the service echoes is shown.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Operation

CAUGHT_BY: Final = ("keys/both-masked",)
VIOLATES: Final = ("SECRET-2",)


class _Showing(Client):
    def call(self, operation: Operation[Any], **more: Any) -> Any:
        self._credential = _Half(self._credential)
        return super().call(operation, **more)


class _Half:
    def __init__(self, whole: Any) -> None:
        self.secrets = whole.secrets[:1]


sys.exit(run(_Showing))
