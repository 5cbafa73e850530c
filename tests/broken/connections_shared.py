"""Shares its connections among the handles of one service.

Each request goes to its own service.
"""

import sys
from typing import Any, ClassVar, Final

from _client import Client
from _program import run
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = (
    "calls/closed",
    "calls/closed-beside-another",
    "calls/own-connections",
    "calls/reopened",
    "connections/closed-with-eight",
    "connections/closed-with-one",
    "options/given-up-close",
    "retries/closed-while-waiting",
)
VIOLATES: Final = ("CONNECTION-4",)


class _Sharing(Client):
    shared: ClassVar[dict[str, Transport]] = {}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.steps.inner = self.shared.setdefault(self.configuration.uri, self.steps.inner)

    def close(self) -> None:
        """Leaves the shared connections open."""


sys.exit(run(_Sharing))
