"""Returns no predictions for a 204.

A reply with another status needs a body.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = (
    "connections/after-no-content",
    "replies/no-content-204",
)
VIOLATES: Final = ("REPLY-1",)


class _NoContent(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        return [] if reply.status == 204 else super().read_predictions(reply)


sys.exit(run(_NoContent))
