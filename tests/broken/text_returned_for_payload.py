"""Returns a text as the prediction for a payload.

Everything else that is not a prediction is refused.
"""

import json
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json, Reply

CAUGHT_BY: Final = (
    "replies/payload-json-in-string",
    "replies/payload-no-text",
    "replies/payload-sentence",
)
VIOLATES: Final = ("REPLY-1",)


class _Text(Client):
    def read_payload(self, reply: Reply) -> Json:
        if reply.body.startswith(b'"'):
            return str(json.loads(reply.body))
        return super().read_payload(reply)


sys.exit(run(_Text))
