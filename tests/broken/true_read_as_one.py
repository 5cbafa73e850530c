"""Reads true in a list of predictions as one.

Other lists that are not of numbers are refused.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = ("replies/no-numbers-with-true",)
VIOLATES: Final = ("REPLY-3",)


class _TrueIsOne(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        body = reply.body.replace(b", true]", b", 1]")
        return super().read_predictions(replace(reply, body=body))


sys.exit(run(_TrueIsOne))
