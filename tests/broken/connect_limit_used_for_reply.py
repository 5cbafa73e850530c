"""Uses the limit for a connection for the reply as well.

Without that limit, the one for an attempt counts.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "options/longer-attempt",
    "options/shorter-attempt",
    "timeouts/longer-than-connecting",
)
VIOLATES: Final = ("TIMEOUT-3",)


class _Short(Client):
    def send(self, request: Request) -> Reply:
        limits = self.configuration
        shortest = min(limits.connect_timeout, limits.attempt_timeout)
        return super().send(dataclasses.replace(request, attempt_timeout=shortest))


sys.exit(run(_Short))
