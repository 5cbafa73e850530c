"""Reads only the first line of a list of predictions that goes over several.

Predictions on one line are read.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = ("replies/blanks",)
VIOLATES: Final = ("SCORE-1",)


class _FirstLine(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        if reply.body.strip().startswith(b"["):
            line = reply.body.strip().splitlines()[0]
            return super().read_predictions(replace(reply, body=line))
        return super().read_predictions(reply)


sys.exit(run(_FirstLine))
