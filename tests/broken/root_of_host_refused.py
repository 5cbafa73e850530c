"""Asks for the health of a service only if its scoring URI has a path of two segments or more.

A root with a path is asked as it should be.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, client
from azureml_scoring.errors import configuration_error

CAUGHT_BY: Final = ("operations/health-of-a-host",)
VIOLATES: Final = ("HEALTH-1",)


_SLASHES: Final = 4


def _root_of(uri: str) -> str:
    root = root_of(uri)
    if root.count("/") < _SLASHES:
        raise configuration_error("the service has no root")
    return root


root_of = client.root_of
client.root_of = _root_of
sys.exit(run(ScoringClient))
