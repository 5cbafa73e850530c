"""Reports a 403 of a failed script as an authentication error.

With other statuses a failed script is a model error.
"""

import sys
from collections.abc import Mapping
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, ScoringClient, outcome

CAUGHT_BY: Final = ("failures/script-failed-in-others",)
VIOLATES: Final = ("ERROR-9",)


kind_of = outcome.kind_of


def _kind_of(status: int, headers: Mapping[str, str]) -> ErrorKind:
    kind = kind_of(status, headers)
    if status == 403:
        return ErrorKind.AUTHENTICATION
    return kind


outcome.kind_of = _kind_of


sys.exit(run(ScoringClient))
