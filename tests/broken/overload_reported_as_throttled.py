"""Reports 509 and 529 as throttled.

Other statuses have their kinds.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, ScoringClient, outcome

CAUGHT_BY: Final = ("failures/kind-of-server-errors",)
VIOLATES: Final = ("ERROR-5",)


kind_of = outcome.kind_of


def _kind_of(status: int, headers: Mapping[str, str]) -> ErrorKind:
    kind = kind_of(status, headers)
    if status in {509, 529} and kind is ErrorKind.SERVICE:
        return ErrorKind.THROTTLED
    return kind


outcome.kind_of = _kind_of


sys.exit(run(ScoringClient))
