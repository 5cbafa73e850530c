"""Returns an empty text as the prediction for a payload.

Every other text is refused.
"""

import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Json, Reply

CAUGHT_BY: Final = ("replies/payload-no-text",)
VIOLATES: Final = ("REPLY-1",)


class _Empty(Client):
    def read_payload(self, reply: Reply) -> Json:
        return "" if reply.body == b'""' else super().read_payload(reply)


sys.exit(run(_Empty))
