"""Reports 407 as an authentication error.

Other statuses have their kinds.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, ScoringClient, outcome

CAUGHT_BY: Final = ("failures/kind-of-client-errors",)
VIOLATES: Final = ("ERROR-5",)


kind_of = outcome.kind_of


def _kind_of(status: int, headers: Mapping[str, str]) -> ErrorKind:
    kind = kind_of(status, headers)
    if status == 407:
        return ErrorKind.AUTHENTICATION
    return kind


outcome.kind_of = _kind_of


sys.exit(run(ScoringClient))
