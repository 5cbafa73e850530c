"""Does not read the error of an error body, nor the message of that.

A detail is read.
"""

import sys
from typing import Final

from _client import Client
from _message import is_text, object_in
from _program import run
from azureml_scoring import Reply, outcome

CAUGHT_BY: Final = (
    "errors/said-as-error",
    "errors/said-as-error-beside-a-list",
    "errors/said-as-message-of-error",
)
VIOLATES: Final = ("ERROR-11",)


def _message_in(reply: Reply) -> str | None:
    document = object_in(reply)
    if not is_text(document.get("message")) and not is_text(document.get("detail")):
        return None
    return message_in(reply)


message_in = outcome._message_in
outcome._message_in = _message_in
sys.exit(run(Client))
