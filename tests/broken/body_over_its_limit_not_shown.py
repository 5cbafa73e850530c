"""Shows nothing of a reply that is too long.

The body of any other error is shown.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "limits/error-over-limit",
    "limits/key-cut-by-the-limit",
    "limits/prediction-*",
    "limits/reply-over-*",
    "limits/reply-without-end",
)
VIOLATES: Final = ("LIMIT-1",)


class _Silent(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        return reply if reply.complete else dataclasses.replace(reply, body=b"")


sys.exit(run(_Silent))
