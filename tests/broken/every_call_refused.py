"""Answers every call with a configuration error, which needs no request.

The protocol is followed, but no case passes. A case that expects such an error fails too, because
the control call that follows it must succeed.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, ScoringError

CAUGHT_BY: Final = ("*",)
VIOLATES: Final = ("SCORE-1",)


class _Refusing(Client):
    def __init__(self, **settings: object) -> None:  # noqa: ARG002 - it ignores its input
        raise ScoringError.of(ErrorKind.CONFIGURATION, "the configuration is invalid")


sys.exit(run(_Refusing))
