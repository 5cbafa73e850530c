"""Reports a redirect that is not assigned, or no longer, as a reply without a prediction.

Redirects that are in use are reported as such.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, ScoringClient, outcome

CAUGHT_BY: Final = ("failures/kind-of-redirects",)
VIOLATES: Final = ("ERROR-1",)


kind_of = outcome.kind_of


def _kind_of(status: int, headers: Mapping[str, str]) -> ErrorKind:
    kind = kind_of(status, headers)
    if status in {305, 306, 310, 399}:
        return ErrorKind.RESPONSE_FORMAT
    return kind


outcome.kind_of = _kind_of


sys.exit(run(ScoringClient))
