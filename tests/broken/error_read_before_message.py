"""Reads the error of an error body before its message.

Without an error the message is read.
"""

import json
import sys
from typing import Final

from _client import Client
from _program import run
from azureml_scoring import Reply, outcome

CAUGHT_BY: Final = (
    "errors/said-as-detail-beside-error",
    "errors/said-as-message-beside-both",
    "failures/message-after-error",
)
VIOLATES: Final = ("ERROR-11",)


def _message_in(reply: Reply) -> str | None:
    try:
        document = json.loads(reply.body)
    except ValueError:
        document = None
    known = type(document) is dict and reply.complete and len(reply.body) <= 65_536
    if known and _text(document, "error"):
        return document["error"]
    return message_in(reply)


def _text(document: dict[str, object], name: str) -> bool:
    return isinstance(document.get(name), str) and document[name] != ""


message_in = outcome._message_in
outcome._message_in = _message_in
sys.exit(run(Client))
