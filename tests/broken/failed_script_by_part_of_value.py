"""Takes any x-ms-run-function-failed with true in it for a failed script.

False is no failure.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, ScoringClient, outcome

CAUGHT_BY: Final = ("failures/kind-despite-headers",)
VIOLATES: Final = ("ERROR-5",)


kind_of = outcome.kind_of


def _kind_of(status: int, headers: Mapping[str, str]) -> ErrorKind:
    kind = kind_of(status, headers)
    if "true" in headers.get("x-ms-run-function-failed", "").lower():
        return ErrorKind.MODEL
    return kind


outcome.kind_of = _kind_of


sys.exit(run(ScoringClient))
