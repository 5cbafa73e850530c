"""Writes a list of details as a message.

A detail that is a text is read as it is.
"""

import json
import sys
from typing import Final

from _client import Client
from _message import is_text, object_in
from _program import run
from azureml_scoring import Reply, outcome

CAUGHT_BY: Final = (
    "errors/said-as-error-beside-a-list",
    "errors/said-in-no-text-list",
)
VIOLATES: Final = ("ERROR-11",)


def _message_in(reply: Reply) -> str | None:
    document = object_in(reply)
    if not is_text(document.get("message")) and isinstance(document.get("detail"), list):
        return json.dumps(document["detail"])
    return message_in(reply)


message_in = outcome._message_in
outcome._message_in = _message_in
sys.exit(run(Client))
