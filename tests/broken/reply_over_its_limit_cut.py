"""Takes a reply that is too long for one that ends at the limit.

If what is left is a prediction, it is returned.
"""

import dataclasses
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, Request

CAUGHT_BY: Final = (
    "limits/health-over-limit",
    "limits/key-cut-by-the-limit",
    "limits/prediction-*",
)
VIOLATES: Final = ("LIMIT-1",)


class _Cutting(Client):
    def send(self, request: Request) -> Reply:
        return dataclasses.replace(super().send(request), complete=True)


sys.exit(run(_Cutting))
