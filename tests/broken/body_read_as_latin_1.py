"""Reads the body of an error as Latin-1.

Bodies in ASCII are right.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError
from azureml_scoring.secret import mask

CAUGHT_BY: Final = (
    "errors/body-above-limit",
    "errors/body-cut-within-a-character",
    "errors/body-far-above-limit",
    "errors/body-not-utf-8",
    "errors/body-of-long-characters",
    "errors/message-non-ascii",
    "failures/body-unchanged",
    "keys/both-masked",
    "limits/key-cut-by-the-limit",
    "secrets/across-the-limit",
    "secrets/behind-the-limit",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("ERROR-8",)


class _Latin1(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        error = super().error_of_status(reply)
        if error is not None:
            error.body = reply.body.decode("latin-1")
            if self.configuration.key is not None:
                error.body = mask(error.body, (self.configuration.key,))
        return error


sys.exit(run(_Latin1))
