"""Sends no key after a 403.

A 401 changes nothing.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import (
    Reply,
    Request,
)

CAUGHT_BY: Final = ("errors/then-scores-403",)
VIOLATES: Final = ("SCORE-4",)


class _Broken(Client):
    forbidden = False

    def send(self, request: Request) -> Reply:
        headers = dict(request.headers)
        if self.forbidden:
            headers.pop("Authorization", None)
        reply = super().send(dataclasses.replace(request, headers=headers))
        self.forbidden = reply.status == 403
        return reply


sys.exit(run(_Broken))
