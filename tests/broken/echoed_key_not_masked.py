"""Does not mask its key when the service echoes it in an error.

The key appears nowhere else.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError
from azureml_scoring.outcome import error_of_status

CAUGHT_BY: Final = (
    "keys/both-masked",
    "limits/key-cut-by-the-limit",
    "modes/one-shot-fails",
    "secrets/across-the-limit",
    "secrets/echoed-in-member",
    "secrets/echoed-in-reason",
    "secrets/echoed-in-request-id",
    "secrets/echoed-in-text",
    "secrets/echoed-in-two-places",
    "secrets/echoed-in-uri",
    "secrets/echoed-key",
    "secrets/escaped-*",
    "secrets/odd-*",
    "secrets/twice-before-the-limit",
)
VIOLATES: Final = ("SECRET-1", "SECRET-2")


class _Unmasked(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        if reply.successful:
            return None
        return error_of_status(reply, dataclasses.replace(self.now.call, secrets=()))


sys.exit(run(_Unmasked))
