"""Reads the error of an error body only if that is a text.

An object with a message is left.
"""

import sys
from typing import Final

from _client import Client
from _message import is_text, object_in
from _program import run
from azureml_scoring import Reply, outcome

CAUGHT_BY: Final = ("errors/said-as-message-of-error",)
VIOLATES: Final = ("ERROR-11",)


def _message_in(reply: Reply) -> str | None:
    document = object_in(reply)
    if not is_text(document.get("message")) and isinstance(document.get("error"), dict):
        return None
    return message_in(reply)


message_in = outcome._message_in
outcome._message_in = _message_in
sys.exit(run(Client))
