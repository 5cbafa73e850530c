"""Takes a service for healthy if it answers at all.

Whatever the status.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, ScoringError

CAUGHT_BY: Final = (
    "operations/health-302",
    "operations/health-401",
    "operations/health-404",
    "operations/health-503",
    "operations/health-below-two-slashes",
    "operations/health-of-a-host",
    "options/of-health",
    "options/of-swagger",
)
VIOLATES: Final = ("HEALTH-1",)


class _Content(Client):
    def error_of_status(self, reply: Reply) -> ScoringError | None:
        return super().error_of_status(reply) if self.now.request.body else None


sys.exit(run(_Content))
