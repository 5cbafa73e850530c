"""Skips a byte order mark before the predictions.

Bytes that are not UTF-8 are refused.
"""

import sys
from dataclasses import replace
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply

CAUGHT_BY: Final = ("replies/bytes-mark",)
VIOLATES: Final = ("REPLY-2",)


class _Skipping(Client):
    def read_predictions(self, reply: Reply) -> list[float]:
        body = reply.body.removeprefix(b"\xef\xbb\xbf")
        return super().read_predictions(replace(reply, body=body))


sys.exit(run(_Skipping))
