"""Removes what is invisible around a body.

A body without it is whole.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import ErrorKind, Reply, ScoringError

CAUGHT_BY: Final = (
    "errors/message-blank-around",
    "failures/body-unchanged",
    "limits/prediction-*",
    "limits/reply-over-*",
    "replies/not-json-blank",
)
VIOLATES: Final = ("ERROR-8",)


class _Broken(Client):
    def _error(self, reply: Reply, kind: ErrorKind, default_message: str) -> ScoringError:
        error = super()._error(reply, kind, default_message)
        error.body = (error.body or "").strip().lstrip("\ufeff")
        return error


sys.exit(run(_Broken))
