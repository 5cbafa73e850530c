"""Returns the latest reply of any call to each call that waits.

A call that is alone gets its own.
"""

import sys
import time
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "calls/at-once",
    "calls/ids-at-once",
    "connections/closed-with-eight",
)
VIOLATES: Final = ("SCORE-3",)


class _Mixed(Client):
    latest: Reply

    def send(self, request: Request) -> Reply:
        self.latest = super().send(request)
        time.sleep(0.3)
        return self.latest


sys.exit(run(_Mixed))
