"""Ends the calls of every client when one is closed.

They share a cancellation.
"""

import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring import Call

CAUGHT_BY: Final = ("*",)
VIOLATES: Final = ("CLOSE-1",)


class _Sharing(Client):
    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._calls = _shared


_shared: set[Call] = set()
sys.exit(run(_Sharing))
