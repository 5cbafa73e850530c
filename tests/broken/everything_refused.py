"""Answers every call with an error, the one that needs no request: its configuration is no good.

It speaks the protocol well, and passes no case: not even where such an error is due, since the
control call that follows has to come through.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import ErrorKind, ScoringClient, ScoringError

CAUGHT_BY: Final = ("*",)


class _Refusal(ScoringClient):
    def __init__(self, **settings: object) -> None:  # noqa: ARG002 - it looks at nothing
        raise ScoringError(ErrorKind.CONFIGURATION, "this cannot work")


sys.exit(run(_Refusal))
