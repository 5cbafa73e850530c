"""Refuses an empty object for a payload only if it is written without a blank.

Everything else that is not a prediction is refused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json, Reply

CAUGHT_BY: Final = ("replies/payload-spaced-object",)
VIOLATES: Final = ("REPLY-1",)


class _Comparing(Client):
    def read_payload(self, reply: Reply) -> Json:
        inner = reply.body.removeprefix(b"{").removesuffix(b"}")
        return {} if inner.isspace() and b"{" in reply.body else super().read_payload(reply)


sys.exit(run(_Comparing))
