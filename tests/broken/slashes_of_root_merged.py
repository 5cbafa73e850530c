"""Leaves out all but one of the slashes at the end of a service's root.

Other slashes remain.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient, client

CAUGHT_BY: Final = ("operations/health-below-two-slashes",)
VIOLATES: Final = ("REQUEST-2",)


def _root_of(uri: str) -> str:
    return f"{root_of(uri).rstrip('/')}/"


root_of = client.root_of
client.root_of = _root_of
sys.exit(run(ScoringClient))
