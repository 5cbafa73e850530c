"""Reads null as an empty list of predictions.

An empty object and an empty body are refused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = ("replies/null",)
VIOLATES: Final = ("REPLY-1",)


class _Nullable(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        return [] if reply.body == b"null" else super().read_predictions(reply)


sys.exit(run(_Nullable))
