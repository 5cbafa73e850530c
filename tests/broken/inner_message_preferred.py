"""Prefers a message within another member of an error body.

A message without others is reported.
"""

import json
import sys
from typing import Final

from _program import run
from azureml_scoring import ScoringClient
from azureml_scoring import reply as reply_module

CAUGHT_BY: Final = (
    "errors/message-beside-long-integer",
    "failures/message-after-error",
)
VIOLATES: Final = ("ERROR-2",)


message_in = reply_module._message_in


def _message_in(body: bytes) -> str | None:
    message = message_in(body)
    if message is not None:
        for value in json.loads(body).values():
            if isinstance(value, dict) and isinstance(value.get("message"), str):
                return str(value["message"])
    return message


reply_module._message_in = _message_in


sys.exit(run(ScoringClient))
