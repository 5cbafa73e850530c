"""Prefers a message within another member of an error body.

A message without others is reported.
"""

import json
import sys
from typing import Final

from _program import run
from azureml_scoring import Reply, ScoringClient, outcome

CAUGHT_BY: Final = (
    "errors/message-beside-long-integer",
    "failures/message-after-error",
)
VIOLATES: Final = ("ERROR-2",)


message_in = outcome._message_in


def _message_in(reply: Reply) -> str | None:
    message = message_in(reply)
    if message is not None:
        for value in json.loads(reply.body).values():
            if isinstance(value, dict) and isinstance(value.get("message"), str):
                return str(value["message"])
    return message


outcome._message_in = _message_in


sys.exit(run(ScoringClient))
