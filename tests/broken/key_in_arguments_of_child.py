"""Gives its key to a child process as an argument while it makes a call with a payload.

The child does nothing, and calls with rows start none.
"""

import subprocess
import sys
from typing import Any, Final

from _client import Client
from _program import run
from azureml_scoring.strict_json import Json

CAUGHT_BY: Final = (
    "calls/cancelled-payload",
    "limits/reply-limit-of-one-byte",
    "options/of-a-payload",
    "replies/charset-of-payload",
    "replies/payload-*",
    "responses/of-a-payload",
    "scoring/payload-*",
)
VIOLATES: Final = ("SECRET-3",)


class _WithChild(Client):
    def score_payload(self, payload: Json, **more: Any) -> Json:
        key = self.configuration.key
        header = "" if key is None else f"Authorization: Bearer {key.reveal()}"
        command = ["/bin/sh", "-c", "read line", "child", header]
        with subprocess.Popen(command, stdin=subprocess.PIPE):
            return super().score_payload(payload, **more)


sys.exit(run(_WithChild))
