"""Takes a service for healthy only if the status is 200.

A prediction may come with any 2xx.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "operations/health-whatever-the-body-empty",
    "responses/of-health",
    "responses/of-swagger",
)
VIOLATES: Final = ("HEALTH-1",)


class _Strict(Client):
    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        if request.method == "GET" and reply.status in range(201, 300):
            return dataclasses.replace(reply, status=500)
        return reply


sys.exit(run(_Strict))
