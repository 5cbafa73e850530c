"""Uses the limit for a connection for the reply as well.

Without that limit, the one for an attempt counts.
"""

import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, ScoringRequest

CAUGHT_BY: Final = ("timeouts/longer-than-connecting",)
VIOLATES: Final = ("TIMEOUT-3",)


class _Short(ScoringClient):
    def send(self, request: ScoringRequest) -> Reply:
        limits = self.configuration
        shortest = min(limits.connect_timeout, limits.attempt_timeout)
        return self._transport.send(
            request, connect_timeout=limits.connect_timeout, attempt_timeout=shortest
        )


sys.exit(run(_Short))
