"""Reads the error of an error body before its message.

Without an error the message is read.
"""

import sys
from typing import Final

from _client import Client
from _message import is_text, object_in
from _program import run
from azureml_scoring import Reply, outcome

CAUGHT_BY: Final = (
    "errors/said-as-detail-beside-error",
    "errors/said-as-message-beside-both",
    "failures/message-after-error",
)
VIOLATES: Final = ("ERROR-11",)


def _message_in(reply: Reply) -> str | None:
    error = object_in(reply).get("error")
    if is_text(error):
        return error
    return message_in(reply)


message_in = outcome._message_in
outcome._message_in = _message_in
sys.exit(run(Client))
