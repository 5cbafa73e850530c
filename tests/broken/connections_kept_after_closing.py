"""Leaves its connections open when it is closed.

Calls on a closed client are refused.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring.transport import Transport

CAUGHT_BY: Final = ("connections/closed-*",)
VIOLATES: Final = ("CONNECTION-7",)


_kept: list[Transport] = []
"""Connections are closed when nothing refers to them any more."""


def _keep(self: Transport) -> None:
    _kept.append(self)


Transport.close = _keep
sys.exit(run(ScoringClient))
